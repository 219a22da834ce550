import { inReach, monitored, monitoredPods, podsInReach } from '../../../k8s/monitor.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { hasAll, selects } from '../../../k8s/selector.ts';
import { podsIn, selectorOf } from '../../../k8s/service.ts';
import { defineRule, fields, isMap, objectTitle, textMap, type Cluster, type FoundIn, type KubeObject, type Pointer } from '../../kit.ts';
import { SHARED_LABELS, shownLabels } from '../../labels.ts';

export const rule = defineRule('cluster', {
  code: 'reference/selects-nothing',
  severity: 'warning',
  inFleets: 'error',
  what: 'A selector matches nothing.',
  why: 'It is accepted and does nothing: no endpoints, no protection, no metrics.',
  source: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/',
  fix: 'Use the labels of the objects that the selector is for.',
  order: 50,
  *run(cluster) {
    for (const service of cluster.subjects('/Service')) {
      const selector = selectorOf(service);
      if (selector !== undefined) yield* unmatched(cluster, service, '/spec/selector', (pod) => hasAll(selector, pod.labels), selector);
    }
    for (const [kind, field] of [
      ['policy/PodDisruptionBudget', 'selector'],
      ['networking.k8s.io/NetworkPolicy', 'podSelector'],
    ] as const) {
      for (const object of cluster.subjects(kind)) {
        const selector = fields(object['spec'])[field];
        // An empty selector means every pod, also of those still to come.
        if (!isMap(selector) || Object.keys(selector).length === 0) continue;
        yield* unmatched(cluster, object, `/spec/${field}`, (pod) => selects(selector, pod.labels), textMap(selector['matchLabels']));
      }
    }
    for (const monitor of cluster.subjects('monitoring.coreos.com/ServiceMonitor')) {
      if (monitored(cluster, monitor).length > 0) continue;
      const others = inReach(cluster, monitor);
      const selector = textMap(fields(fields(monitor['spec'])['selector'])['matchLabels']);
      const near = others.find((service) =>
        Object.entries(selector).some(([key, value]) => service.metadata.labels?.[key] === value && !SHARED_LABELS.test(key)),
      );
      if (!(cluster.whole || near !== undefined || others.some(({ metadata }) => metadata.name === monitor.metadata.name))) continue;
      yield {
        object: monitor,
        path: '/spec/selector',
        message: `selects no Service: none has the labels ${shownLabels(selector)}`,
        hint: 'a ServiceMonitor selects by the labels of the Service, not by those of its pods',
        ...(near === undefined ? {} : { related: [{ object: near, path: '/metadata/labels', note: `${objectTitle(near)} has other labels` }] }),
      };
    }
    for (const monitor of cluster.subjects('monitoring.coreos.com/PodMonitor')) {
      const selector = textMap(fields(fields(monitor['spec'])['selector'])['matchLabels']);
      if (monitoredPods(cluster, monitor).length === 0) yield* nearest(cluster, monitor, '/spec/selector', podsInReach(cluster, monitor), selector);
    }
  },
});

function* unmatched(
  cluster: Cluster,
  object: KubeObject,
  path: Pointer,
  matches: (pod: Pod) => boolean,
  labels: Readonly<Record<string, string>>,
): Iterable<FoundIn<'cluster'>> {
  const { namespace } = object.metadata;
  if (cluster.derive('selects a pod', object, (all) => podsIn(all, namespace, labels).some(matches))) return;
  yield* nearest(cluster, object, path, podsIn(cluster, namespace), labels);
}

function* nearest(
  cluster: Cluster,
  object: KubeObject,
  path: Pointer,
  pods: readonly Pod[],
  labels: Readonly<Record<string, string>>,
): Iterable<FoundIn<'cluster'>> {
  // Of a part of a cluster, only what nearly matches is taken for a mistake; the rest may be somebody else's pods.
  const near = pods.find(
    (pod) =>
      (pod.owner.metadata.name === object.metadata.name && Object.keys(pod.labels).length > 0) ||
      Object.entries(labels).some(([key, value]) => pod.labels[key] === value && !SHARED_LABELS.test(key)),
  );
  if (near === undefined && !cluster.whole) return;
  yield {
    object,
    path,
    message: `selects no pod: none has the labels ${shownLabels(labels)}`,
    hint: near === undefined ? 'correct the labels, or remove the object' : `the pods of ${objectTitle(near.owner)} have ${shownLabels(near.labels)}`,
    ...(near === undefined ? {} : { related: [{ object: near.owner, path: `${near.at}/metadata/labels`, note: 'the nearest pods' }] }),
  };
}
