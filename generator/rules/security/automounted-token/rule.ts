import { podSecurity } from '../../../k8s/pod-security.ts';
import { defineRule, each, objectTitle, sameNamespace, text, type Cluster, type KubeObject } from '../../kit.ts';

/**
 * A pod that names no ServiceAccount has no business with the API server, and is given a token for it all the same. What names
 * one may well need it: operators, ingress controllers, ExternalDNS.
 */
export const rule = defineRule('cluster', {
  code: 'security/automounted-token',
  severity: 'warning',
  what: 'A pod that names no ServiceAccount, and is held to "restricted", is given a token for the API server.',
  why: 'Whoever breaks into it has a way to the API server that it never needed.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  fix: 'Write `automountServiceAccountToken: false`.',
  order: 40,
  *run(cluster) {
    for (const pod of cluster.pods) {
      const { spec, owner, at } = pod;
      if (spec['automountServiceAccountToken'] !== undefined) continue;
      const name = text(spec['serviceAccountName']) ?? text(spec['serviceAccount']);
      if (name !== undefined && name !== 'default') continue;
      if (podSecurity(cluster, pod).level !== 'restricted') continue;
      const account = cluster.find('/ServiceAccount', owner.metadata.namespace, 'default');
      if (account?.['automountServiceAccountToken'] === false || hasRights(cluster, owner)) continue;
      yield {
        object: owner,
        path: `${at}/spec`,
        message: 'is given a token for the API server, which it does not ask for',
        hint: 'write automountServiceAccountToken: false; what needs the API names a ServiceAccount of its own',
        related: account && [{ object: account, path: '/metadata/name', note: `${objectTitle(account)} leaves it to the pods` }],
      };
    }
  },
});

/** Whether somebody gave rights to the account `default` of a namespace: then the token is there for a reason. */
function hasRights(cluster: Cluster, { metadata: { namespace } }: KubeObject): boolean {
  return ['RoleBinding', 'ClusterRoleBinding']
    .flatMap((kind) => cluster.all(`rbac.authorization.k8s.io/${kind}`))
    .flatMap((binding) => each(binding, 'subjects[]'))
    .some(({ item }) => item['kind'] === 'ServiceAccount' && item['name'] === 'default' && sameNamespace(text(item['namespace']), namespace));
}
