import { HANDOVER_ANNOTATION } from '../../../k8s/labels.ts';
import { SCALERS, scaledBy } from '../../../k8s/scaling.ts';
import { defineRule, objectTitle } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'quantity/replicas-and-autoscaler',
  severity: 'warning',
  inFleets: 'error',
  what: 'A workload sets `replicas` although an autoscaler scales it.',
  why: 'Every sync sets the number back: pods die under load.',
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  fix: 'Leave `replicas` out.',
  order: 30,
  *run(cluster) {
    for (const scaler of cluster.subjects(...SCALERS)) {
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
});
