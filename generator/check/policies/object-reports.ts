import { hintFor } from '../../fleet/schema/suggest.ts';
import { kindName, objectTitle, type KubeObject } from '../../k8s/object.ts';
import { fillPlaceholders, REGION_PLACEHOLDER } from '../../k8s/region-placeholder.ts';
import { knownKinds } from '../../k8s/schema/kinds.ts';
import type { Spot, Unplaced } from '../../model/finding.ts';
import { quoted } from '../../model/quoted.ts';
import type { Agent } from '../../fleet/agent.ts';
import type { Overlay } from '../../render/overlay.ts';
import type { Fragment } from '../../render/unit.ts';
import { rule as noMatch } from '../../rules/policy/no-match/rule.ts';
import { rule as tooLongRule } from '../../rules/policy/too-long/rule.ts';
import { ours, type Causes } from '../cause.ts';
import { inOut, type Beside } from '../place-in-out.ts';
import { ruleOf, severityOf, tooLong, type CompiledPolicy } from './compiled.ts';
import type { PolicyContext } from './context.ts';
import { Evaluator } from './evaluator.ts';
import { matches } from './match.ts';
import { agentIn } from './views.ts';
import { brokenBy, saysOf, wayOutOf, type Breakage } from './ways-out.ts';

interface Breach {
  readonly report: Unplaced;
  readonly beside: Beside;
  readonly objects: Set<string>;
}

/** What breaks the policies of a fleet, at the line that caused it; and policies that judge nothing. */
export function policyReports(
  overlays: readonly Overlay[],
  causes: Causes,
  isWaived: (report: Unplaced) => boolean,
  context: PolicyContext,
): Unplaced[] {
  if (context.policies.length === 0) return [];
  const { policies, views, budget, fleet } = context;
  const evaluator = new Evaluator(budget, views);
  const asked = policies.filter(({ policy }) => policy.on === 'object');
  const matched = new Set<CompiledPolicy>();
  const spent = new Map<CompiledPolicy, Unplaced>();
  const breaches = new Map<string, Breach>();
  for (const { part, object, overlay } of objectsOf(overlays)) {
    for (const each of asked) {
      const { policy } = each;
      if (!matches(policy, object, overlay.component.name, overlay.region.name)) continue;
      matched.add(each);
      // The gate judges whether what changes waits for an approval.
      const severity = severityOf(policy, fleet);
      if (severity === 'approval' || spent.has(each)) continue;
      const agent = agentIn(overlay.region, object, 'folder' in part ? unitName(part) : undefined);
      const broken = breakageOf(evaluator, each, object, overlay, agent);
      if (broken === undefined) continue;
      if (broken === SPENT) {
        spent.set(each, tooLongReport(each, objectTitle(fillPlaceholders(object, overlay.region.name))));
        continue;
      }
      const spot = causeOf(object, overlay, causes, (before) => breakageOf(evaluator, each, before, overlay, agent) !== undefined);
      const one = report(each, severity, object, overlay, broken, spot);
      if (isWaived(one)) continue;
      // What one line causes in a hundred regions, or what these share, is one finding.
      const what = `${policy.code} ${object.kind} ${broken.why.replaceAll(overlay.region.name, REGION_PLACEHOLDER)}`;
      const keys = [`${what} ${spot.file} ${spot.path}`, `${what} ${part.text} ${objectTitle(object)}`] as const;
      const breach = breaches.get(keys[0]) ??
        breaches.get(keys[1]) ?? { report: one, beside: inOut({ made: object, part, overlay }, ''), objects: new Set() };
      for (const key of keys) breaches.set(key, breach);
      breach.objects.add(objectTitle(fillPlaceholders(object, overlay.region.name)));
    }
  }
  const found = [...new Set(breaches.values())].map(({ report: { message, ...one }, beside, objects }) => ({
    ...one,
    message: objects.size === 1 ? message : `${message}, and so in ${objects.size - 1} more`,
    related: [beside],
  }));
  return [...found, ...spent.values(), ...unmatched(context, overlays, matched)];
}

function* objectsOf(overlays: readonly Overlay[]): Iterable<{ readonly part: Fragment; readonly object: KubeObject; readonly overlay: Overlay }> {
  for (const overlay of overlays)
    for (const part of [...overlay.units, ...overlay.own]) for (const object of part.objects) yield { part, object, overlay };
}

function unitName(part: Fragment): string | undefined {
  return (part as Partial<{ name: string }>).name;
}

const SPENT = Symbol('spent');

/** Why an object does not fulfil a policy. */
function breakageOf(
  evaluator: Evaluator,
  policy: CompiledPolicy,
  object: KubeObject,
  overlay: Overlay,
  agent: Agent | undefined,
): Breakage | typeof SPENT | undefined {
  const outcome = evaluator.outcome(policy, object, overlay, agent);
  return 'spent' in outcome ? SPENT : brokenBy(outcome);
}

function report(
  { policy }: CompiledPolicy,
  severity: 'error' | 'warning',
  object: KubeObject,
  { region }: Overlay,
  broken: Breakage,
  spot: Spot,
): Unplaced {
  const title = objectTitle(fillPlaceholders(object, region.name));
  return {
    rule: ruleOf(policy, severity),
    ...spot,
    about: { object: title, region: region.name },
    message: `${title}: ${saysOf(policy, broken)}`,
    hint: wayOutOf(policy, broken),
  };
}

/** The line of an object of people's, or of the patch without which it would not be so; else that of the agent, the region or the component. */
function causeOf(object: KubeObject, overlay: Overlay, causes: Causes, isBroken: (before: KubeObject) => boolean): Spot {
  const extra = causes.extras.get(object);
  if (extra !== undefined) return extra.spot;
  const origin = causes.log.origin(object);
  if (origin === undefined) return ours(object, '', overlay, causes.layers);
  return isBroken(origin.before)
    ? causeOf(origin.before, overlay, causes, isBroken)
    : (origin.patches.at(-1) as (typeof origin.patches)[number]).spot;
}

/** A policy of which nobody can tell what breaks it. @param title of what was judged */
function tooLongReport({ policy }: CompiledPolicy, title: string): Unplaced {
  return {
    rule: tooLongRule,
    file: policy.spot.file,
    path: `${policy.spot.path}/require`,
    ...tooLong(policy, title),
  };
}

/** Kinds that nobody knows, and policies that judge no object at all. */
function unmatched({ policies, kinds }: PolicyContext, overlays: readonly Overlay[], matched: ReadonlySet<CompiledPolicy>): Unplaced[] {
  const present = new Set<string>();
  for (const { object } of objectsOf(overlays)) present.add(kindName(object));
  return policies.flatMap((each): Unplaced[] => {
    const { match, spot, on } = each.policy;
    const at = { rule: noMatch, file: spot.file };
    const strange = (match.kinds ?? []).flatMap((kind, i): Unplaced[] => {
      if (present.has(kind)) return [];
      const known = [...new Set([...present, ...knownKinds().map(withoutVersion), ...[...kinds.all()].map((own) => `${own.group}/${own.kind}`)])];
      return known.includes(kind)
        ? []
        : [
            {
              ...at,
              path: `${spot.path}/match/kinds/${i}`,
              message: `no object is of the kind ${quoted(kind)}`,
              hint: hintFor(kind, [...known].sort()),
            },
          ];
    });
    if (strange.length > 0 || matched.has(each) || on === 'change') return strange;
    return [
      {
        ...at,
        path: `${spot.path}/match`,
        key: true,
        message: 'no object of the fleet matches this policy',
        hint: `let it match something that is there, such as kinds: [${[...present].sort()[0] ?? 'apps/Deployment'}], or remove it`,
      },
    ];
  });
}

/** `apps/v1/Deployment` → `apps/Deployment` */
function withoutVersion(known: string): string {
  const slash = known.lastIndexOf('/');
  const apiVersion = known.slice(0, slash);
  return kindName({ apiVersion, kind: known.slice(slash + 1) });
}
