import { isBudgetOf } from '../../../k8s/budget.ts';
import { bounds, scaledBy } from '../../../k8s/scaling.ts';
import { defineRule, fields, integer, objectTitle } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'quantity/absolute-budget',
  severity: 'note',
  what: 'A budget wants a fixed number of pods while an autoscaler changes how many there are.',
  why: 'Near the minimum it stalls drains, near the maximum it protects next to nothing.',
  fix: 'Write `maxUnavailable: 1`.',
  order: 20,
  *run(cluster) {
    for (const budget of cluster.subjects('policy/PodDisruptionBudget')) {
      const { minAvailable } = fields(budget['spec']);
      const wanted = integer(minAvailable);
      if (wanted === undefined || wanted < 2) continue;
      for (const scaler of cluster.all('autoscaling/HorizontalPodAutoscaler')) {
        const pod = scaledBy(cluster, scaler);
        const { min, max } = bounds(scaler);
        if (pod === undefined || min === max || wanted >= min || !isBudgetOf(budget, pod)) continue;
        yield {
          object: budget,
          path: '/spec/minAvailable',
          message: `wants ${wanted} pods to be available, whether ${objectTitle(scaler)} runs ${min} or ${max} of them`,
          hint: 'write maxUnavailable: 1, which means the same at every size',
          related: [{ object: scaler, path: '/spec', note: 'the autoscaler' }],
        };
      }
    }
  },
});
