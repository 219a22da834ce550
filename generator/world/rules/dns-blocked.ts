import { objectTitle } from '../../kube/object.ts';
import type { Cluster } from '../cluster.ts';
import { fields } from '../look.ts';
import { allowsPort, allowsWorkload, isolation } from '../network.ts';
import type { Allowance } from '../network.ts';
import type { WorldRule } from '../rule.ts';

/** A pod that may send something, and may not ask for names, reaches nobody. Long answers come by TCP, the rest by UDP. */
export const dnsBlocked: WorldRule = {
  code: 'network/dns-blocked',
  *run(cluster) {
    const port = cluster.facts?.dns.port ?? 53;
    const said = new Set<string>();
    for (const pod of cluster.pods) {
      const isolated = isolation(cluster, pod, 'egress');
      // Of a part of a cluster that only denies, the part that allows is elsewhere.
      if (isolated === undefined || (isolated.allowances.length === 0 && !cluster.whole)) continue;
      const missing = ['UDP', 'TCP'].filter((protocol) => !isolated.allowances.some((rule) => allowsDns(cluster, rule, port, protocol)));
      if (missing.length === 0) continue;
      const meant = isolated.allowances.find(({ ports }) => ports.some((item) => item['port'] === port));
      const [object, path] = meant === undefined ? [isolated.policies[0], '/spec'] : [meant.policy, meant.at];
      const key = `${objectTitle(object as (typeof isolated.policies)[number])} ${path}`;
      if (said.has(key)) continue;
      said.add(key);
      const ownPods = meant?.peers?.every(({ namespaceSelector, ipBlock }) => namespaceSelector === undefined && ipBlock === undefined) === true;
      yield {
        object: object as (typeof isolated.policies)[number],
        path,
        message: `lets ${objectTitle(pod.owner)} ask no DNS server by ${missing.join(' and ')}${ownPods ? ': without a namespaceSelector only pods of its own namespace are meant' : ''}`,
        hint: `allow port ${port} by UDP and TCP to the pods of the cluster's DNS, such as k8s-app: kube-dns in kube-system`,
        related: [{ object: pod.owner, path: pod.at === '' ? '/metadata' : pod.at, note: 'the pods that are held back' }],
      };
    }
  },
};

function allowsDns(cluster: Cluster, rule: Allowance, port: number, protocol: string): boolean {
  if (!allowsPort(rule, port, protocol)) return false;
  const { peers, ports, policy } = rule;
  if (peers === undefined) return true;
  if (cluster.facts !== undefined) return allowsWorkload(cluster, rule, cluster.facts.dns);
  // Who names the port means DNS; a rule for all ports counts only if it reaches the cluster's own systems.
  return peers.some(({ namespaceSelector, ipBlock }) => {
    if (ipBlock !== undefined) return ports.length > 0 || String(fields(ipBlock)['cidr']).endsWith('/0');
    if (namespaceSelector === undefined) return policy.metadata.namespace === 'kube-system';
    return ports.length > 0 || Object.keys(fields(namespaceSelector)).length === 0 || JSON.stringify(namespaceSelector).includes('kube-system');
  });
}
