import type { Rule } from '../rule.ts';
import { itemsOf, mapAt, within } from '../visit.ts';

/** `validateHorizontalPodAutoscalerSpec` of Kubernetes. */
export const autoscalerBounds: Rule = {
  code: 'object/autoscaler-bounds',
  kinds: ['autoscaling/HorizontalPodAutoscaler'],
  *run(object) {
    const spec = mapAt(object, 'spec');
    if (spec === undefined) return;
    const { minReplicas = 1, maxReplicas } = spec.value;
    if (typeof minReplicas === 'number' && minReplicas < 1) yield { path: '/spec/minReplicas', message: `must be at least 1, not ${minReplicas}` };
    if (typeof maxReplicas === 'number' && typeof minReplicas === 'number' && maxReplicas < minReplicas)
      yield { path: '/spec/maxReplicas', message: `${maxReplicas} is less than minReplicas, which is ${minReplicas}` };
    for (const metric of itemsOf(spec, 'metrics')) {
      for (const target of ['resource', 'containerResource'].flatMap((key) => within(metric, key)).flatMap((source) => within(source, 'target'))) {
        const { type, averageUtilization } = target.value;
        if (type === 'Utilization' && !(typeof averageUtilization === 'number' && averageUtilization > 0))
          yield { path: target.path, message: 'a target of type Utilization needs a positive averageUtilization' };
      }
    }
  },
};
