import type { KubeObject } from './object.ts';
import { sameNamespace } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { fields, texts } from './look.ts';
import type { Pod } from './pod.ts';
import { selects } from './selector.ts';

/** The Services that a ServiceMonitor selects, and those it could have selected. */
export function monitored(cluster: Cluster, monitor: KubeObject): { services: readonly KubeObject[]; others: readonly KubeObject[] } {
  const candidates = cluster.all('/Service').filter((service) => reaches(monitor, service));
  const { selector } = fields(monitor['spec']);
  const services = candidates.filter(({ metadata }) => selects(selector, metadata.labels ?? {}));
  return { services, others: candidates.filter((service) => !services.includes(service)) };
}

/** The pods that a PodMonitor selects, and those it could have selected. */
export function monitoredPods(cluster: Cluster, monitor: KubeObject): { pods: readonly Pod[]; others: readonly Pod[] } {
  const candidates = cluster.allPods.filter(({ owner }) => reaches(monitor, owner));
  const { selector } = fields(monitor['spec']);
  const pods = candidates.filter(({ labels }) => selects(selector, labels));
  return { pods, others: candidates.filter((pod) => !pods.includes(pod)) };
}

/** Whether a monitor looks into the namespace of an object. */
function reaches(monitor: KubeObject, { metadata }: KubeObject): boolean {
  const { any, matchNames } = fields(fields(monitor['spec'])['namespaceSelector']);
  if (any === true) return true;
  const names = texts(matchNames);
  return names.length > 0
    ? metadata.namespace === undefined || names.includes(metadata.namespace)
    : sameNamespace(metadata.namespace, monitor.metadata.namespace);
}
