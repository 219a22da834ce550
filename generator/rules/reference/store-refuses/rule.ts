import { selects } from '../../../k8s/selector.ts';
import { defineRule, each, fields, objectTitle, shown, text, texts, type Cluster, type Placed } from '../../kit.ts';

const STORE = 'external-secrets.io/ClusterSecretStore';

/** external-secrets, pkg/controllers/secretstore/client_manager.go, shouldProcessSecret. */
export const rule = defineRule('cluster', {
  code: 'reference/store-refuses',
  severity: 'error',
  what: 'An ExternalSecret reads a ClusterSecretStore whose conditions leave its namespace out.',
  why: 'External Secrets does not read for it ("denied by spec.condition"): the Secret is not made, or grows old.',
  fix: 'Add the namespace to the conditions of the store, or use the store of that namespace.',
  *run(cluster) {
    for (const object of cluster.subjects('external-secrets.io/ExternalSecret')) {
      const { namespace } = object.metadata;
      if (namespace === undefined) continue;
      for (const { item, at } of [...each(object, 'spec.secretStoreRef'), ...each(object, 'spec.data|dataFrom[].sourceRef.storeRef')]) {
        if (item['kind'] !== 'ClusterSecretStore') continue;
        const store = cluster.find(STORE, undefined, text(item['name']) ?? '');
        const conditions = store === undefined ? [] : each(store, 'spec.conditions[]');
        if (store === undefined || conditions.length === 0 || conditions.some((condition) => allows(cluster, condition, namespace))) continue;
        yield {
          object,
          path: `${at}/name`,
          message: `reads ${objectTitle(store)}, whose conditions leave out namespace ${shown(namespace)}`,
          hint: `add ${shown(namespace)} to namespaces in the conditions of the store, or read another store`,
          related: [{ object: store, path: '/spec/conditions', note: 'the conditions' }],
        };
      }
    }
  },
});

/** One part of one condition is enough. A selector by labels is taken to fit where the Namespace is not here, and what is no pattern here is the schema's. */
function allows(cluster: Cluster, { item }: Placed, namespace: string): boolean {
  if (texts(item['namespaces']).includes(namespace) || texts(item['namespaceRegexes']).length > 0) return true;
  if (item['namespaceSelector'] === undefined) return false;
  const here = cluster.find('/Namespace', undefined, namespace);
  return (
    here === undefined || selects(fields(item['namespaceSelector']), { ...here.metadata.labels, 'kubernetes.io/metadata.name': here.metadata.name })
  );
}
