import { regionLayers, stationLayers } from '../fleet/resolve/layers.ts';
import { mergedAgent, mergeLayers, settingResolver } from '../fleet/resolve/resolve.ts';
import type { Declared } from '../fleet/declared/declared.ts';
import type { HoldSpec } from '../fleet/holds/hold.ts';
import { waveText } from '../fleet/rollouts/rollout.ts';
import type { AgentSpec, Fields, FleetSpec } from '../fleet/spec.ts';
import { equal, get, isMap } from '../model/data.ts';
import { quoted } from '../model/quoted.ts';
import { child, pointer, type Pointer } from '../model/pointer.ts';
import { byCodeUnit, sortedKeys } from '../model/order.ts';
import { flow } from '../yaml/edit.ts';
import type { Wanted } from './config-edits.ts';
import type { Flaw } from './flaw.ts';

/** A fleet at some time, read and found valid then. */
export interface AtTime {
  readonly spec: FleetSpec;
  readonly declared: readonly Declared[];
}

/** What brings values back, and what is held of them. */
export interface Rollback {
  readonly wanted: readonly Wanted[];
  /** What is to stay as it is then: a target as rollouts have it → what it holds there. */
  readonly keep: HoldSpec['keep'];
  readonly regions?: readonly string[];
  /** What else was different then, and stays as it is now. */
  readonly left: readonly string[];
}

/** Keys of an agent that say where it is and whose it is, not what it is. */
const NOT_BACK = new Set(['regions', 'chosenBy', 'overrides', 'owner', 'state']);

/** The keys of an agent as they were, its overrides too. */
export function agentBack(name: string, then: FleetSpec, now: FleetSpec): Rollback | Flaw {
  const [old, own] = [then.agents?.[name], now.agents?.[name]];
  if (own === undefined || old === undefined)
    return { message: `there was no agent ${quoted(name)} at that revision`, hint: 'name a later one: git log -- config shows them' };
  const underWay = now.rollouts?.find(({ set }) => set[`agents.${name}`] !== undefined);
  if (underWay !== undefined)
    return {
      message: `rollout ${quoted(underWay.name)} is changing ${quoted(name)}`,
      hint: `abort it, which goes back to before: pap-fleet rollout abort ${underWay.name}`,
    };
  const partial = then.rollouts?.find(({ set, reached, waves }) => set[`agents.${name}`] !== undefined && reached > 0 && reached < waves.length);
  if (partial !== undefined)
    return {
      message: `at that revision rollout ${quoted(partial.name)} was under way: ${waveText(partial.waves[partial.reached - 1] as (typeof partial.waves)[number])} of ${partial.waves.length}`,
      hint: 'name a revision before it began, or after its last wave',
    };
  const whole = mergeLayers([
    { name, value: fieldsOf(old) },
    ...(then.rollouts ?? []).flatMap(({ set, reached }) => (reached > 0 ? [{ name, value: set[`agents.${name}`] ?? {} }] : [])),
  ]) as Fields;
  const at = pointer('agents', name);
  const overrides = sortedKeys({ ...old.overrides, ...own.overrides })
    .filter((region) => Object.hasOwn(now.regions, region))
    .flatMap((region) => differences(without(old.overrides?.[region]), without(own.overrides?.[region]), child(child(at, 'overrides'), region)));
  const main = differences(whole, fieldsOf(own), at);
  const kept = keptOf(main, at);
  return { wanted: [...main, ...overrides], keep: kept === undefined ? {} : { [`agents.${name}`]: kept }, left: [] };
}

function fieldsOf(agent: AgentSpec): Fields {
  return without(agent);
}

function without(fields: Fields = {}): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !NOT_BACK.has(key)));
}

/** All that is different in a region, as the region's own: its agents, its components, and what it says of itself. */
export function regionBack(region: string, then: AtTime, now: AtTime): Rollback | Flaw {
  if (!Object.hasOwn(then.spec.regions, region))
    return { message: `there was no region ${quoted(region)} at that revision`, hint: 'name a later one: git log -- config shows them' };
  const placed = (spec: FleetSpec): string[] =>
    sortedKeys(spec.agents ?? {}).filter((agent) => spec.agents?.[agent]?.regions?.includes(region) === true);
  const [old, own] = [placed(then.spec), placed(now.spec)];
  const agents = own
    .filter((agent) => old.includes(agent))
    .map((agent) => {
      const at = pointer('agents', agent, 'overrides', region);
      const resolved = ({ spec }: AtTime): Fields => without(mergedAgent(spec, agent, region));
      return { key: `agents.${agent}`, at, wanted: differences(resolved(then), resolved(now), at, null) };
    });
  const [settingsThen, settingsNow] = [then, now].map(({ spec, declared }) => settingResolver(spec, declared)(region)) as [Fields, Fields];
  const components = Object.keys(settingsNow)
    .filter((name) => settingsThen[name] !== undefined)
    .map((name) => {
      const at = pointer('regions', region, 'components', name);
      return { key: `components.${name}`, at, wanted: differences(settingsThen[name] as Fields, settingsNow[name] as Fields, at, null) };
    });
  const itself = (spec: FleetSpec, key: string): unknown => get(mergeLayers(regionLayers(spec, region)), [key]);
  const itsOwn = (['versions', 'clusterFacts'] as const).map((key) => {
    const at = pointer('regions', region, key);
    return { key, at, wanted: differences((itself(then.spec, key) ?? {}) as Fields, (itself(now.spec, key) ?? {}) as Fields, at) };
  });
  const stationAt = pointer('regions', region, 'station');
  const station = differences(
    mergeLayers(stationLayers(then.spec, region)) as Fields,
    mergeLayers(stationLayers(now.spec, region)) as Fields,
    stationAt,
  );
  const all = [...agents, ...components, ...itsOwn];
  const keep = all.flatMap(({ key, at, wanted }): [string, Fields][] => {
    const kept = key === 'clusterFacts' ? undefined : keptOf(wanted, at);
    return kept === undefined ? [] : [[key, kept]];
  });
  const moved = [...old.filter((agent) => !own.includes(agent)), ...own.filter((agent) => !old.includes(agent))].sort(byCodeUnit);
  return {
    wanted: [...all.flatMap(({ wanted }) => wanted), ...station],
    keep: Object.fromEntries(keep),
    regions: [region],
    left: moved.map((agent) => `agent ${agent} ${old.includes(agent) ? 'ran there, and does not now' : 'did not run there, and does now'}`),
  };
}

/** What has to be written so that one becomes the other. @param none what stands for a key that was not there; undefined: the key goes */
function differences(then: Fields, now: Fields, at: Pointer, none?: null): Wanted[] {
  return sortedKeys({ ...now, ...then }).flatMap((key): Wanted[] => {
    const [old, own] = [then[key], now[key]];
    if (equal(old, own)) return [];
    if (isMap(old) && isMap(own) && Object.keys(old).length > 0) return differences(old, own, child(at, key), none);
    return [{ at: child(at, key), value: old === undefined ? none : old }];
  });
}

/** The values of what is written below a place, as one map; undefined where none is a value. */
function keptOf(wanted: readonly Wanted[], at: Pointer): Fields | undefined {
  const map: Record<string, unknown> = {};
  for (const { at: place, value } of wanted) {
    if (value === undefined) continue;
    const steps = place
      .slice(at.length + 1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const holder = steps.slice(0, -1).reduce<Record<string, unknown>>((inner, step) => (inner[step] ??= {}) as Record<string, unknown>, map);
    holder[steps.at(-1) as string] = value;
  }
  return Object.keys(map).length === 0 ? undefined : map;
}

/** Where the hold of a name is written: path below the config folder. */
export function holdPath(name: string): string {
  return `holds/${name}.yaml`;
}

/** The file of a hold. */
export function holdText({ name, keep, regions, reason, at, by }: HoldSpec): string {
  const optional = Object.entries({ regions, reason, at, by }).filter(([, value]) => value !== undefined);
  const kept = Object.entries(keep).map(([key, value]) => `  ${key}: ${flow(value)}\n`);
  return `apiVersion: fleet.plugged.in/v1alpha1
kind: Hold # nothing may change these values before: pap-fleet release ${name}
name: ${flow(name)}
keep:
${kept.join('')}${optional.map(([key, value]) => `${key}: ${flow(value)}\n`).join('')}`;
}
