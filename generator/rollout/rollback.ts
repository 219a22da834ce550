import { agentLayers, mergeLayers, regionLayers, stationLayers } from '../fleet/resolve/layers.ts';
import { mergedAgent } from '../fleet/resolve/agents.ts';
import { settingResolver } from '../fleet/resolve/settings.ts';
import type { Declared } from '../fleet/declared/declared.ts';
import type { HoldSpec } from '../fleet/holds/hold.ts';
import { formerName } from '../fleet/moved.ts';
import { waveText, type Rollout } from '../fleet/rollouts/rollout.ts';
import { targetOf } from '../fleet/target.ts';
import { rolloutsIn } from '../fleet/rollouts/waves.ts';
import type { AgentSpec, Fields, FleetSpec } from '../fleet/spec.ts';
import { equal, get, isMap, leaves } from '../model/data.ts';
import { quoted } from '../model/quoted.ts';
import { child, pointer, segments, type Pointer } from '../model/pointer.ts';
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
export interface Rollback extends Pick<HoldSpec, 'regions' | 'overrides'> {
  readonly wanted: readonly Wanted[];
  /** What is to stay as it is then: a target as rollouts have it → what it holds there. */
  readonly keep: NonNullable<HoldSpec['keep']>;
  /** What else was different then, and stays as it is now. */
  readonly left: readonly string[];
}

/** Keys of an agent that say where it is and whose it is, not what it is. */
const NOT_BACK = new Set(['regions', 'chosenBy', 'overrides', 'owner', 'state']);

/** What an agent of now was called then. */
function nameThen(name: string, then: FleetSpec, now: FleetSpec): string {
  return then.agents?.[name] === undefined ? (formerName(now, name)?.from ?? name) : name;
}

/** The keys of an agent as they were, its overrides too: under the name that it had. */
export function agentBack(name: string, then: FleetSpec, now: FleetSpec): Rollback | Flaw {
  const former = nameThen(name, then, now);
  const [old, own] = [then.agents?.[former], now.agents?.[name]];
  if (own === undefined || old === undefined)
    return { message: `there was no agent ${quoted(name)} at that revision`, hint: 'name a later one: git log -- config shows them' };
  const target = `agents.${former}`;
  const underWay = now.rollouts?.find(({ set }) => set[`agents.${name}`] !== undefined);
  if (underWay !== undefined) return whileUnderWay(underWay, name);
  const partial = then.rollouts?.find(({ set, reached, waves }) => set[target] !== undefined && reached > 0 && reached < waves.length);
  if (partial !== undefined)
    return {
      message: `at that revision rollout ${quoted(partial.name)} was under way: ${waveText(partial.waves[partial.reached - 1] as (typeof partial.waves)[number])} of ${partial.waves.length}`,
      hint: 'name a revision before it began, or after its last wave',
    };
  const merged = mergeLayers([
    { name, value: fieldsOf(old) },
    ...(then.rollouts ?? []).flatMap(({ set, reached }) => (reached > 0 ? [{ name, value: set[target] ?? {} }] : [])),
  ]) as Fields;
  const whole = former === name ? merged : asRenamed(merged, fieldsOf(own));
  const at = pointer('agents', name);
  const main = differences(whole, fieldsOf(own), at);
  const { wanted, overrides } = overridesBack(old, own, { now, at, key: `agents.${name}` });
  const kept = keptOf(main, at);
  return { wanted: [...main, ...wanted], keep: kept === undefined ? {} : { [`agents.${name}`]: kept }, overrides, left: [] };
}

/** What an agent was, with what its new name brought along: its volume, and its host. */
function asRenamed(then: Fields, now: Fields): Fields {
  const [old, own] = [then['storage'], now['storage']];
  const storage = isMap(old) && isMap(own) && own['claim'] !== undefined ? { storage: { ...old, claim: own['claim'] } } : {};
  return { ...then, ...storage, ...(now['host'] === undefined ? {} : { host: now['host'] }) };
}

function whileUnderWay({ name }: Pick<Rollout, 'name'>, what: string): Flaw {
  return {
    message: `rollout ${quoted(name)} is changing ${quoted(what)}`,
    hint: `abort it, which goes back to before: pap-fleet rollout abort ${name}`,
  };
}

interface Overridden {
  readonly now: FleetSpec;
  /** The agent. */
  readonly at: Pointer;
  /** How holds name it. */
  readonly key: string;
}

/** Overrides as they were: an entry that there was not goes as a whole. */
function overridesBack(
  old: AgentSpec,
  own: AgentSpec,
  { now, at, key }: Overridden,
): { wanted: Wanted[]; overrides: NonNullable<HoldSpec['overrides']> } {
  const regions = sortedKeys({ ...old.overrides, ...own.overrides }).filter((region) => Object.hasOwn(now.regions, region));
  const held: [string, Record<string, Fields>][] = [];
  const wanted = regions.flatMap((region): Wanted[] => {
    const place = child(child(at, 'overrides'), region);
    const [before, present] = [old.overrides?.[region], own.overrides?.[region]];
    const changes = differences(without(before), without(present), place);
    const kept = keptOf(changes, place);
    if (kept !== undefined) held.push([region, { [key]: kept }]);
    const isOnlyThat = present !== undefined && Object.keys(present).every((each) => !NOT_BACK.has(each));
    return before === undefined && isOnlyThat ? [{ at: place, value: undefined }] : changes;
  });
  const goes = wanted.filter(
    ({ at: place, value }) => value === undefined && own.overrides?.[place.slice(at.length + '/overrides/'.length)] !== undefined,
  );
  const isLast = goes.length > 0 && goes.length === wanted.length && goes.length === Object.keys(own.overrides ?? {}).length;
  return { wanted: isLast ? [{ at: child(at, 'overrides'), value: undefined }] : wanted, overrides: Object.fromEntries(held) };
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
  const called = (agent: string): string => nameThen(agent, then.spec, now.spec);
  const reaches = (key: string): boolean => {
    const [section, name = ''] = targetOf(key);
    return section === 'agents' ? own.includes(name) : section !== 'generator';
  };
  const underWay = rolloutsIn(now.spec, region).find(({ rollout: { set } }) => Object.keys(set).some(reaches));
  if (underWay !== undefined) return whileUnderWay(underWay.rollout, region);
  const agents = own
    .filter((agent) => old.includes(called(agent)))
    .map((agent) => {
      const at = pointer('agents', agent, 'overrides', region);
      const former = called(agent);
      const [was, is] = [without(mergedAgent(then.spec, former, region)), without(mergedAgent(now.spec, agent, region))];
      return { key: `agents.${agent}`, at, wanted: differences(former === agent ? was : asRenamed(was, is), is, at, null) };
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
  const all = [...agents, ...components, ...itsOwn, { key: 'station', at: stationAt, wanted: station }];
  const keep = all.flatMap(({ key, at, wanted }): [string, Fields][] => {
    const kept = keptOf(wanted, at);
    return kept === undefined ? [] : [[key, kept]];
  });
  const here = own.map(called);
  const moved = [...old.filter((agent) => !here.includes(agent)), ...own.filter((agent) => !old.includes(called(agent)))].sort(byCodeUnit);
  return {
    wanted: all.flatMap(({ wanted }) => wanted),
    keep: Object.fromEntries(keep),
    regions: [region],
    left: [
      ...moved.map((agent) => `agent ${agent} ${old.includes(agent) ? 'ran there, and does not now' : 'did not run there, and does now'}`),
      ...PLACES.filter((key) => !equal(then.spec.regions[region]?.[key], now.spec.regions[region]?.[key])).map(
        (key) => `${key} was ${JSON.stringify(then.spec.regions[region]?.[key] ?? null)}`,
      ),
    ],
  };
}

/** What a region says of where it is, and no roll-back changes. */
const PLACES = ['cluster', 'ingressHost', 'ingressAddresses', 'labels', 'state', 'generator'] as const;

/** A value that is to be written, and what stands there now. */
interface Difference extends Wanted {
  readonly present?: unknown;
}

/** What has to be written so that one becomes the other. @param none what stands for a key that was not there; undefined: the key goes */
function differences(then: Fields, now: Fields, at: Pointer, none?: null): Difference[] {
  return sortedKeys({ ...now, ...then }).flatMap((key): Difference[] => {
    const [old, own] = [then[key], now[key]];
    if (equal(old, own)) return [];
    if (isMap(old) && isMap(own)) return differences(old, own, child(at, key), none);
    return [{ at: child(at, key), value: old === undefined ? none : old, present: own }];
  });
}

/** The values of what is written below a place, as one map, `null` for what goes; undefined where nothing is written. */
function keptOf(wanted: readonly Difference[], at: Pointer): Fields | undefined {
  const map: Record<string, unknown> = {};
  for (const { at: place, value, present } of wanted) {
    const steps = segments(place.slice(at.length));
    const gone: (readonly [readonly string[], unknown])[] =
      isMap(present) && Object.keys(present).length > 0 ? [...leaves(present)].map(([path]) => [path, null] as const) : [[[], null]];
    for (const [path, leaf] of value === undefined || value === null ? gone : [[[], value] as const]) {
      const all = [...steps, ...path];
      const holder = all.slice(0, -1).reduce<Record<string, unknown>>((inner, step) => (inner[step] ??= {}) as Record<string, unknown>, map);
      holder[all.at(-1) as string] = leaf;
    }
  }
  return Object.keys(map).length === 0 ? undefined : map;
}

/** What is held of what was brought back; undefined where no value can be. In regions that override a value it is not held. @param restored the fleet with the values back */
export function heldOf(
  name: string,
  { keep, overrides = {}, regions }: Rollback,
  restored: FleetSpec,
): Pick<HoldSpec, 'keep' | 'overrides' | 'regions'> | undefined {
  const own = keep[`agents.${name}`] ?? {};
  const placed = restored.agents?.[name]?.regions ?? [];
  const alike = placed.filter((region) => {
    const merged = mergeLayers(agentLayers(restored, name, region));
    return [...leaves(own)].every(([path, value]) => equal(get(merged, path) ?? null, value));
  });
  const isKept = Object.keys(keep).length > 0 && (regions !== undefined || alike.length > 0);
  const isSingle = Object.keys(overrides).length > 0;
  if (!isKept && !isSingle) return undefined;
  const where = regions ?? (alike.length === placed.length ? undefined : alike);
  return {
    ...(isKept ? { keep } : {}),
    ...(isSingle ? { overrides } : {}),
    ...(where === undefined || !isKept ? {} : { regions: where }),
  };
}

/** Where the hold of a name is written: path below the config folder. */
export function holdPath(name: string): string {
  return `holds/${name}.yaml`;
}

/** The file of a hold. */
export function holdText({ name, keep = {}, overrides = {}, regions, reason, at, by }: HoldSpec): string {
  const optional = Object.entries({ regions, reason, at, by }).filter(([, value]) => value !== undefined);
  const kept = (map: Readonly<Record<string, Fields>>, indent: string): string[] =>
    Object.entries(map).map(([key, value]) => `${indent}${key}: ${flow(value)}\n`);
  const block = (key: string, lines: readonly string[]): string => (lines.length === 0 ? '' : `${key}:\n${lines.join('')}`);
  const single = Object.entries(overrides).flatMap(([region, map]) => [`  ${region}:\n`, ...kept(map, '    ')]);
  return `apiVersion: fleet.plugged.in/v1alpha1
kind: Hold # nothing may change these values before: pap-fleet release ${name}
name: ${flow(name)}
${block('keep', kept(keep, '  '))}${block('overrides', single)}${optional.map(([key, value]) => `${key}: ${flow(value)}\n`).join('')}`;
}
