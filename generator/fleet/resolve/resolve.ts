import { usualIngressHost } from '../region.ts';
import type { Authority, ComponentGrant, Fleet, Gitops, Grant, Hub, Placement, Station, Zone } from '../fleet.ts';
import type { ClusterFacts, Region, RegionState, Versions } from '../region.ts';
import { memo } from '../../model/memo.ts';
import { sortedKeys } from '../../model/order.ts';
import { pointer } from '../../model/pointer.ts';
import type { FleetSpec } from '../spec.ts';
import { fill } from '../schema/defaults.ts';
import type { ClassRow } from '../classes.ts';
import type { Declared } from '../declared/declared.ts';
import type { Freeze } from '../freezes/freeze.ts';
import type { Policy } from '../policies/policy.ts';
import { ownSettings, schemaAt } from '../schema/schemas.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import { agentResolver, podsOf } from './agents.ts';
import { agentsWithFullHosts, hostsIn, namesIn } from './hosts.ts';
import { isTerminated } from './of-agent.ts';
import { settingResolver } from './settings.ts';
import { hubsOf, regionHubs } from './hubs.ts';
import { providedLayers } from './provided.ts';
import { mergeLayers, regionLayers, stationLayers } from './layers.ts';
import { hostIn } from '../hosts.ts';
import { movesOf } from '../moved.ts';

/** A grant as it is written: of kinds, or of the power of a component. */
type WrittenGrant = Pick<Grant, 'scope' | 'reason'> &
  Partial<Pick<Grant, 'kinds' | 'namespaces' | 'regions'> & Pick<ComponentGrant, 'component' | 'rules'>>;

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
