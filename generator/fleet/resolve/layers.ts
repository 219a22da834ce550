import { remembered } from '../../model/memo.ts';
import { pointer } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import type { AgentSpec, Fields, FleetSpec, RegionSpec } from '../spec.ts';
import { schemaAt } from '../schema/schemas.ts';
import { waveText, type RolloutHere } from '../rollouts/rollout.ts';
import { rolloutsIn } from '../rollouts/waves.ts';
import { drainsAgents } from '../region.ts';
import { HOOKS_PATH } from '../hosts.ts';
import { formerName } from '../moved.ts';
import { groupsOf } from './groups.ts';
import { merge } from './merge.ts';

/** One place where values may be set. Later layers win. */
export interface Layer {
  /** What people call it: `tier heavy`, `region us-east`. */
  readonly name: string;
  /** Where it stands; absent for the defaults of the schema. */
  readonly at?: Pointer;
  readonly value: Fields;
}

/**
 * The layers of an agent in a region, weakest first: agentDefaults ← tier ← agent ← rollouts ← groups ← agent in groups ← region ← agent in region.
 * Schema defaults lie under all of them. No override starts an agent that is suspended, and in a region that drains none serves.
 */
export function agentLayers(spec: FleetSpec, agent: string, region: string | undefined): Layer[] {
  const own: Partial<AgentSpec> = spec.agents?.[agent] ?? {};
  const regionSpec: RegionSpec = (region === undefined ? undefined : spec.regions[region]) ?? {};
  const defaults = layer('agentDefaults', pointer('agentDefaults'), spec.agentDefaults);
  const agentLayer = layer(`agent ${agent}`, pointer('agents', agent), withoutPlacement(own));
  const regionLayer = layer(`region ${region}`, pointer('regions', String(region), 'agentOverrides'), regionSpec.agentOverrides);
  const override = layer(
    `agent ${agent} in ${region}`,
    pointer('agents', agent, 'overrides', String(region)),
    region === undefined ? undefined : startsNothing(own, own.overrides?.[region]),
  );
  const groups = groupsOf(spec, region);
  const upper = [
    ...agentLayer,
    ...rolloutLayers(spec, region, `agents.${agent}`),
    ...groups.flatMap(({ name, spec: group }) => layer(`group ${name}`, pointer('groups', name, 'agentOverrides'), group.agentOverrides)),
    ...groups.flatMap(({ name, spec: group }) =>
      layer(`agent ${agent} in group ${name}`, pointer('groups', name, 'agents', agent), startsNothing(own, group.agents?.[agent])),
    ),
    ...regionLayer,
    ...override,
  ];
  upper.push(...drained(spec, region, upper));
  const former = formerHost(spec, agent, [...defaults, ...upper]);
  const tier = [...defaults, ...upper].findLast((l) => l.value['tier'] !== undefined)?.value['tier'] ?? schemaAt(['agentDefaults', 'tier'])?.default;
  return [...former, ...defaults, ...tierLayer(spec, String(tier)), ...upper];
}

/**
 * An agent that is renamed answers at the host of its old name as well, with what it serves at its own: clients and resolvers know it for a while.
 * One that has a host of its own had it before.
 */
function formerHost(spec: FleetSpec, agent: string, layers: readonly Layer[]): Layer[] {
  const move = formerName(spec, agent);
  if (move === undefined || layers.some(({ value }) => value['host'] !== undefined)) return [];
  const mode = layers.findLast(({ value }) => value['mode'] !== undefined)?.value['mode'] ?? schemaAt(['agentDefaults', 'mode'])?.default;
  const own = Object.assign({}, ...layers.map(({ value }) => value['paths'])) as Readonly<Record<string, string | null>>;
  const paths = { ...(mode === 'cp' ? {} : { [HOOKS_PATH]: 'http' }), ...own };
  if (Object.values(paths).every((port) => port === null)) return [];
  return layer(`agent ${agent}, which was ${move.from},`, move.at, { hosts: { [move.from]: { paths } } });
}

/** A region that drains lets all its agents drain, but for those that are stopped. */
function drained({ regions }: FleetSpec, region: string | undefined, layers: readonly Layer[]): Layer[] {
  if (region === undefined || !drainsAgents(regions[region]?.state)) return [];
  const state = layers.findLast(({ value }) => value['state'] !== undefined)?.value['state'];
  if (state === 'suspended' || state === 'draining') return [];
  return layer(`region ${region}, which drains,`, pointer('regions', region), { state: 'draining' });
}

/** Whether an override would start an agent that is suspended everywhere. */
export function wouldStart({ state }: Partial<AgentSpec>, override: Fields | undefined): boolean {
  return state === 'suspended' && ['active', 'draining'].includes(String(override?.['state']));
}

function startsNothing(agent: Partial<AgentSpec>, override: Fields | undefined): Fields | undefined {
  return wouldStart(agent, override) ? Object.fromEntries(Object.entries(override ?? {}).filter(([key]) => key !== 'state')) : override;
}

/** A tier as the fleet writes it down, or as every fleet has it. */
export function tierLayer(spec: FleetSpec, tier: string): Layer[] {
  const written = spec.tiers?.[tier];
  if (written !== undefined) return layer(`tier ${tier}`, pointer('tiers', tier), written);
  const builtIn = builtInTiers()[tier];
  return builtIn === undefined ? [] : [{ name: `tier ${tier}`, value: builtIn }];
}

/** The tiers every fleet has without defining them. */
export function builtInTiers(): Readonly<Record<string, Fields>> {
  return schemaAt(['tiers'])?.default as Record<string, Fields>;
}

/** What rollouts that have come to a region set there. @param key of `set` */
export function rolloutLayers(spec: FleetSpec, region: string | undefined, key: string): Layer[] {
  return rolloutsIn(spec, region).flatMap((here) => {
    const value = here.reached ? here.rollout.set[key] : undefined;
    return layer(layerName(here), pointer('rollouts', here.rollout.name, 'set', key), value);
  });
}

function layerName({ rollout, wave }: RolloutHere): string {
  return `rollout ${rollout.name}, ${waveText(wave)}`;
}

/** What rollouts say of the versions of a region. */
function versionLayers(spec: FleetSpec, region: string): Layer[] {
  return rolloutsIn(spec, region).flatMap((here) => {
    const { versions } = here.rollout.set;
    return layer(layerName(here), pointer('rollouts', here.rollout.name, 'set'), here.reached && versions !== undefined ? { versions } : undefined);
  });
}

/** The release of the generator that a rollout names for a region: for one that it has not come to, the one before. */
function generatorLayers(spec: FleetSpec, region: string): Layer[] {
  return rolloutsIn(spec, region).flatMap((here) => {
    const { generator } = here.rollout.set;
    const release = generator?.[here.reached ? 'to' : 'from'];
    return layer(layerName(here), pointer('rollouts', here.rollout.name, 'set'), release === undefined ? undefined : { generator: release });
  });
}

/** The layers of a component's settings in a region, weakest first: components ← rollouts ← groups ← region. Schema defaults lie under both. */
export function settingLayers(spec: FleetSpec, component: string, region: string | undefined): Layer[] {
  const regionSpec = region === undefined ? undefined : spec.regions[region];
  return [
    ...layer(`components.${component}`, pointer('components', component), spec.components?.[component]),
    ...rolloutLayers(spec, region, `components.${component}`),
    ...groupsOf(spec, region).flatMap(({ name, spec: group }) =>
      layer(`group ${name}`, pointer('groups', name, 'components', component), group.components?.[component]),
    ),
    ...layer(`region ${region}`, pointer('regions', String(region), 'components', component), regionSpec?.components?.[component]),
  ];
}

/** The layers of the Station as a region sees it: station ← groups ← region. */
export function stationLayers(spec: FleetSpec, region: string): Layer[] {
  return [
    ...layer('station', pointer('station'), spec.station),
    ...groupsOf(spec, region).flatMap(({ name, spec: group }) => layer(`group ${name}`, pointer('groups', name, 'station'), group.station)),
    ...layer(`region ${region}`, pointer('regions', region, 'station'), spec.regions[region]?.station),
  ];
}

/** What groups may say of a region itself. */
const OF_CLUSTERS = ['versions', 'generator', 'clusterFacts'] as const;

/**
 * The layers of what a region says of itself, weakest first: the generator in rollouts ← groups ← region ← versions in rollouts. Schema defaults lie under
 * all. Versions are said of regions and nowhere else: a rollout changes what they say.
 */
export function regionLayers(spec: FleetSpec, region: string, provided: readonly Layer[] = []): Layer[] {
  const { components: _c, station: _s, agentOverrides: _a, ...own } = spec.regions[region] ?? {};
  return [
    ...provided,
    ...generatorLayers(spec, region),
    ...groupsOf(spec, region).flatMap(({ name, spec: group }) => {
      const set = OF_CLUSTERS.filter((key) => group[key] !== undefined).map((key) => [key, group[key]] as const);
      return set.length === 0 ? [] : layer(`group ${name}`, pointer('groups', name), Object.fromEntries(set));
    }),
    ...layer(`region ${region}`, pointer('regions', region), own),
    ...versionLayers(spec, region),
  ];
}

function layer(name: string, at: Pointer, value: Fields | undefined): Layer[] {
  return value === undefined ? [] : [{ name, at, value }];
}

const withoutPlacement = remembered((agent: Partial<AgentSpec>): Fields => {
  const { regions: _regions, chosenBy: _chosenBy, overrides: _overrides, owner: _owner, ...fields } = agent;
  return fields;
});

export function mergeLayers(layers: readonly Layer[]): unknown {
  return layers.reduce<unknown>((under, layer) => merge(under, layer.value), {});
}
