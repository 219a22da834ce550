import { pointer } from '../../../model/pointer.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

/** Agents share no namespace with what runs the cluster, or with Argo CD: who may write there rules every cluster. */
export const reservedNamespace: FleetCheck = {
  code: 'fleet/reserved-namespace',
  *run({ namespace, gitops }) {
    const argocd = gitops.argocd.namespace;
    if (namespace !== 'default' && namespace !== argocd && !namespace.startsWith('kube-')) return;
    yield {
      code: this.code,
      at: pointer('namespace'),
      message: `agents cannot run in the namespace "${namespace}": ${namespace === argocd ? 'whoever may write there rules Argo CD' : 'it belongs to the cluster itself'}`,
      hint: 'take one of their own, such as agents',
    };
  },
};
