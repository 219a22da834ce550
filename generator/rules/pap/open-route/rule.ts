import { isAgents } from '../../../k8s/agent.ts';
import type { Cluster } from '../../../k8s/cluster.ts';
import { ROUTE_KINDS, claimsOf, share } from '../../../k8s/routes.ts';
import type { Claim } from '../../../k8s/routes.ts';
import { shown } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/**
 * Of two rules that match a request, Traefik takes the one with the higher priority, which anybody may write; and TCP is
 * asked before HTTP. So a rule that names no host may take the requests of every agent.
 */
export const rule: Rule<'cluster'> = {
  code: 'pap/open-route',
  severity: 'error',
  what: 'A route on an entry point of the agents takes requests for hosts that it does not name.',
  why: 'With a longer rule or a higher `priority` it takes the requests that are meant for agents, with what clients send to prove who they are.',
  fix: 'Name the hosts: `Host` or `HostSNI` with a literal name in every alternative of the rule. Or put the route on another entry point.',
  scope: 'cluster',
  order: 111,
  *run(cluster) {
    for (const kind of ROUTE_KINDS) {
      for (const route of cluster.subjects(kind)) {
        for (const claim of claimsOf(route)) {
          if (claim.open === undefined || !(isAgents(route) || meetsAgents(cluster, claim))) continue;
          yield {
            object: route,
            path: claim.at,
            message: `takes requests for any host on an entry point of the agents: ${shown(claim.open)} names none`,
            hint:
              claim.protocol === 'http'
                ? 'name the host in every alternative, as Host(`docs.example.net`) && PathPrefix(`/x`), or use another entry point'
                : 'name the host, as HostSNI(`docs.example.net`), or use another entry point',
          };
        }
      }
    }
  },
};

/** UDP has no hosts, and listens at the entry points it names alone. */
function meetsAgents(cluster: Cluster, { protocol, entryPoints }: Claim): boolean {
  const agents = cluster.derive('entry points of agents', '', entryPointsOfAgents);
  if (agents.length === 0 || (protocol === 'udp' && entryPoints === undefined)) return false;
  return share(entryPoints, agents);
}

function entryPointsOfAgents(cluster: Cluster): readonly string[] {
  const points = new Set<string>();
  for (const kind of ROUTE_KINDS) {
    for (const route of cluster.subjects(kind)) {
      if (!isAgents(route)) continue;
      for (const claim of claimsOf(route)) for (const point of claim.entryPoints ?? ['web', 'websecure']) points.add(point);
    }
  }
  return [...points].sort();
}
