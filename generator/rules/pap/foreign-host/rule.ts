import { isAgentHost, isAgents as isOwned } from '../../../k8s/agent.ts';
import { covers } from '../../../k8s/hosts.ts';
import { ROUTE_KINDS, claimsOf } from '../../../k8s/routes.ts';
import { defineRule, objectTitle, quoted, type Cluster, type KubeObject, type Pointer } from '../../kit.ts';

/** A host that a route claims, and the Services it leads to from there. */
interface Claim {
  readonly route: KubeObject;
  readonly host: string;
  readonly at: Pointer;
  readonly services: readonly string[];
}

export const rule = defineRule('cluster', {
  code: 'pap/foreign-host',
  severity: 'error',
  what: 'A route claims the host of an agent that it does not lead to.',
  why: 'Requests meant for the agent reach something else: of two rules for a host, the longer one wins.',
  fix: 'Give the route a host of its own, or let it lead to the Service of the agent, in its namespace.',
  order: 110,
  *run(cluster) {
    for (const claim of claimsIn(cluster)) {
      const agents = cluster.derive('hosts of agents', '', agentHosts);
      if (agents === undefined) return;
      const agent =
        agents.get(claim.host) ?? (claim.host.startsWith('*.') ? [...agents.values()].find(({ host }) => covers(claim.host, host)) : undefined);
      if (agent === undefined || belongs(claim, agent, cluster.whole)) continue;
      yield {
        object: claim.route,
        path: claim.at,
        message: `claims ${quoted(claim.host)}, the host of the agent that ${objectTitle(agent.route)} leads to`,
        hint: 'give it a host of its own; more paths of an agent lead to its own Service, in its namespace',
        related: [{ object: agent.route, path: agent.at, note: 'the route of the agent' }],
      };
    }
  },
});

/** Who claims the hosts of agents; undefined where none can have two. */
function agentHosts(cluster: Cluster): ReadonlyMap<string, Claim> | undefined {
  // Those of the fleet alone have hosts of their own: a check of the fleet sees to it.
  if (cluster.whole && routesIn(cluster).every(isOwned)) return undefined;
  const claims = claimsIn(cluster);
  const agents = new Map<string, Claim>();
  // What bears the mark of an agent is its own; of others, who came first.
  for (const claim of [...claims.filter(({ route }) => isOwned(route)), ...claims.filter(({ host }) => isAgentHost(host) && !host.startsWith('*'))])
    if (!agents.has(claim.host)) agents.set(claim.host, claim);
  return agents;
}

function routesIn(cluster: Cluster): readonly KubeObject[] {
  return cluster.subjects(...ROUTE_KINDS);
}

function claimsIn(cluster: Cluster): readonly Claim[] {
  return routesIn(cluster).flatMap((route) =>
    claimsOf(route).flatMap(({ hosts, at, services }) => hosts.map((host) => ({ route, host, at, services }))),
  );
}

/** @param whole whether all of the cluster is known, and so whose each route is */
function belongs(claim: Claim, agent: Claim, whole: boolean): boolean {
  const [own, other] = [agent.route.metadata, claim.route.metadata];
  // The same object twice is one of two alternatives, as documentation has them.
  if (claim.route === agent.route || objectTitle(claim.route) === objectTitle(agent.route)) return true;
  const name = own.labels?.['app.kubernetes.io/name'];
  if (own.namespace !== other.namespace || (isOwned(claim.route) && name !== other.labels?.['app.kubernetes.io/name'])) return false;
  // Anybody may write the name: where the fleet's own routes are known it is no sign.
  const isNamed = name !== undefined && other.labels?.['app.kubernetes.io/name'] === name && (!whole || isOwned(claim.route));
  return isNamed || claim.services.some((service) => agent.services.includes(service));
}
