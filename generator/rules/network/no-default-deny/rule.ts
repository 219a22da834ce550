import { isAgent } from '../../../k8s/agent.ts';
import { concerns, isolation } from '../../../k8s/network.ts';
import { selects } from '../../../k8s/selector.ts';
import { defineRule, fields, sameNamespace, shown, type Cluster } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'network/no-default-deny',
  severity: 'warning',
  what: 'The NetworkPolicies of a namespace with agents name their pods, and none denies the rest.',
  why: 'The next pod that somebody adds is open to everybody and reaches everything.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies',
  fix: 'Add a NetworkPolicy with `podSelector: {}` and no rule.',
  order: 70,
  *run(cluster) {
    const said = new Set<string | undefined>();
    for (const pod of cluster.pods) {
      const { namespace } = pod.owner.metadata;
      if (said.has(namespace) || !isAgent(pod) || denies(cluster, namespace)) continue;
      const policy = isolation(cluster, pod, 'ingress')?.policies[0];
      if (policy === undefined) continue;
      said.add(namespace);
      yield {
        object: policy,
        path: '/spec/podSelector',
        message: `holds back the pods that it selects; whatever else runs in ${namespace === undefined ? 'its namespace' : `namespace ${shown(namespace)}`} is open to everybody`,
        hint: 'add a NetworkPolicy with podSelector: {}, policyTypes: [Ingress, Egress] and no rule, which denies what others do not allow',
      };
    }
  },
});

/** Whether a policy holds back every pod of a namespace, whatever else it allows. */
function denies(cluster: Cluster, namespace: string | undefined): boolean {
  return cluster.derive('namespaces that deny', '', denyingNamespaces).some((own) => sameNamespace(own, namespace));
}

/** What selects a pod without labels selects no pod in particular. */
function denyingNamespaces(cluster: Cluster): readonly (string | undefined)[] {
  const policies = cluster
    .subjects('networking.k8s.io/NetworkPolicy')
    .filter((policy) => concerns(policy, 'ingress') && selects(fields(policy['spec'])['podSelector'], {}));
  return [...new Set(policies.map(({ metadata }) => metadata.namespace))];
}
