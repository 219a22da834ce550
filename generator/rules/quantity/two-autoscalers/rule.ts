import { shown } from '../../../model/quoted.ts';
import { sameNamespace } from '../../../k8s/cluster.ts';
import { fields, text } from '../../../k8s/look.ts';
import { objectTitle } from '../../../k8s/object.ts';
import { SCALERS } from '../../../k8s/scaling.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** Each sets the number of pods as it thinks right, and takes what the other did for a change of the load. */
export const rule: Rule<'cluster'> = {
  code: 'quantity/two-autoscalers',
  severity: 'error',
  what: 'Two autoscalers scale one workload.',
  why: 'They undo each other: the number of pods goes up and down without end. Newer Kubernetes stops both with "AmbiguousSelector".',
  fix: 'Keep one of them; it may have several metrics, of which the one that asks for most pods counts.',
  scope: 'cluster',
  order: 80,
  *run(cluster) {
    for (const kind of SCALERS) {
      for (const scaler of cluster.subjects(kind)) {
        const { kind: of, name } = fields(fields(scaler['spec'])['scaleTargetRef']);
        if (text(name) === undefined) continue;
        const all = SCALERS.flatMap((each) => cluster.all(each)).filter((each) => {
          const target = fields(fields(each['spec'])['scaleTargetRef']);
          const alike = target['name'] === name && (target['kind'] ?? 'Deployment') === (of ?? 'Deployment');
          return alike && sameNamespace(each.metadata.namespace, scaler.metadata.namespace);
        });
        const [first] = all;
        // The same object twice is one of two alternatives, as documentation has them.
        if (first === undefined || first === scaler || objectTitle(first) === objectTitle(scaler)) continue;
        yield {
          object: scaler,
          path: '/spec/scaleTargetRef',
          message: `scales ${quoted(text(name) ?? '')}, as ${shown(objectTitle(first))} does`,
          hint: 'keep one of them, with the metrics of both',
          related: [{ object: first, path: '/spec/scaleTargetRef', note: 'the other one' }],
        };
      }
    }
  },
};
