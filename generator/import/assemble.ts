import { fill } from '../fleet/schema/defaults.ts';
import { usualIngressHost } from '../fleet/region.ts';
import { schemaAt } from '../fleet/schema/schemas.ts';
import type { SchemaNode } from '../fleet/schema/schemas.ts';
import { fields } from '../k8s/look.ts';
import { equal, isMap } from '../model/data.ts';
import { byCodeUnit } from '../model/order.ts';
import { merge } from '../fleet/resolve/merge.ts';
import { agentsIn, takeCompanions } from './agent.ts';
import type { AgentSeen } from './agent.ts';
import type { Told, View } from './brought.ts';
import type { FleetFacts } from './facts.ts';
import { layered, withoutDefaults } from './layers.ts';
import type { Values } from './layers.ts';
import { withRegion } from './names.ts';
import { present, some } from './pod.ts';
import { reachOf } from './policies.ts';
import { routesOf } from './routes.ts';
import { certsSeen } from './settings/certs.ts';
import { clusterSeen } from './settings/cluster.ts';
import type { Context } from './settings/context.ts';
import { dnsSeen } from './settings/dns.ts';
import { ingressSeen } from './settings/ingress.ts';
import { monitoringSeen } from './settings/monitoring.ts';
import { versionsSeen } from './versions.ts';
import { agentsSeen, backupSeen, secretsSeen } from './settings/others.ts';

/** What `config/` is to say: the fleet without its agents, and each agent. */
export interface Config {
  readonly fleet: Values;
  readonly agents: ReadonlyMap<string, Values>;
}

/** Maps by names that people choose: a key that is absent there is taken away. */
const FREE = new Set(['env', 'nodeSelector', 'labels', 'annotations', 'volumes', 'extraPorts', 'paths', 'hosts']);

interface RegionSeen {
  readonly agents: readonly AgentSeen[];
  readonly components: Values;
  readonly region: Values;
  readonly station: Values;
  readonly zone: Values;
}

/** Put together what all regions say. @param own namespaces of components of its own → their names */
export function assemble(views: readonly View[], facts: FleetFacts, told: Told, own: ReadonlyMap<string, string>): Config {
  const seen = new Map(views.map((view) => [view.region, regionSeen(view, facts, told, own)]));
  const components = layered(new Map([...seen].map(([region, { components: own }]) => [region, own])));
  const stations = layered(new Map([...seen].map(([region, { station }]) => [region, station])));
  const zones = layered(new Map([...seen].map(([region, { zone }]) => [region, zone])));
  for (const [region] of zones.own)
    told.guessed(`zone in ${region}`, 'its name server or TTL are others than in most regions, and a fleet has one zone');
  const parent = facts.zone.split('.').slice(1).join('.');
  const regions = [...seen].map(([region, { region: own }]) => {
    const { ingressHost, versions, ...rest } = own;
    return [
      region,
      present({
        cluster: facts.clusters.get(region) ?? region,
        ingressHost: ingressHost === usualIngressHost(region, parent) ? undefined : ingressHost,
        // Said, be it what is usual: with another release of the generator something else may be.
        versions,
        ...sparse(['regions', '*'], rest),
        station: some(stations.own.get(region) ?? {}),
        components: some(components.own.get(region) ?? {}),
      }),
    ];
  });
  const fleet = present({
    apiVersion: 'fleet.plugged.in/v1alpha1',
    kind: 'Fleet',
    name: facts.name,
    namespace: facts.namespace === 'agents' ? undefined : facts.namespace,
    gitops: { repoURL: facts.gitops['repoURL'], ...sparse(['gitops'], facts.gitops) },
    station: some(sparse(['station'], stations.base)),
    zone: zoneOf(facts.zone, zones.base, told),
    components: some(componentsBase(components.base)),
    regions: Object.fromEntries(regions),
  });
  return { fleet, agents: agentsOf([...seen.values()].flatMap(({ agents }) => agents)) };
}

/** The zone; no object of a cluster names its name servers, but for the one that updates go to. */
function zoneOf(name: string, seen: Values, told: Told): Values {
  const { host, ...rfc2136 } = (seen['rfc2136'] ?? {}) as Values;
  if (typeof host === 'string')
    told.guessed(
      `zone.nameservers: [${host}]`,
      'the server that updates go to is one; the others, hostmaster and caa are in no object: they are in out/dns, for its operator',
    );
  return { name, ...(host === undefined ? {} : { nameservers: [host] }), ...sparse(['zone'], { ...seen, rfc2136 }) };
}

/** Without what is so anyway. */
function sparse(path: readonly string[], values: Values): Values {
  return withoutDefaults(schemaAt(path) as SchemaNode, values);
}

/** That a component is off is said, and nothing else of it. */
function componentsBase(base: Values): Values {
  return Object.fromEntries(
    Object.entries(base).flatMap(([name, settings]) => {
      const own = settings as Values;
      // That tags are enough is said, or it would be asked.
      const images = name === 'cluster' && own['images'] !== undefined ? { images: own['images'] } : {};
      const kept = own['enabled'] === false ? { enabled: false } : { ...sparse(['components', name], own), ...images };
      return Object.keys(kept).length === 0 ? [] : [[name, kept]];
    }),
  );
}

function regionSeen(view: View, facts: FleetFacts, told: Told, own: ReadonlyMap<string, string>): RegionSeen {
  const { namespace, zone } = facts;
  const agents = agentsIn(view, namespace, told);
  for (const agent of agents) takeCompanions(view, agent, told);
  const routes = routesOf(view, agents, zone, told);
  const reach = reachOf(view, agents, { namespace, own }, told);
  const context: Context = { view, agents, namespace, zone, told };
  const [dns, certs, cluster, backup, secrets] = [
    dnsSeen(context),
    certsSeen(context),
    clusterSeen(context),
    backupSeen(context),
    secretsSeen(context),
  ];
  const station: Values = { ...stationTold(view, agents), ...reach.station };
  const hasPolicies = keepsPolicies(view, agents, station, told);
  const versions = versionsSeen(view, cluster.kubernetes, dns.version);
  return {
    agents: agents.map((agent) => ({
      ...agent,
      values: { ...agent.values, ...routes.get(agent.name), egress: reach.egress.get(agent.name) ?? [] },
    })),
    components: {
      cluster: cluster.settings,
      agents: agentsSeen(context),
      secrets: secrets.settings,
      dns: dns.settings,
      certs: certs.settings,
      ingress: ingressSeen(context),
      policies: { enabled: hasPolicies },
      monitoring: monitoringSeen(context),
      backup: backup.settings,
    },
    region: present({
      ...dns.region,
      versions: some(versions),
      clusterFacts: some(merge(merge(reach.clusterFacts, backup.facts), secrets.facts) as Values),
    }),
    station,
    zone: merge(certs.zone, dns.zone) as Values,
  };
}

/** Whether the fleet's own policies can take the place of those that are there: they let agents reach their Station by its addresses. */
function keepsPolicies(view: View, agents: readonly AgentSeen[], station: Values, told: Told): boolean {
  const policies = view.of('networking.k8s.io/NetworkPolicy').filter((policy) => told.taken.has(policy));
  if (policies.length === 0) return false;
  const needs = (key: string, mode: string): boolean => station[key] === undefined && agents.some(({ values }) => values['mode'] !== mode);
  const lacking = [...(needs('cidrs', 'hooks') ? ['station.cidrs'] : []), ...(needs('gatewayCidrs', 'cp') ? ['station.gatewayCidrs'] : [])];
  if (lacking.length === 0) return true;
  for (const policy of policies) told.taken.delete(policy);
  told.guessed(
    `components.policies in ${view.region}: { enabled: false }`,
    `no NetworkPolicy names ${lacking.join(' and ')}, without which the fleet's own would cut agents off: add the addresses, and take this away`,
    policies[0],
  );
  return false;
}

/** The Station as the first agent that knows it is told. */
function stationTold(view: View, agents: readonly AgentSeen[]): Values {
  const facts = view.of('ConfigMap').find(({ object }) => object.metadata.name.endsWith('-region') && 'station' in fields(object['data']));
  const first = (name: string): string | undefined =>
    agents.map(({ told, region }) => told[name] && withRegion(told[name], region)).find((each) => each !== undefined && each !== '');
  return present({
    id: first('PAP_STATION_ID') ?? fields(facts?.object['data'])['station'],
    controlPlane: first('PAP_CP_ENDPOINT'),
    hooksGateway: first('PAP_HOOKS_ENDPOINT'),
  });
}

/** Each agent once: what its regions have in common, and what differs. */
function agentsOf(all: readonly AgentSeen[]): Map<string, Values> {
  const names = [...new Set(all.map(({ name }) => name))].sort(byCodeUnit);
  return new Map(
    names.map((name) => [
      name,
      agentOf(
        name,
        all.filter((agent) => agent.name === name),
      ),
    ]),
  );
}

const FIRST = ['ref', 'image', 'owner', 'regions'];

function agentOf(name: string, places: readonly AgentSeen[]): Values {
  const tiered = withTiers(places);
  const { base, own } = layered(new Map(tiered.map(({ region, values }) => [region, values])), FREE);
  const { host, ...rest } = base;
  const kept = sparse(['agents', '*'], rest);
  const owner = places.map((place) => place.owner).find((each) => each !== undefined);
  const values = present({
    ...kept,
    ref: base['ref'],
    image: base['image'],
    host: host === name ? undefined : host,
    owner,
    regions: places.map(({ region }) => region),
    overrides: some(Object.fromEntries(own)),
  });
  const order = [...FIRST.filter((key) => key in values), ...Object.keys(values).filter((key) => !FIRST.includes(key) && key !== 'overrides')];
  return Object.fromEntries([...order, ...('overrides' in values ? ['overrides'] : [])].map((key) => [key, values[key]]));
}

/** With the name of a tier in place of resources, where every region has those of one. */
function withTiers(places: readonly AgentSeen[]): readonly { readonly region: string; readonly values: Values }[] {
  const tiers = fill(schemaAt(['tiers']) as SchemaNode, undefined) as Readonly<Record<string, { readonly resources: unknown }>>;
  const resources = schemaAt(['agentDefaults', 'resources']) as SchemaNode;
  const named = places.map(({ values }) =>
    Object.keys(tiers).find((tier) => isMap(values['resources']) && equal(fill(resources, tiers[tier]?.resources), values['resources'])),
  );
  if (named.some((tier) => tier === undefined)) return places;
  return places.map(({ region, values: { resources: _, ...values } }, i) => ({ region, values: { ...values, tier: named[i] } }));
}
