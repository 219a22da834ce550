import { objectTitle } from '../../../k8s/object.ts';
import { monitored } from '../../../k8s/monitor.ts';
import type { WorldRule } from '../../cluster-rule.ts';
import { podsBehind } from '../../../k8s/service.ts';

/** The annotations are a convention of one Prometheus configuration; the operator does not read them, another Prometheus may. */
export const scrapedTwice: WorldRule = {
  code: 'monitor/scraped-twice',
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
};
