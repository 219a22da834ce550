// https://prometheus-operator.dev/docs/api-reference/api/
import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { DNS_NAMESPACE, workloadName } from '../../model/names.ts';
import { agentLabels, agentSelector, fleetLabels } from '../../k8s/labels.ts';
import { releaseLabel, scrapeSeconds, type AgentMonitorFacts, type MonitorFacts } from './monitor-facts.ts';
import type { MonitoringSettings } from './settings.generated.ts';
import type { KubeObject } from '../../k8s/object.ts';

/** Where Prometheus finds an agent's metrics. The port is the Service's, by name; the selector its labels. */
export function serviceMonitor({ fleet, agent, settings, region }: AgentMonitorFacts): KubeObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: {
      name: workloadName(agent.name),
      namespace: fleet.namespace,
      labels: { ...agentLabels(fleet.name, agent), ...releaseLabel(settings) },
    },
    spec: {
      endpoints: [
        {
          port: 'http',
          path: '/metrics',
          ...scraping(settings),
          // What the agent itself calls `agent` or `region` becomes `exported_agent`: rules rely on the fleet's names.
          relabelings: [label('agent', agent.name), label('region', region)],
        },
      ],
      selector: { matchLabels: agentSelector(fleet.name, agent) },
    },
  } satisfies IServiceMonitor;
}

/** ExternalDNS has no Service, so its pod is asked; only where the fleet runs it. */
export function dnsMonitor({ fleet, settings, region, namespaces }: MonitorFacts): KubeObject[] {
  if (!namespaces.includes(DNS_NAMESPACE)) return [];
  return [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: {
        name: `${fleet.name}-external-dns`,
        namespace: fleet.namespace,
        labels: { ...fleetLabels(fleet.name), ...releaseLabel(settings) },
      },
      spec: {
        namespaceSelector: { matchNames: [DNS_NAMESPACE] },
        podMetricsEndpoints: [{ port: 'http', path: '/metrics', ...scraping(settings), relabelings: [label('region', region)] }],
        selector: { matchLabels: { 'app.kubernetes.io/name': 'external-dns', 'app.kubernetes.io/part-of': fleet.name } },
      },
    } satisfies IPodMonitor,
  ];
}

/** A timeout above the interval makes the operator refuse the whole monitor. */
function scraping(settings: MonitoringSettings): { interval: string; scrapeTimeout: string } {
  return { interval: settings.interval, scrapeTimeout: `${Math.min(10, scrapeSeconds(settings))}s` };
}

/** The default action is written out: lists are compared as a whole, so Argo CD would see what the API server added. */
function label(targetLabel: string, replacement: string) {
  return { action: 'replace' as const, replacement, targetLabel };
}
