import { forGrafana, offsetOf, type Dashboard } from '../../../k8s/grafana/dashboards.ts';
import { defineRule, objectTitle, quoted, type KubeObject } from '../../kit.ts';

interface Placed {
  readonly object: KubeObject;
  readonly dashboard: Dashboard;
}

/** https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards */
export const rule = defineRule('cluster', {
  code: 'monitor/dashboard-clash',
  severity: 'warning',
  what: 'Two dashboards of a namespace have one uid.',
  why: 'Grafana takes them for one: each overwrites the other, or it stops to update both, and says so in its log alone.',
  source: 'https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards',
  fix: 'Give one of them another uid.',
  order: 50,
  *run(cluster) {
    for (const object of cluster.subjects('/ConfigMap', 'grafana.integreatly.org/GrafanaDashboard')) {
      for (const [key, { dashboard }] of dashboardsOf(object)) {
        const first = cluster.lookup(dashboardsOf, key)[0];
        // The same object twice is another rule's.
        if (first === undefined || (objectTitle(first.object) === objectTitle(object) && first.dashboard.path === dashboard.path)) continue;
        yield {
          object,
          path: dashboard.path,
          offset: offsetOf(dashboard, ['uid']),
          message: `the dashboard has the uid ${quoted(String(dashboard.model['uid']))}, which another one has`,
          related: [{ object: first.object, path: first.dashboard.path, offset: offsetOf(first.dashboard, ['uid']), note: 'the other dashboard' }],
        };
      }
    }
  },
});

/** Dashboards by their namespace and uid. */
function* dashboardsOf(object: KubeObject): Iterable<readonly [key: string, value: Placed]> {
  if (object.kind !== 'ConfigMap' && object.kind !== 'GrafanaDashboard') return;
  for (const dashboard of forGrafana(object).dashboards) {
    const { uid } = dashboard.model;
    if (typeof uid === 'string' && uid !== '') yield [`${String(object.metadata.namespace)} ${uid}`, { object, dashboard }];
  }
}
