import { child } from '../../model/pointer.ts';
import { fields, maps, text, texts } from '../look.ts';
import type { WorldRule } from '../rule.ts';
import { shown } from '../../model/quoted.ts';

const SYSTEM = ['argocd', 'kube-system'];

/** A project that allows everything confines nothing: whoever can merge into its repository owns every cluster. */
export const openProject: WorldRule = {
  code: 'security/open-project',
  *run(cluster) {
    for (const project of cluster.subjects('argoproj.io/AppProject')) {
      const spec = fields(project['spec']);
      for (const [i, source] of texts(spec['sourceRepos']).entries()) {
        if (source === '*')
          yield { object: project, path: child('/spec/sourceRepos', i), message: 'takes objects from any repository', hint: 'name the repositories' };
      }
      const kinds = [...maps(spec['namespaceResourceWhitelist'], ''), ...maps(spec['clusterResourceWhitelist'], '')].map(({ item }) =>
        text(item['group']),
      );
      // What may write Applications and nothing else must reach Argo CD's own namespace.
      const root = kinds.length > 0 && kinds.every((group) => group === 'argoproj.io');
      for (const { item, at } of maps(spec['destinations'], '/spec/destinations')) {
        for (const key of ['server', 'name', 'namespace']) {
          if (text(item[key]) === '*')
            yield {
              object: project,
              path: child(at, key),
              message: `writes to any ${key === 'namespace' ? 'namespace' : 'cluster'}`,
              hint: `name each ${key}`,
            };
        }
        const namespace = text(item['namespace']);
        if (namespace !== undefined && SYSTEM.includes(namespace) && !root)
          yield {
            object: project,
            path: child(at, 'namespace'),
            message: `writes to ${shown(namespace)}: whoever may do that administers the cluster`,
            hint: 'leave that namespace to a project that holds nothing but Applications',
          };
      }
      for (const list of ['clusterResourceWhitelist', 'namespaceResourceWhitelist']) {
        for (const { item, at } of maps(spec[list], `/spec/${list}`)) {
          if (item['kind'] === '*' || item['group'] === '*')
            yield { object: project, path: at, message: `allows every kind in ${list}`, hint: 'list the kinds that are really written' };
        }
      }
    }
  },
};
