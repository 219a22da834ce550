import { defineRule, each, fields, shown, textMap } from '../../kit.ts';

/** Nobody sets a label `name` on namespaces; since Kubernetes 1.22 every one has `kubernetes.io/metadata.name`. */
export const rule = defineRule('cluster', {
  code: 'network/namespace-label',
  severity: 'warning',
  what: 'A NetworkPolicy selects namespaces by a label that nothing sets.',
  why: 'It matches no namespace: what it was to allow stays denied.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name',
  fix: 'Write `kubernetes.io/metadata.name`.',
  order: 60,
  *run(cluster) {
    for (const policy of cluster.subjects('networking.k8s.io/NetworkPolicy')) {
      for (const { item, at } of [...each(policy, 'spec.ingress[].from[]'), ...each(policy, 'spec.egress[].to[]')]) {
        const { name } = textMap(fields(item['namespaceSelector'])['matchLabels']);
        if (name === undefined || cluster.all('/Namespace').some(({ metadata }) => metadata.labels?.['name'] === name)) continue;
        yield {
          object: policy,
          path: `${at}/namespaceSelector/matchLabels/name`,
          message: `means namespaces with the label name=${shown(name)}, which nothing sets`,
          hint: `write kubernetes.io/metadata.name: ${shown(name)}, which Kubernetes sets itself`,
        };
      }
    }
  },
});
