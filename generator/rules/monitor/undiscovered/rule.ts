import { defineRule, type Cluster } from '../../kit.ts';

const KINDS = ['ServiceMonitor', 'PodMonitor', 'PrometheusRule'];

export const rule = defineRule('cluster', {
  code: 'monitor/undiscovered',
  severity: 'warning',
  what: 'An object for Prometheus has no label.',
  why: 'kube-prometheus-stack takes only what has the label of its release; the rest is never read.',
  source: 'https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack#prometheusioscrape',
  fix: 'Add the label that Prometheus selects.',
  order: 20,
  *run(cluster) {
    for (const kind of KINDS) {
      for (const object of cluster.subjects(`monitoring.coreos.com/${kind}`)) {
        if (Object.keys(object.metadata.labels ?? {}).length > 0 || isKnown(cluster)) continue;
        yield {
          object,
          path: '/metadata',
          message: 'has no label, so no Prometheus that selects by label takes it',
          hint: 'add the label that your Prometheus selects; kube-prometheus-stack: release: <name of its Helm release>',
        };
      }
    }
  },
});

/** Whether a Prometheus is here: then its selectors say what it takes, which is another rule's. */
function isKnown(cluster: Cluster): boolean {
  return cluster.all('monitoring.coreos.com/Prometheus').length > 0;
}
