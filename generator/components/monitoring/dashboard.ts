// Classic dashboard model: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { byCodeUnit } from '../../model/order.ts';
import { panels } from './dashboard-panels.ts';
import { DATASOURCE, variables } from './dashboard-variables.ts';
import { fleetLabels } from '../../k8s/labels.ts';
import type { MonitorFacts } from './monitor-facts.ts';
import type { KubeObject } from '../../k8s/object.ts';

/** One dashboard for all agents and regions: variables choose, so it names neither and every region shares it. */
export function dashboard(facts: MonitorFacts): KubeObject {
  const { fleet, settings } = facts;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `${fleet.name}-dashboard`,
      namespace: fleet.namespace,
      // What Grafana's sidecar looks for.
      labels: { ...fleetLabels(fleet.name), grafana_dashboard: '1' },
      annotations: { 'k8s-sidecar-target-directory': settings.dashboardFolder },
    },
    // The sidecar puts the files of all fleets into one folder.
    data: { [`${fleet.name}-agents.json`]: `${JSON.stringify(model(facts), sorted, 2)}\n` },
  } satisfies IConfigMap;
}

function model(facts: MonitorFacts) {
  const { name } = facts.fleet;
  return {
    // No `id` and no `version`, which a Grafana gives: it knows the dashboard by its uid, so a stable one is updated, not made anew.
    uid: `${name}-agents`,
    title: `PAP agents of ${name}`,
    tags: ['pap', name],
    schemaVersion: 39,
    editable: false,
    graphTooltip: 1,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'utc',
    annotations: { list: [] },
    links: [],
    templating: { list: variables(facts) },
    panels: panels(facts).map((panel, index) => ({ ...panel, id: index + 1, datasource: DATASOURCE })),
  };
}

/** Keys in the order in which Grafana itself exports them. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b)));
}
