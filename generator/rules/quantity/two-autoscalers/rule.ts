import { SCALERS, firstScaler } from '../../../k8s/scaling.ts';
import { defineRule, get, objectTitle, quoted, text, type KubeObject } from '../../kit.ts';

/** Each sets the number of pods as it thinks right, and takes what the other did for a change of the load. */
export const rule = defineRule('cluster', {
  code: 'quantity/two-autoscalers',
  severity: 'error',
  what: 'Two autoscalers scale one workload.',
  why: 'They undo each other: the number of pods goes up and down without end. Newer Kubernetes stops both with "AmbiguousSelector".',
  fix: 'Keep one of them; it may have several metrics, of which the one that asks for most pods counts.',
  order: 80,
  *run(cluster) {
    for (const scaler of cluster.subjects(...SCALERS)) {
      const name = text(get(scaler, ['spec', 'scaleTargetRef', 'name']));
      if (name === undefined) continue;
      const first = firstScaler(cluster, scaler);
      // The same object twice is one of two alternatives, as documentation has them.
      if (first === undefined || first === scaler || objectTitle(first) === objectTitle(scaler) || isHandedOver(scaler, first)) continue;
      yield {
        object: scaler,
        path: '/spec/scaleTargetRef',
        message: `scales ${quoted(name)}, as ${objectTitle(first)} does`,
        hint: 'keep one of them, with the metrics of both',
        related: [{ object: first, path: '/spec/scaleTargetRef', note: 'the other one' }],
      };
    }
  },
});

/** KEDA takes an autoscaler over that somebody made before, or leaves it alone (keda, scaledobject_webhook.go, verifyHpas). */
function isHandedOver(scaler: KubeObject, first: KubeObject): boolean {
  return (
    scaler.metadata.annotations?.['scaledobject.keda.sh/transfer-hpa-ownership'] === 'true' ||
    first.metadata.annotations?.['validations.keda.sh/hpa-ownership'] === 'false'
  );
}
