import { isAgent } from '../../../k8s/agent.ts';
import { MONITORS, endpointsOf, monitored, monitoredPods } from '../../../k8s/monitor.ts';
import { podsBehind } from '../../../k8s/service.ts';
import { defineRule, each, fields, texts, type Cluster, type Fields, type KubeObject, type Placed } from '../../kit.ts';

/** By what PAP's dashboards and alerts choose; Prometheus itself adds namespace, Service and pod. */
const LABELS = ['agent', 'region'];

export const rule = defineRule('cluster', {
  code: 'pap/metric-labels',
  severity: 'warning',
  what: 'A monitor adds neither the agent nor the region to the metrics of agents.',
  why: 'Dashboards and alerts choose by these labels: the metrics are there and in no graph.',
  source: 'PAP-RFC-001, 11.3',
  fix: 'Add `relabelings` for `agent` and `region`.',
  order: 100,
  *run(cluster) {
    for (const monitor of cluster.subjects(...MONITORS)) {
      if (addsLabels(fields(monitor['spec']))) continue;
      const open = endpointsOf(monitor).filter((endpoint) => !relabels(endpoint));
      if (open.length === 0 || !scrapesAgents(cluster, monitor)) continue;
      for (const { at } of open)
        yield {
          object: monitor,
          path: at,
          message: 'scrapes agents and says with their metrics neither which agent nor which region',
          hint: 'add relabelings: - {targetLabel: agent, replacement: research} and - {targetLabel: region, replacement: us-east}',
        };
    }
  },
});

function addsLabels(spec: Fields): boolean {
  return ['targetLabels', 'podTargetLabels'].some((key) => texts(spec[key]).some((label) => LABELS.includes(label)));
}

function relabels(endpoint: Placed): boolean {
  return each(endpoint, 'relabelings|metricRelabelings[]').some(
    ({ item }) => /^labelmap$/i.test(String(item['action'])) || LABELS.includes(String(item['targetLabel'])),
  );
}

function scrapesAgents(cluster: Cluster, monitor: KubeObject): boolean {
  if (monitor.kind === 'PodMonitor') return monitoredPods(cluster, monitor).some(isAgent);
  return monitored(cluster, monitor).some((service) => podsBehind(cluster, service).some(isAgent));
}
