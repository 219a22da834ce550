import { get } from '../model/data.ts';
import { remembered } from '../model/memo.ts';
import type { Cluster } from './cluster.ts';
import { routeHosts } from './hosts.ts';
import { maps, text } from './look.ts';
import type { KubeObject } from './object.ts';
import type { Pod } from './pod.ts';
import { envOf } from './scaling.ts';

/** Whether a pod is a PAP agent: PAP's own variables say so. */
export const isAgent = remembered((pod: Pod): boolean =>
  ['AGENT_UUID', 'PAP_CP_ENDPOINT', 'PAP_AGENT_ID'].some((name) => envOf(pod, name) !== undefined),
);

/** A name that PAP gives to an agent, or to all of a region: `research.us-east.a.plugged.in`. */
const AGENT_HOST = /^[^.]+\.[^.]+\.a\./;

export function isAgentHost(host: string): boolean {
  return AGENT_HOST.test(host);
}

/** Whether an object bears a label of PAP. */
export function isLabelled({ metadata }: KubeObject): boolean {
  return Object.keys(metadata.labels ?? {}).some((key) => key.startsWith('pap.plugged.in/'));
}

/** Whether an object is one agent's: only the fleet sets such labels. */
export function isAgents({ metadata }: KubeObject): boolean {
  return metadata.labels?.['pap.plugged.in/owner'] !== undefined;
}

/** The hosts that an object tells the pods it makes, each an agent's own. */
export function hostsToldBy(object: KubeObject | undefined): string[] {
  return maps(get(object, ['spec', 'template', 'spec', 'containers']), '')
    .flatMap(({ item }) => maps(item['env'], ''))
    .flatMap(({ item }) => (item['name'] === 'AGENT_DNS_NAME' ? (text(item['value']) ?? []) : []));
}

/** The hosts of the agents that run in a cluster, in lower case: PAP tells each its own, and their routes name further ones. */
export function hostsOfAgents(cluster: Cluster): ReadonlyMap<string, KubeObject> {
  return cluster.derive('hosts that agents are told', '', (all) => {
    const hosts = new Map<string, KubeObject>();
    for (const pod of all.pods) {
      const host = isAgents(pod.owner) ? envOf(pod, 'AGENT_DNS_NAME') : undefined;
      if (host !== undefined) hosts.set(host.toLowerCase(), pod.owner);
    }
    for (const route of all.subjects('traefik.io/IngressRoute').filter(isAgents))
      for (const host of routeHosts(route)) if (!hosts.has(host.toLowerCase())) hosts.set(host.toLowerCase(), route);
    return hosts;
  });
}

/** Whether the fleet itself makes an object. */
export function isFleets({ metadata }: KubeObject): boolean {
  return metadata.labels?.['app.kubernetes.io/managed-by'] === 'pap-fleet';
}
