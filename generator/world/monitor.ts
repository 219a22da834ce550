import type { KubeObject } from '../kube/object.ts';
import { sameNamespace } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { fields, texts } from './look.ts';
import { selects } from './selector.ts';

/** The Services that a ServiceMonitor selects, and those it could have selected. */
export function monitored(cluster: Cluster, monitor: KubeObject): { services: readonly KubeObject[]; others: readonly KubeObject[] } {
  const spec = fields(monitor['spec']);
  const { any, matchNames } = fields(spec['namespaceSelector']);
  const names = texts(matchNames);
  const candidates = cluster.all('/Service').filter(({ metadata }) => {
    if (any === true) return true;
    return names.length > 0
      ? metadata.namespace === undefined || names.includes(metadata.namespace)
      : sameNamespace(metadata.namespace, monitor.metadata.namespace);
  });
  const services = candidates.filter(({ metadata }) => selects(spec['selector'], metadata.labels ?? {}));
  return { services, others: candidates.filter((service) => !services.includes(service)) };
}
