import { hostsOfAgents, isAgents, isFleets } from '../../../k8s/agent.ts';
import { namesOf } from '../../../k8s/acme.ts';
import type { Cluster } from '../../../k8s/cluster.ts';
import { covers, isWithin } from '../../../k8s/hosts.ts';
import { fields, maps, texts } from '../../../k8s/look.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** A certificate for the host of an agent, with its key, is as good as the agent. */
export const rule: Rule<'cluster'> = {
  code: 'pap/foreign-certificate',
  severity: 'error',
  what: 'A Certificate is for the host of an agent that it does not belong to, or for names of another region.',
  why: 'Whoever reads its Secret can answer clients as the agent; with a certificate of the private CA the Station takes it for the agent.',
  fix: 'Leave the hosts of agents to the certificates that the fleet makes; use names of the region that are no host of an agent.',
  scope: 'cluster',
  order: 115,
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      if (isFleets(certificate) && !isAgents(certificate)) continue;
      for (const { name, at } of namesOf(certificate)) {
        const whose = owner(cluster, certificate, name);
        if (whose === undefined) continue;
        yield {
          object: certificate,
          path: at,
          message: `is for ${quoted(name)}, ${whose}`,
          hint: 'use names of the region that are no host of an agent',
        };
      }
    }
  },
};

function owner(cluster: Cluster, certificate: KubeObject, name: string): string | undefined {
  const hosts = hostsOfAgents(cluster);
  const own = isAgents(certificate) ? certificate.metadata.labels?.['app.kubernetes.io/name'] : undefined;
  for (const [host, agent] of hosts) {
    const agentName = agent.metadata.labels?.['app.kubernetes.io/name'];
    if (name === host ? agentName !== own : covers(name, host))
      return `${name === host ? '' : 'which covers '}the host of the agent ${quoted(agentName ?? '')}`;
  }
  // What a host of the fleet may be is judged where people name it.
  if (own !== undefined && [...hosts].some(([host, agent]) => host === name && agent.metadata.labels?.['app.kubernetes.io/name'] === own))
    return undefined;
  const zones = cluster.derive('zones of the region', '', zonesOfRegion);
  if (zones.length === 0 || zones.some((zone) => isWithin(name, zone))) return undefined;
  const elsewhere = zones.some((zone) => isHostBelow(name, zone.slice(zone.indexOf('.') + 1)));
  return elsewhere ? `which is no name of this region, ${zones.join(', ')}` : undefined;
}

/** Hosts of agents have two labels below the zone of the fleet; what has one is no agent's. */
function isHostBelow(name: string, zone: string): boolean {
  return name.endsWith(`.${zone}`) && name.slice(0, -zone.length - 1).includes('.');
}

/** The region's part of the zone: for that its issuers prove names. */
function zonesOfRegion(cluster: Cluster): readonly string[] {
  const zones = cluster
    .subjects('cert-manager.io/ClusterIssuer')
    .filter(isFleets)
    .flatMap((issuer) => {
      const solvers = maps(fields(fields(issuer['spec'])['acme'])['solvers'], '');
      return solvers.flatMap(({ item }) => texts(fields(item['selector'])['dnsZones']));
    });
  return [...new Set(zones.map((zone) => zone.toLowerCase()))].sort();
}
