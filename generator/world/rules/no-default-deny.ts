import type { KubeObject } from '../../kube/object.ts';
import { shown } from '../../model/quoted.ts';
import { isAgent } from '../agent.ts';
import { sameNamespace } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';
import { fields } from '../look.ts';
import { isolation } from '../network.ts';
import { selects } from '../selector.ts';
import type { WorldRule } from '../rule.ts';

/** Policies that name their pods hold back those alone: the next agent that somebody adds is open to everybody. */
export const noDefaultDeny: WorldRule = {
  code: 'network/no-default-deny',
  *run(cluster) {
    const said = new Set<string | undefined>();
    for (const pod of cluster.pods) {
      const { namespace } = pod.owner.metadata;
      if (said.has(namespace) || !isAgent(pod)) continue;
      const policy = isolation(cluster, pod, 'ingress')?.policies[0];
      if (policy === undefined || denies(cluster, namespace)) continue;
      said.add(namespace);
      yield {
        object: policy,
        path: '/spec/podSelector',
        message: `holds back the pods that it selects; whatever else runs in ${namespace === undefined ? 'its namespace' : `namespace ${shown(namespace)}`} is open to everybody`,
        hint: 'add a NetworkPolicy with podSelector: {}, policyTypes: [Ingress, Egress] and no rule, which denies what others do not allow',
      };
    }
  },
};

/** Whether a policy isolates every pod of a namespace, whatever else it allows. */
function denies(cluster: Cluster, namespace: string | undefined): boolean {
  return cluster.all('networking.k8s.io/NetworkPolicy').some((policy) => sameNamespace(policy.metadata.namespace, namespace) && isForAll(policy));
}

/** Rules with no selector of their own still deny; only what selects no pod in particular selects a pod without labels. */
function isForAll(policy: KubeObject): boolean {
  const { podSelector, policyTypes } = fields(policy['spec']);
  const inbound = !Array.isArray(policyTypes) || policyTypes.length === 0 || policyTypes.includes('Ingress');
  return inbound && selects(podSelector, {});
}
