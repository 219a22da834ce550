import { CHOSEN, DATASOURCE } from './dashboard-variables.ts';
import type { MonitorFacts } from './monitor-facts.ts';
import { is, isNot, matches, select } from './promql.ts';

/** A graph as its author thinks of it. */
interface Graph {
  readonly title: string;
  readonly description: string;
  /** Grafana's name of the unit. */
  readonly unit: string;
  /** Legend and expression of each series. */
  readonly series: readonly (readonly [legend: string, expr: string])[];
}

/** Two in a row, in the order in which one asks: is it alive, does it answer, has it room. */
export function panels(facts: MonitorFacts) {
  return graphs(facts).map(({ title, description, unit, series }, index) => ({
    title,
    description,
    type: 'timeseries',
    gridPos: { h: 8, w: 12, x: (index % 2) * 12, y: Math.floor(index / 2) * 8 },
    // The least step: else $__rate_interval is made for what the data source believes to be the scrape interval.
    interval: facts.settings.interval,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: series.map(([legendFormat, expr], target) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + target),
      datasource: DATASOURCE,
      editorMode: 'code',
      expr,
      legendFormat,
      range: true,
    })),
  }));
}

const WHO = '{{agent}} {{region}}';
const BY = 'sum by (agent, region)';

function graphs({ fleet, settings }: MonitorFacts): Graph[] {
  const { metrics } = settings;
  const namespace = is('namespace', fleet.namespace);
  const counted = (metric: string, how = 'rate'): string => `${BY} (${how}(${select(metric, ...CHOSEN)}[$__rate_interval]))`;
  const quantile = (q: number, metric: string): string =>
    `histogram_quantile(${q}, sum by (agent, region, le) (rate(${select(`${metric}_bucket`, ...CHOSEN)}[$__rate_interval])))`;
  const quantiles = (metric: string): Graph['series'] => [
    [`${WHO} p50`, quantile(0.5, metric)],
    [`${WHO} p99`, quantile(0.99, metric)],
  ];
  // What the kubelet measures names only the pod; which agent in which region that is, the scrapes of the pod know.
  const container = (metric: string): string => select(metric, namespace, isNot('container', ''));
  const perAgent = (expr: string): string =>
    `${BY} (${expr} * on (namespace, pod) group_left (agent, region) group by (namespace, pod, agent, region) (${select('up', namespace, ...CHOSEN)}))`;
  const deployment = matches('deployment', '${agent:regex}-agent');
  return [
    {
      title: 'Heartbeat latency',
      description: 'From the agent sending a heartbeat to the Station having it.',
      unit: 's',
      series: quantiles(metrics.heartbeatLatency),
    },
    {
      title: 'Missed heartbeats',
      description: 'Heartbeats that were due and did not come.',
      unit: 'short',
      series: [[WHO, counted(metrics.heartbeatMissed, 'increase')]],
    },
    { title: 'Hook requests', description: 'Requests per second.', unit: 'reqps', series: [[WHO, counted(metrics.requests)]] },
    {
      title: 'Hook error ratio',
      description: `Part of the hook requests that failed; above ${settings.errorRatio} % there is an alert.`,
      unit: 'percentunit',
      series: [[WHO, `${counted(metrics.errors)} / ${counted(metrics.requests)}`]],
    },
    { title: 'Hook duration', description: 'How long hook requests take.', unit: 's', series: quantiles(metrics.duration) },
    {
      title: 'Replicas',
      description: 'Pods that can be scraped, beside the replicas that Kubernetes wants and has. The latter know no region.',
      unit: 'short',
      series: [
        [`${WHO} scraped`, `${BY} (${select('up', namespace, ...CHOSEN)})`],
        ['{{deployment}} wanted', `max by (deployment) (${select('kube_deployment_spec_replicas', namespace, deployment)})`],
        ['{{deployment}} available', `max by (deployment) (${select('kube_deployment_status_replicas_available', namespace, deployment)})`],
      ],
    },
    {
      title: 'CPU',
      description: 'Cores in use.',
      unit: 'cores',
      series: [[WHO, perAgent(`rate(${container('container_cpu_usage_seconds_total')}[$__rate_interval])`)]],
    },
    {
      title: 'Memory',
      description: 'Working set: what counts against the limit.',
      unit: 'bytes',
      series: [[WHO, perAgent(container('container_memory_working_set_bytes'))]],
    },
  ];
}
