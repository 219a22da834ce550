import { monitored } from '../../../k8s/monitor.ts';
import { podsBehind } from '../../../k8s/service.ts';
import { defineRule, objectTitle } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'monitor/scraped-twice',
  severity: 'warning',
  what: 'Pods that a ServiceMonitor scrapes ask by annotation to be scraped as well.',
  why: 'The operator ignores the annotations; a Prometheus that reads them counts everything twice.',
  source: 'https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack#prometheusioscrape',
  fix: 'Remove the annotations.',
  order: 10,
  *run(cluster) {
    for (const monitor of cluster.subjects('monitoring.coreos.com/ServiceMonitor')) {
      for (const service of monitored(cluster, monitor)) {
        for (const { owner, at, annotations } of podsBehind(cluster, service)) {
          if (annotations['prometheus.io/scrape'] !== 'true') continue;
          yield {
            object: owner,
            path: `${at}/metadata/annotations/prometheus.io~1scrape`,
            message: `asks by annotation to be scraped, and ${objectTitle(monitor)} scrapes it already`,
            hint: 'remove the prometheus.io/ annotations: the operator does not read them',
            related: [{ object: monitor, path: '/spec/selector', note: 'the monitor' }],
          };
        }
      }
    }
  },
});
