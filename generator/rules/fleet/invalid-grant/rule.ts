import { hintFor } from '../../../fleet/schema/suggest.ts';
import type { Kinds } from '../../../k8s/crd/kinds.ts';
import { neverGranted } from '../../../render/allowed.ts';
import type { Grant } from '../../../fleet/fleet.ts';
import { child, defineRule, isClusterKind, quoted, type FoundIn } from '../../kit.ts';

/** Groups of which every kind without a namespace is known. */
const BUILT_IN = /^(?:apps|batch|autoscaling|policy|networking\.k8s\.io|rbac\.authorization\.k8s\.io)\/|^[^/]*$/;

export const rule = defineRule('fleet', {
  code: 'fleet/invalid-grant',
  severity: 'error',
  what: 'A grant names what cannot be granted, or what is not there.',
  why: 'It would allow nothing of what its author meant, or give away the delivery itself.',
  fix: 'Correct kind, `scope` or region.',
  order: 125,
  *run({ grants, componentGrants, declared, regions }, { kinds }) {
    const names = regions.map(({ name }) => name);
    const own = declared.map(({ name }) => name);
    for (const { component, at } of componentGrants) {
      if (own.includes(component)) continue;
      yield {
        path: child(at, 'component'),
        message: `the grant is for the component ${quoted(component)}, which config/components does not have`,
        hint: hintFor(component, own) ?? 'remove it',
      };
    }
    for (const grant of grants) yield* kindsOf(grant, kinds);
    for (const grant of [...grants, ...componentGrants]) {
      for (const [i, region] of grant.regions.entries()) {
        if (names.includes(region)) continue;
        yield {
          path: child(child(grant.at, 'regions'), i),
          message: `the grant is for the region ${quoted(region)}, which the fleet does not have`,
          hint: hintFor(region, names, grant.regions),
        };
      }
      if ('scope' in grant && grant.scope === 'cluster' && grant.namespaces.length > 0)
        yield { path: child(grant.at, 'namespaces'), key: true, message: 'kinds of scope cluster are in no namespace', hint: 'remove it' };
    }
  },
});

function* kindsOf({ kinds, scope, at }: Grant, own: Kinds): Iterable<FoundIn<'fleet'>> {
  for (const [i, name] of kinds.entries()) {
    const place = child(child(at, 'kinds'), i);
    const never = neverGranted(name);
    if (never !== undefined) {
      yield { path: place, message: `${name} is granted to nobody: ${never}`, hint: 'remove it' };
      continue;
    }
    const slash = name.indexOf('/');
    const brought = own.named(name);
    const wide =
      isClusterKind({ apiVersion: slash === -1 ? 'v1' : `${name.slice(0, slash)}/v1`, kind: name.slice(slash + 1) }) ||
      brought?.isClusterScoped === true;
    if (wide && scope === 'namespace') yield { path: place, message: `${name} has no namespace`, hint: 'add "scope: cluster"' };
    if (!wide && scope === 'cluster' && (brought !== undefined || BUILT_IN.test(name)))
      yield { path: place, message: `${name} has a namespace`, hint: 'remove "scope: cluster"; "namespaces" says in which it may be' };
  }
}
