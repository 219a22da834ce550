import { amount, bytesText } from '../../../k8s/quantity.ts';
import { scaledBy } from '../../../k8s/scaling.ts';
import { child, defineRule, each, get, integer } from '../../kit.ts';

/** Pods that may hold this many times their request go past any share of it by just running. */
const ROOM = 2;

export const rule = defineRule('cluster', {
  code: 'quantity/memory-target',
  severity: 'note',
  what: 'An autoscaler counts memory against a request that its pods may exceed by far.',
  why: 'More pods do not make one of them smaller: it grows to its maximum and stays there.',
  fix: 'Scale by CPU alone, or let the memory request be the limit.',
  order: 70,
  *run(cluster) {
    for (const scaler of cluster.subjects('autoscaling/HorizontalPodAutoscaler')) {
      for (const { item, at } of each(scaler, 'spec.metrics[]')) {
        const path = item['type'] === 'Resource' ? 'resource' : item['type'] === 'ContainerResource' ? 'containerResource' : undefined;
        if (path === undefined || get(item, [path, 'name']) !== 'memory') continue;
        const share = integer(get(item, [path, 'target', 'averageUtilization']));
        const pod = share === undefined ? undefined : scaledBy(cluster, scaler);
        if (share === undefined || pod === undefined) continue;
        const only = get(item, [path, 'container']);
        let [request, limit] = [0, 0];
        for (const { item: container, init } of pod.containers) {
          if (init || (only !== undefined && container['name'] !== only)) continue;
          request += amount(get(container, ['resources', 'requests', 'memory'])) ?? NaN;
          limit += amount(get(container, ['resources', 'limits', 'memory'])) ?? NaN;
        }
        if (!(limit > ROOM * request)) continue;
        yield {
          object: scaler,
          path: child(child(child(at, path), 'target'), 'averageUtilization'),
          message: `adds pods above ${bytesText((request * share) / 100)} of memory, ${share} % of what a pod requests, though each may hold ${bytesText(limit)}`,
          hint: 'scale by CPU alone, or let the request be the limit',
          related: [{ object: pod.owner, path: `${pod.at}/spec/containers`, note: 'the pods' }],
        };
      }
    }
  },
});
