import { HANDOVER_ANNOTATION } from '../../../k8s/labels.ts';
import { objectTitle } from '../../../k8s/object.ts';
import type { Rule } from '../../rule.ts';
import { scaledBy } from '../../../k8s/scaling.ts';

/** Two writers of one field: each sync sets the number back, each look at the load changes it again. */
export const rule: Rule<'cluster'> = {
  code: 'quantity/replicas-and-autoscaler',
  severity: 'error',
  what: 'A workload sets `replicas` although an autoscaler scales it.',
  why: 'Every sync sets the number back: pods die under load.',
  fix: 'Leave `replicas` out.',
  scope: 'cluster',
  order: 30,
  *run(cluster) {
    for (const scaler of cluster.subjects('autoscaling/HorizontalPodAutoscaler')) {
      // Argo CD ignores the number meanwhile.
      if (scaler.metadata.annotations?.[HANDOVER_ANNOTATION] === 'true') continue;
      const pod = scaledBy(cluster, scaler);
      if (pod?.replicas === undefined) continue;
      yield {
        object: pod.owner,
        path: '/spec/replicas',
        message: `sets replicas: ${pod.replicas}, which ${objectTitle(scaler)} sets as well`,
        hint: 'leave replicas out; the autoscaler sets the number',
        related: [{ object: scaler, path: '/spec/scaleTargetRef', note: 'the autoscaler' }],
      };
    }
  },
};
