// https://prometheus-operator.dev/docs/  https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
import { agentAlerts } from './alerts-agent.ts';
import { fleetAlerts } from './alerts-fleet.ts';
import { dashboard } from './dashboard.ts';
import { monitoringProtection } from './protection.ts';
import type { MonitoringSettings } from './settings.generated.ts';
import { dnsMonitor, serviceMonitor } from './monitor.ts';
import { defineComponent } from '../component.ts';
import { monitoringConsequences } from './consequences.ts';

/** How people learn that an agent is not well, before its users do. */
export const monitoring = defineComponent<MonitoringSettings>({
  name: 'monitoring',
  summary: 'ServiceMonitor and alerts per agent, alerts and a Grafana dashboard per region',
  order: 80,
  requires: ['cluster', 'agents'],
  optional: true,
  // Beside what they watch: the kube-prometheus-stack chart reads monitors, rules and dashboards of all namespaces.
  protection: monitoringProtection,
  namespaces: (fleet) => [fleet.namespace],
  kinds: [
    { group: '', kind: 'ConfigMap' },
    { group: 'monitoring.coreos.com', kind: 'PodMonitor' },
    { group: 'monitoring.coreos.com', kind: 'PrometheusRule' },
    { group: 'monitoring.coreos.com', kind: 'ServiceMonitor' },
  ],
  consequences: monitoringConsequences,
  common: (context) => [...dnsMonitor(context), fleetAlerts(context), dashboard(context)],
  agent: (context) => [serviceMonitor(context), ...agentAlerts(context)],
});
