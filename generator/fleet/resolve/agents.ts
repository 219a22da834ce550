import { memo } from '../../model/memo.ts';
import { ordered, sortedKeys } from '../../model/order.ts';
import type { Declared } from '../declared/declared.ts';
import { drainsAgents } from '../region.ts';
import type { Agent, Egress, FurtherContainer } from '../agent.ts';
import type { Workload } from '../region.ts';
import { formerName, presentName } from '../moved.ts';
import { fill } from '../schema/defaults.ts';
import { schemaAt } from '../schema/schemas.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import type { Fields, FleetSpec } from '../spec.ts';
import { groupsOf } from './groups.ts';
import { agentLayers, mergeLayers, rolloutLayers } from './layers.ts';

const agentSchema = schemaAt(['agents', '*', 'overrides', '*']) as SchemaNode;

/**
 * Agents that are the same in several regions are one value: 5,000 placements are mostly 50 agents, and everything
 * built from them is built once.
 */
export function agentResolver(spec: FleetSpec, pods: PodsOf): (agent: string, region: string) => Agent {
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
export function podsOf(declared: readonly Declared[], agents: string): PodsOf {
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
