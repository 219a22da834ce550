import { fields, maps, text } from '../../k8s/look.ts';
import { selects } from '../../k8s/selector.ts';
import type { Brought } from '../brought.ts';
import type { Values } from '../layers.ts';
import { present, some } from '../pod.ts';
import type { Context } from './context.ts';

/** How often agents are scraped, and what the alerts say: read from our own texts, as nothing else has these numbers. */
export function monitoringSeen({ view, told, agents }: Context): Values {
  const monitors = view.of('monitoring.coreos.com/ServiceMonitor').filter((monitor) => isOfAgent(monitor, { view, agents }));
  const rules = view
    .of('monitoring.coreos.com/PrometheusRule')
    .filter(({ object }) => rulesIn(object).some(({ alert }) => String(alert).startsWith('Pap')));
  if (monitors.length === 0 && rules.length === 0) return { enabled: false };
  for (const each of [...monitors, ...rules]) told.take(each, 'components.monitoring');
  const [monitor] = monitors;
  const [endpoint] = maps(fields(monitor?.object['spec'])['endpoints'], '').map(({ item }) => item);
  const all = rules.flatMap(({ object }) => rulesIn(object));
  const expr = (alert: string): string => text(all.find((rule) => rule['alert'] === alert)?.['expr']) ?? '';
  const dashboard = view
    .of('ConfigMap')
    .find(({ object }) => object.metadata.labels?.['grafana_dashboard'] !== undefined && object.metadata.name.endsWith('-dashboard'));
  told.take(dashboard, 'components.monitoring');
  const graphs = Object.values(fields(dashboard?.object['data'])).map(String).join('\n');
  const number = (text: string, pattern: RegExp): number | undefined =>
    pattern.exec(text)?.[1] === undefined ? undefined : Number(pattern.exec(text)?.[1]);
  const missed = expr('PapHeartbeatMissed');
  const ratio = expr('PapHooksErrorRatioHigh');
  const [, errors] = /sum\(rate\(([a-zA-Z_:][a-zA-Z0-9_:]*)\{/.exec(ratio) ?? [];
  const [, requests] = /\/ sum\(rate\(([a-zA-Z_:][a-zA-Z0-9_:]*)\{/.exec(ratio) ?? [];
  const days = number(expr('PapCertificateExpiring'), /time\(\) < ([0-9]+)/);
  return present({
    enabled: true,
    interval: text(endpoint?.['interval']),
    prometheusRelease: [...monitors, ...rules].map(({ object }) => object.metadata.labels?.['release']).find((label) => label !== undefined),
    heartbeatMultiplier: number(missed, />= ([0-9]+)/),
    errorRatio: number(ratio, /> ([0-9]+)\s*$/),
    certificateDays: days === undefined ? undefined : days / 86_400,
    dashboardFolder: dashboard?.object.metadata.annotations?.['k8s-sidecar-target-directory'],
    metrics: some(
      present({
        heartbeatMissed: /increase\(([a-zA-Z_:][a-zA-Z0-9_:]*)\{/.exec(missed)?.[1],
        heartbeatLatency: quantileIn(graphs, 'Heartbeat latency'),
        requests,
        errors,
        duration: quantileIn(graphs, 'Hook duration'),
      }),
    ),
  });
}

function rulesIn(object: Brought['object']): Values[] {
  return maps(fields(object['spec'])['groups'], '').flatMap(({ item }) => maps(item['rules'], '').map(({ item: rule }) => rule));
}

/** The metric of a graph of quantiles: the dashboard is JSON with a title for each. */
function quantileIn(graphs: string, title: string): string | undefined {
  const panels = graphs.split('"gridPos"');
  const own = panels.find((panel) => panel.includes(`"title": "${title}"`));
  return /rate\(([a-zA-Z_:][a-zA-Z0-9_:]*)_bucket\{/.exec(own ?? '')?.[1];
}

/** Whether a monitor looks at a Service of an agent, by the labels of the Service. */
function isOfAgent({ object }: Brought, { view, agents }: Pick<Context, 'view' | 'agents'>): boolean {
  const { selector } = fields(object['spec']);
  const services = view
    .of('Service')
    .filter((service) => service.object.metadata.namespace === object.metadata.namespace && selects(selector, service.object.metadata.labels ?? {}));
  return agents.some(
    ({ deployment }) =>
      deployment.object.metadata.name === object.metadata.name ||
      services.some((service) => service.object.metadata.name === deployment.object.metadata.name),
  );
}
