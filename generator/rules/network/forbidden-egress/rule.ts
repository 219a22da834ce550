import { opens } from '../../../k8s/closed-addresses.ts';
import { concerns } from '../../../k8s/network.ts';
import { child, defineRule, fields, maps, shown, type Pointer } from '../../kit.ts';

const WORDS = {
  code: 'network/forbidden-egress',
  severity: 'error',
  what: 'Pods are let through to the node itself, to link-local addresses, to the metadata service of a cloud or to the API server.',
  why: 'There the credentials of the node are handed out, and the cluster is ruled: whoever takes over an agent would have both.',
  fix: 'Name the addresses that are really meant. What an agent needs from the cloud comes as a Secret.',
} as const;

const HINT = 'name the addresses that are meant; credentials for an agent come as a Secret';

/** What agents and the fleet name: shown where it stands. */
const named = defineRule('fleet', {
  ...WORDS,
  order: 215,
  *run({ regions }, where) {
    const said = new Set<Pointer>();
    for (const { name: region, clusterFacts, station, placements } of regions) {
      const all = [
        ...(['cidrs', 'gatewayCidrs'] as const).flatMap((key) =>
          station[key].map((cidr, i) => ({ at: child(where.station(region, key), i), what: `station.${key}`, cidr, ports: [] })),
        ),
        ...placements.flatMap(({ agent }) =>
          agent.egress.flatMap(({ cidr: own, cidrs, ports }, i) =>
            cidrs.map((cidr) => ({
              at: child(child(where.agent(agent.name, region, 'egress'), i), own === null ? 'host' : 'cidr'),
              what: `agent "${agent.name}"`,
              cidr,
              ports: ports.map((port) => ({ port })),
            })),
          ),
        ),
      ];
      for (const { at, what, cidr, ports } of all) {
        const found = opens({ cidr }, ports, clusterFacts);
        if (found === undefined || said.has(at)) continue;
        said.add(at);
        yield { path: at, message: `${what} opens ${cidr} in ${region}: ${found}`, hint: HINT };
      }
    }
  },
});

/** What people add by hand, or patch. */
const added = defineRule('cluster', {
  ...WORDS,
  *run(cluster) {
    const { facts } = cluster;
    if (!cluster.whole || facts === undefined) return;
    for (const policy of cluster.subjects('networking.k8s.io/NetworkPolicy')) {
      if (!concerns(policy, 'egress')) continue;
      for (const { item, at } of maps(fields(policy['spec'])['egress'], '/spec/egress')) {
        const ports = maps(item['ports'], '').map((port) => port.item);
        for (const { item: peer, at: peerAt } of maps(item['to'], `${at}/to`)) {
          const block = fields(peer['ipBlock']);
          const found = opens(block, ports, facts);
          if (found === undefined) continue;
          yield {
            object: policy,
            path: `${peerAt}/ipBlock/cidr`,
            message: `opens ${shown(String(block['cidr']))}: ${found}`,
            hint: `${HINT}; or take them out by "except"`,
          };
        }
      }
    }
  },
});

export const rule = [named, added] as const;
