import type { KubeObject } from './object.ts';
import { sameNamespace, type Cluster } from './cluster.ts';
import { each, fields, texts, type Placed } from './look.ts';
import type { Pod } from './pod.ts';
import { selects } from './selector.ts';

/** The Services that a ServiceMonitor selects. */
export function monitored(cluster: Cluster, monitor: KubeObject): readonly KubeObject[] {
  const { selector } = fields(monitor['spec']);
  return cluster.derive('monitored Services', monitor, (all) =>
    all.subjects('/Service').filter((service) => reaches(monitor, service) && selects(selector, service.metadata.labels ?? {})),
  );
}

/** The Services that a ServiceMonitor could select. */
export function inReach(cluster: Cluster, monitor: KubeObject): readonly KubeObject[] {
  return cluster.all('/Service').filter((service) => reaches(monitor, service));
}

/** The pods that a PodMonitor selects. */
export function monitoredPods(cluster: Cluster, monitor: KubeObject): readonly Pod[] {
  const { selector } = fields(monitor['spec']);
  return cluster.derive('monitored pods', monitor, (all) =>
    all.pods.filter(({ owner, labels }) => reaches(monitor, owner) && selects(selector, labels)),
  );
}

/** The pods that a PodMonitor could select. */
export function podsInReach(cluster: Cluster, monitor: KubeObject): readonly Pod[] {
  return cluster.allPods.filter(({ owner }) => reaches(monitor, owner));
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

/** Kinds that tell Prometheus what to scrape. */
export const MONITORS = ['monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor'];

/** What a monitor scrapes. */
export function endpointsOf(monitor: KubeObject): Placed[] {
  return each(monitor, monitor.kind === 'PodMonitor' ? 'spec.podMetricsEndpoints[]' : 'spec.endpoints[]');
}
