import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/reserved-namespace',
  severity: 'error',
  what: 'The agents are to run in a namespace of the cluster itself or of Argo CD.',
  why: 'Whoever may write into the namespace of Argo CD rules every cluster it knows; in those of the cluster, quotas, policies and pruning would meet what is not ours.',
  fix: 'Set `namespace` to one of their own, such as `agents`.',
  order: 120,
  *run({ namespace, gitops }) {
    const argocd = gitops.argocd.namespace;
    if (namespace !== 'default' && namespace !== argocd && !namespace.startsWith('kube-')) return;
    yield {
      path: pointer('namespace'),
      message: `agents cannot run in the namespace "${namespace}": ${namespace === argocd ? 'whoever may write there rules Argo CD' : 'it belongs to the cluster itself'}`,
      hint: 'take one of their own, such as agents',
    };
  },
});
