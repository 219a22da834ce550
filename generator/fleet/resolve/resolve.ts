import { drainsAgents, usualIngressHost } from '../fleet.ts';
import type {
  Agent,
  Authority,
  ClusterFacts,
  ComponentGrant,
  Egress,
  Fleet,
  FurtherContainer,
  Gitops,
  Grant,
  Hub,
  Placement,
  Region,
  RegionState,
  Settings,
  Station,
  Versions,
  Workload,
  Zone,
} from '../fleet.ts';
import { memo } from '../../model/memo.ts';
import { byCodeUnit, ordered, sortedKeys } from '../../model/order.ts';
import { pointer } from '../../model/pointer.ts';
import type { Fields, FleetSpec } from '../spec.ts';
import { targetOf } from '../target.ts';
import { rolloutsIn } from '../rollouts/waves.ts';
import { fill } from '../schema/defaults.ts';
import type { ClassRow } from '../classes.ts';
import type { Declared } from '../declared/declared.ts';
import type { Freeze } from '../freezes/freeze.ts';
import type { Policy } from '../policies/policy.ts';
import { ownSettings, schemaAt, settingsSchemas } from '../schema/schemas.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import { groupsOf } from './groups.ts';
import { hubsOf, regionHubs } from './hubs.ts';
import { providedLayers } from './provided.ts';
import { agentLayers, regionLayers, rolloutLayers, settingLayers, stationLayers } from './layers.ts';
import type { Layer } from './layers.ts';
import { merge } from './merge.ts';
import { hostIn, isFull } from '../hosts.ts';
import { formerName, movesOf, presentName } from '../moved.ts';

/** A grant as it is written: of kinds, or of the power of a component. */
type WrittenGrant = Pick<Grant, 'scope' | 'reason'> &
  Partial<Pick<Grant, 'kinds' | 'namespaces' | 'regions'> & Pick<ComponentGrant, 'component' | 'rules'>>;

const agentSchema = schemaAt(['agents', '*', 'overrides', '*']) as SchemaNode;
const regionSchema = schemaAt(['regions', '*']) as SchemaNode;
const stationSchema = schemaAt(['station']) as SchemaNode;

/** The names of the components that every fleet has, as the schema has them. */
export const componentNames: readonly string[] = Object.keys(ownSettings);

/**
 * Merge every layer and fill in every default. The spec has passed the schema and the checks of its relations.
 * @param declared components that the fleet brings
 * @param classes what it says of changes of kinds that it brings
 * @param policies rules of its own
 * @param freezes regions that stay as they are for a time
 */
export function resolve(
  spec: FleetSpec,
  declared: readonly Declared[] = [],
  classes: readonly ClassRow[] = [],
  policies: readonly Policy[] = [],
  freezes: readonly Freeze[] = [],
): Fleet {
  const whole = fill(schemaAt([]) as SchemaNode, { ...spec, regions: {}, groups: {}, agents: {} }) as {
    name: string;
    namespace: string;
    gitops: Omit<Gitops, 'hubs'> & { argocd: Hub['argocd'] };
    gate: Fleet['gate'];
    externals: Fleet['externals'];
    grants: readonly WrittenGrant[];
    waivers: Fleet['waivers'];
    treatAsErrors: Fleet['treatAsErrors'];
    zone: Omit<Zone, 'caa'> & { parent?: string; hostmaster?: string; caa: readonly (string | Authority)[] };
  };
  const parent = whole.zone.parent ?? whole.zone.name.split('.').slice(1).join('.');
  const primary = whole.zone.nameservers[0];
  const zone: Zone = {
    ...whole.zone,
    parent,
    caa: whole.zone.caa.map((entry) => (typeof entry === 'string' ? { issuer: entry, accounturi: null, validationmethods: [] } : entry)),
    hostmaster: whole.zone.hostmaster ?? `hostmaster@${parent}`,
    rfc2136: { ...(primary === undefined ? {} : { host: primary }), ...whole.zone.rfc2136 },
  };
  const { argocd, ...gitops } = whole.gitops;
  const hubs = hubsOf(spec, argocd);
  const hubOf = regionHubs(spec, hubs);
  const agents = agentResolver(spec, podsOf(declared, whole.namespace));
  const settings = settingResolver(spec, declared);
  const placed = agentsByRegion(spec);
  const named = agentsWithFullHosts(spec);
  const regions = sortedKeys(spec.regions).map((name): Region => {
    const components = settings(name);
    const own = fill(regionSchema, mergeLayers(regionLayers(spec, name, providedLayers(declared, components)))) as {
      cluster?: string;
      ingressHost?: string;
      ingressAddresses: string[];
      state: RegionState;
      generator?: string;
      versions: Versions;
      clusterFacts: ClusterFacts;
    };
    const placements = (placed.get(name) ?? []).map((agent): Placement => {
      const resolved = agents(agent, name);
      return { agent: resolved, host: hostIn(resolved.host, name, zone.name), at: pointer('agents', agent) };
    });
    return {
      name,
      cluster: own.cluster ?? name,
      ...hubOf(name),
      ingressHost: own.ingressHost ?? usualIngressHost(name, parent),
      ingressAddresses: own.ingressAddresses,
      state: own.state,
      generator: own.generator ?? null,
      versions: own.versions,
      clusterFacts: own.clusterFacts,
      station: fill(stationSchema, mergeLayers(stationLayers(spec, name))) as Station,
      components,
      placements,
      names: namesIn(spec, name, named),
      hosts: () => hostsIn(spec, name).map((host) => hostIn(host, name, zone.name)),
      at: pointer('regions', name),
    };
  });
  const { name, namespace, gate, externals, waivers, treatAsErrors } = whole;
  const granted = whole.grants.map((grant, i) => ({
    ...grant,
    regions: grant.regions ?? regions.map((region) => region.name),
    at: pointer('grants', i),
  }));
  const grants = granted.flatMap(({ kinds, scope, namespaces, regions: where, reason, at }): Grant[] =>
    kinds === undefined ? [] : [{ kinds, scope, namespaces: namespaces ?? (scope === 'cluster' ? [] : [namespace]), regions: where, reason, at }],
  );
  const componentGrants = granted.flatMap(({ component, rules, regions: where, reason, at }): ComponentGrant[] =>
    component === undefined || rules === undefined ? [] : [{ component, rules, regions: where, reason, at }],
  );
  const teams = sortedKeys(spec.agents ?? {}).flatMap((agent): [string, string][] => {
    const team = spec.agents?.[agent]?.owner?.team;
    return team === undefined ? [] : [[agent, team]];
  });
  return {
    name,
    namespace,
    gitops: { ...gitops, hubs },
    zone,
    gate,
    externals,
    grants,
    componentGrants,
    waivers,
    moved: movesOf(spec),
    treatAsErrors,
    regions,
    declared,
    classes,
    policies,
    freezes,
    teams: new Map(teams),
  };
}

/** The agents of each region, sorted. One walk over all placements: looking every agent through for every region grows with the square. */
function agentsByRegion(spec: FleetSpec): ReadonlyMap<string, readonly string[]> {
  const placed = new Map<string, string[]>();
  for (const agent of sortedKeys(spec.agents ?? {})) {
    for (const region of spec.agents?.[agent]?.regions ?? []) {
      if (!isTerminated(spec, agent, region)) memo(placed, region, () => [] as string[]).push(agent);
    }
  }
  return placed;
}

/** First labels of the hosts of all agents, as far as they are placed in a region or would be: sorted, each once. */
function hostsIn(spec: FleetSpec, region: string): string[] {
  const hosts = Object.entries(spec.agents ?? {}).flatMap(([name, own]) => [
    ofAgent(spec, name, region, 'host') ?? own.host ?? name,
    ...hostKeys(spec, name, region).filter((key) => !isFull(key)),
  ]);
  // Below an old host something may be left as well.
  return [...new Set([...hosts, ...movesOf(spec).map(({ from }) => from)])].sort(byCodeUnit);
}

/** Keys of the further hosts of an agent in a region, also of those that a layer takes away. */
function hostKeys(spec: FleetSpec, agent: string, region: string): string[] {
  const own = spec.agents?.[agent];
  const layers: (Fields | undefined)[] = [
    own,
    ...rolloutLayers(spec, region, `agents.${agent}`).map(({ value }) => value),
    own?.overrides?.[region],
    ...groupsOf(spec, region).map(({ spec: group }) => group.agents?.[agent]),
  ];
  return layers.flatMap((layer) => Object.keys(layer?.['hosts'] ?? {}));
}

/** Hosts outside of a region's part of the zone that the config names for it, also of what has been taken away: its records have to be deleted. */
function namesIn(spec: FleetSpec, region: string, named: readonly string[]): string[] {
  const here = named.filter((agent) => spec.agents?.[agent]?.regions?.includes(region) === true);
  return [...new Set(here.flatMap((agent) => hostKeys(spec, agent, region)).filter(isFull))].sort(byCodeUnit);
}

/** Agents of which any layer of any region names such a host: most fleets have none, and looking all agents through for every region grows with the square. */
function agentsWithFullHosts({ agents = {}, groups = {}, rollouts = [] }: FleetSpec): string[] {
  return Object.keys(agents).filter((agent) => {
    const layers: (Fields | undefined)[] = [
      agents[agent],
      ...Object.values(agents[agent]?.overrides ?? {}),
      ...Object.values(groups).map((group) => group.agents?.[agent]),
      ...rollouts.map(({ set }) => set[`agents.${agent}`]),
    ];
    return layers.some((layer) => Object.keys(layer?.['hosts'] ?? {}).some(isFull));
  });
}

/** Whether an agent has been taken away, everywhere or in one region. */
export function isTerminated(spec: FleetSpec, agent: string, region: string): boolean {
  return (ofAgent(spec, agent, region, 'state') ?? spec.agents?.[agent]?.['state']) === 'terminated';
}

/** What a region or one of its groups says of one agent: fields that only stand where one agent is meant. */
function ofAgent(spec: FleetSpec, agent: string, region: string, key: 'host' | 'state'): string | undefined {
  return (
    spec.agents?.[agent]?.overrides?.[region]?.[key] ??
    groupsOf(spec, region).find(({ spec: group }) => group.agents?.[agent]?.[key] !== undefined)?.spec.agents?.[agent]?.[key]
  );
}

export function mergeLayers(layers: readonly Layer[]): unknown {
  return layers.reduce<unknown>((under, layer) => merge(under, layer.value), {});
}

/**
 * Agents that are the same in several regions are one value: 5,000 placements are mostly 50 agents, and everything
 * built from them is built once.
 */
function agentResolver(spec: FleetSpec, pods: PodsOf): (agent: string, region: string) => Agent {
  const known = new Map<string, Agent>();
  return (agent, region) => {
    const special = [
      ...rolloutLayers(spec, region, `agents.${agent}`).map(({ value }) => value),
      ...groupsOf(spec, region).flatMap(({ spec: group }) => [group.agentOverrides, group.agents?.[agent]]),
      spec.regions[region]?.agentOverrides,
      spec.agents?.[agent]?.overrides?.[region],
      drainsAgents(spec.regions[region]?.state) || undefined,
    ];
    if (special.every((fields) => fields === undefined)) return memo(known, agent, () => resolveAgent(spec, agent, undefined, pods));
    return memo(known, `${agent} ${JSON.stringify(special)}`, () => resolveAgent(spec, agent, region, pods));
  };
}

/** The keys of an agent in a region, with every default. */
export function mergedAgent(spec: FleetSpec, name: string, region: string | undefined): Fields {
  return fill(agentSchema, mergeLayers(agentLayers(spec, name, region))) as Fields;
}

/** One agent as it is in a region, or as it is where no region changes it. */
function resolveAgent(spec: FleetSpec, name: string, region: string | undefined, pods: PodsOf): Agent {
  const merged = mergedAgent(spec, name, region) as unknown as MergedAgent;
  const former = formerName(spec, name)?.from;
  const [owner, version] = [merged.ref.slice(0, merged.ref.indexOf('/')), merged.ref.slice(merged.ref.indexOf('@') + 1)];
  return {
    ...merged,
    ...Object.fromEntries(FREE_MAPS.map((key) => [key, present<unknown>(merged[key])])),
    hosts: Object.fromEntries(Object.entries(present(merged.hosts)).map(([host, { paths }]) => [host, { paths: present(paths) }])),
    formerHost: former !== undefined && Object.hasOwn(present(merged.hosts), former) ? former : null,
    egress: merged.egress.map((each) => ({
      ...each,
      agent: each.agent === null ? null : presentName(spec, each.agent),
      cidrs: each.cidr === null ? addressesOf(spec, each.host) : [each.cidr],
      pods: pods(each),
    })),
    initContainers: merged.initContainers.map(withoutNulls),
    sidecars: merged.sidecars.map(withoutNulls),
    affinity: merged.affinity === null ? null : ordered(present(merged.affinity)),
    name,
    owner,
    answerable: spec.agents?.[name]?.owner ?? null,
    version,
    host: merged.host ?? name,
  };
}

/** Maps by names that people choose: `null` takes away what a lower layer set. */
const FREE_MAPS = ['env', 'nodeSelector', 'labels', 'annotations', 'volumes', 'extraPorts', 'paths'] as const;

type PodsOf = (egress: Pick<Egress, 'component' | 'labels'>) => readonly Workload[];

/** Pods of components that the fleet brings. In the agents' namespace there are those of others as well. */
function podsOf(declared: readonly Declared[], agents: string): PodsOf {
  return ({ component, labels }) => {
    const { namespaces = [] } = declared.find(({ name }) => name === component) ?? {};
    const some = Object.keys(labels).length > 0;
    return namespaces.filter((namespace) => some || namespace !== agents).map((namespace) => ({ namespace, labels }));
  };
}

/** Networks of a host that `externals` declares for every region. */
function addressesOf(spec: FleetSpec, host: string | null): readonly string[] {
  const declared = spec.externals?.filter(({ kind, name, region }) => kind === 'Host' && name === host && region === undefined) ?? [];
  return declared.flatMap(({ addresses = [] }) => addresses);
}

function withoutNulls<C extends FurtherContainer>(container: C): C {
  return { ...container, env: present(container.env) };
}

type MergedAgent = Omit<Agent, 'name' | 'owner' | 'version'>;

function present<T>(map: Readonly<Record<string, T | null>>): Record<string, T> {
  return Object.fromEntries(sortedKeys(map).flatMap((key) => (map[key] === null ? [] : [[key, map[key] as T] as const])));
}

/** The schema of a component's settings. One that the fleet brings runs where it is named, and nowhere else. */
export function settingsSchemaOf(schemas: Readonly<Record<string, SchemaNode>>, component: string, layers: readonly Layer[]): SchemaNode {
  const schema = schemas[component] as SchemaNode;
  if (layers.length > 0 || component in ownSettings) return schema;
  const { enabled, ...properties } = schema.properties as Record<string, SchemaNode>;
  return { ...schema, properties: { enabled: { ...enabled, default: false }, ...properties } };
}

/** What rollouts set of components in a region. */
function rolloutSettings(spec: FleetSpec, region: string): Fields[] {
  return rolloutsIn(spec, region)
    .filter(({ reached }) => reached)
    .map(({ rollout }) =>
      Object.fromEntries(
        Object.entries(rollout.set).flatMap(([key, value]) => {
          const [section, name] = targetOf(key);
          return section === 'components' && name !== undefined ? [[name, value]] : [];
        }),
      ),
    );
}

/** The settings of every component in a region, defaults filled in. */
export function settingResolver(spec: FleetSpec, declared: readonly Declared[]): (region: string) => Readonly<Record<string, Settings>> {
  const schemas = settingsSchemas(declared);
  const one = (component: string, region: string | undefined): Settings => {
    const layers = settingLayers(spec, component, region);
    return fill(settingsSchemaOf(schemas, component, layers), mergeLayers(layers)) as Settings;
  };
  const plain = Object.fromEntries(Object.keys(schemas).map((component) => [component, one(component, undefined)]));
  return (region) => {
    const groups = groupsOf(spec, region).map(({ spec: group }) => group.components);
    const own = [...rolloutSettings(spec, region), ...groups, spec.regions[region]?.components].filter((settings) => settings !== undefined);
    if (own.length === 0) return plain;
    return {
      ...plain,
      ...Object.fromEntries(own.flatMap((settings) => Object.keys(settings)).map((component) => [component, one(component, region)])),
    };
  };
}
