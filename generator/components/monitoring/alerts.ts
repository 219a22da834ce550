import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { releaseLabel, type MonitorFacts } from './monitor-facts.ts';
import type { KubeObject } from '../../k8s/object.ts';

/** An alert as its author thinks of it. */
export interface Alert {
  readonly name: string;
  readonly expr: string;
  /** How long the expression must hold; absent where its window is delay enough. */
  readonly for?: string;
  readonly severity: 'critical' | 'warning';
  /** One line for whoever is woken up. */
  readonly summary: string;
  /** What it means and where to look. */
  readonly description: string;
}

/** A PrometheusRule with one group, whose alerts all bear the same labels. */
export function prometheusRule(
  { fleet, settings, region }: MonitorFacts,
  {
    name,
    labels,
    alertLabels,
    contact,
  }: { name: string; labels: Record<string, string>; alertLabels: Record<string, string>; contact?: string | undefined },
  alerts: readonly Alert[],
): KubeObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace: fleet.namespace, labels: { ...labels, ...releaseLabel(settings) } },
    spec: {
      groups: [
        {
          name,
          rules: alerts.map(({ name: alert, expr, for: duration, severity, summary, description }) => ({
            alert,
            // The line break makes the emitter write a literal block, in which PromQL needs no second escaping.
            expr: `${expr}\n`,
            ...(duration === undefined ? {} : { for: duration }),
            labels: { ...alertLabels, region, severity },
            annotations: { summary, description, ...(contact === undefined ? {} : { contact }) },
          })),
        },
      ],
    },
  } satisfies IPrometheusRule;
}
