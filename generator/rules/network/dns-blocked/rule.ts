import { mayHoldPods } from '../../../k8s/ip-block.ts';
import { allowances, allowsPort, allowsWorkload, isolation, mainPolicy, type Allowance } from '../../../k8s/network.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { defineRule, fields, objectTitle, sameNamespace, type Cluster } from '../../kit.ts';

/** Names of the ports that pods of CoreDNS have, by protocol. */
const NAMES: Readonly<Record<string, string>> = { UDP: 'dns', TCP: 'dns-tcp' };
/** Where the DNS of clusters listens: 5353 is that of OpenShift. */
const USUAL = [53, 5353];

/** A pod that may send something, and may not ask for names, reaches nobody. Long answers come by TCP, the rest by UDP. */
export const rule = defineRule('cluster', {
  code: 'network/dns-blocked',
  severity: 'warning',
  inFleets: 'error',
  what: 'A NetworkPolicy keeps pods from the DNS of the cluster.',
  why: 'They can resolve no name and reach nobody; over TCP alone most resolvers give up.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  fix: 'Allow port 53 by UDP and TCP to the pods of the DNS service.',
  order: 10,
  *run(cluster) {
    const said = new Set<string>();
    for (const pod of cluster.pods) {
      const numbers = cluster.facts === undefined ? USUAL : [cluster.facts.dns.port];
      const isolated = isolation(cluster, pod, 'egress');
      // Of a part of a cluster that only denies, the part that allows is elsewhere.
      if (isolated === undefined || (isolated.allowances.length === 0 && !cluster.whole)) continue;
      const missing = ['UDP', 'TCP'].filter((protocol) => !isolated.allowances.some((rule) => allowsDns(cluster, rule, numbers, protocol)));
      if (missing.length === 0) continue;
      const meant = isolated.allowances.find((rule) => meansDns(rule, numbers));
      if (meant === undefined && !cluster.whole && !isNamedNear(cluster, pod, numbers)) continue;
      const [object, path] = meant === undefined ? [mainPolicy(isolated), '/spec'] : [meant.policy, meant.at];
      const key = `${objectTitle(object)} ${path}`;
      if (said.has(key)) continue;
      said.add(key);
      const ownPods = meant?.peers?.every(({ namespaceSelector, ipBlock }) => namespaceSelector === undefined && ipBlock === undefined) === true;
      yield {
        object,
        path,
        message: `lets ${objectTitle(pod.owner)} ask no DNS server by ${missing.join(' and ')}${ownPods ? ': without a namespaceSelector only pods of its own namespace are meant' : ''}`,
        hint: `allow port ${numbers[0]} by UDP and TCP to the pods of the cluster's DNS, such as k8s-app: kube-dns in kube-system`,
        related: [{ object: pod.owner, path: pod.at === '' ? '/metadata' : pod.at, note: 'the pods that are held back' }],
      };
    }
  },
});

function meansDns({ ports }: Allowance, numbers: readonly number[]): boolean {
  return ports.some(({ port }) => numbers.some((number) => number === port) || Object.values(NAMES).some((name) => name === port));
}

/**
 * Whether policies of the namespace speak of DNS. Of a part of a cluster in which none does, it is the matter of a policy
 * that is elsewhere: one for a whole namespace, as a rule.
 */
function isNamedNear(cluster: Cluster, { owner }: Pod, numbers: readonly number[]): boolean {
  return cluster
    .all('networking.k8s.io/NetworkPolicy')
    .some(
      (policy) =>
        sameNamespace(policy.metadata.namespace, owner.metadata.namespace) && allowances(policy, 'egress').some((rule) => meansDns(rule, numbers)),
    );
}

function allowsDns(cluster: Cluster, rule: Allowance, numbers: readonly number[], protocol: string): boolean {
  if (!numbers.some((number) => allowsPort(rule, number, protocol, [NAMES[protocol] as string]))) return false;
  const { peers, ports, policy } = rule;
  if (peers === undefined) return true;
  if (cluster.facts !== undefined) return allowsWorkload(cluster, rule, cluster.facts.dns);
  // Who names the port means DNS; a rule for all ports counts only if it reaches the cluster's own systems.
  return peers.some(({ namespaceSelector, ipBlock }) => {
    if (ipBlock !== undefined) return ports.length > 0 || mayHoldPods(fields(ipBlock));
    if (namespaceSelector === undefined) return policy.metadata.namespace === 'kube-system';
    return ports.length > 0 || Object.keys(fields(namespaceSelector)).length === 0 || JSON.stringify(namespaceSelector).includes('kube-system');
  });
}
