import { SELECTED, takersOf, takes } from '../../../k8s/prometheus.ts';
import { defineRule, objectTitle } from '../../kit.ts';

/** prometheus-operator, Documentation/platform/troubleshooting.md, "Troubleshooting ServiceMonitor changes". */
export const rule = defineRule('cluster', {
  code: 'monitor/unselected',
  severity: 'warning',
  what: 'No Prometheus of the same manifests selects an object that is made for one.',
  why: 'The operator leaves it out and says nothing: no metrics, no alerts.',
  source: 'https://prometheus-operator.dev/docs/platform/troubleshooting/',
  fix: 'Give it the labels, and put it into a namespace, that the selectors of the Prometheus ask for.',
  *run(cluster) {
    for (const object of cluster.subjects(...SELECTED)) {
      const takers = takersOf(cluster, object);
      const [first] = takers;
      if (first === undefined || takers.some((taker) => takes(cluster, taker, object))) continue;
      yield {
        object,
        path: '/metadata',
        message: `is not selected by ${takers.slice(0, 3).map(objectTitle).join(', nor by ')}`,
        hint: `use the labels and the namespace that the selectors of ${objectTitle(first)} ask for`,
        related: [{ object: first, path: '/spec', note: 'its selectors' }],
      };
    }
  },
});
