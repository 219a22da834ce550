import type { Component } from '../components/component.ts';
import type { Fleet, Grant } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { group, isClusterScoped, kindName } from '../k8s/object.ts';
import type { GroupKind, KubeObject } from '../k8s/object.ts';
import { factsOf } from './build.ts';

/** What the project of a region allows: what its components write, and what the fleet grants. The objects that it confines have no say. */
export interface Allowed {
  readonly kinds: readonly GroupKind[];
  readonly namespaces: readonly string[];
}

/** @param components those that have objects in the region */
export function allowedIn(fleet: Fleet, region: Region, components: readonly Component[]): Allowed {
  const grants = grantsOf(fleet, region);
  return {
    kinds: [
      ...components.flatMap((component) => kindsOf(component, region)),
      ...grants.flatMap((grant) => grant.kinds.map((kind) => grantedKind(grant, kind))),
    ],
    namespaces: [...components.flatMap((component) => namespacesOf(component, fleet, region)), ...grants.flatMap(({ namespaces }) => namespaces)],
  };
}

/**
 * Whether people may add an object to a region: a kind that one of its components writes into that namespace too, or one that is
 * granted. Kinds without a namespace concern the whole cluster, so they are always granted by name.
 */
export function isAllowed(object: KubeObject, fleet: Fleet, region: Region, components: readonly Component[]): boolean {
  const { namespace = '' } = object.metadata;
  const wide = isClusterScoped(object);
  const byComponent = (component: Component): boolean =>
    component.kinds.some(
      (kind) =>
        kind.cluster !== true && kind.granted !== true && kind.only === undefined && kind.kind === object.kind && kind.group === group(object),
    ) && namespacesOf(component, fleet, region).includes(namespace);
  const byGrant = ({ scope, namespaces, kinds }: Grant): boolean =>
    (scope === 'cluster') === wide && (wide || namespaces.includes(namespace)) && kinds.includes(kindName(object));
  return (!wide && components.some(byComponent)) || grantsOf(fleet, region).some(byGrant);
}

/** Kinds that no region is ever to hold, and why. */
const NEVER: Readonly<Record<string, string>> = {
  Secret: 'values of secrets never lie in Git',
  'argoproj.io/Application': 'whoever writes one decides what Argo CD delivers, and where',
  'argoproj.io/ApplicationSet': 'whoever writes one decides what Argo CD delivers, and where',
  'argoproj.io/AppProject': 'whoever writes one decides what Argo CD allows',
};

/** Why a kind, as grants name it, is granted to nobody. */
export function neverGranted(kind: string): string | undefined {
  return Object.hasOwn(NEVER, kind) ? NEVER[kind] : undefined;
}

export function namespacesOf(component: Component, fleet: Fleet, { clusterFacts }: Region): readonly string[] {
  return [...component.namespaces(factsOf(fleet)), ...(component.borrowed?.(clusterFacts) ?? [])];
}

function kindsOf({ name, kinds }: Component, { components }: Region): readonly GroupKind[] {
  return kinds.filter((kind) => kind.only?.(components[name] as never) !== false);
}

function grantsOf({ grants }: Fleet, { name }: Region): readonly Grant[] {
  return grants.filter(({ regions }) => regions.includes(name));
}

function grantedKind({ scope }: Grant, name: string): GroupKind {
  const slash = name.indexOf('/');
  return { group: name.slice(0, Math.max(slash, 0)), kind: name.slice(slash + 1), ...(scope === 'cluster' ? { cluster: true } : {}) };
}
