import { forGrafana, isForPrometheus, offsetOf, type Dashboard, panelsOf, targetsOf } from '../../../k8s/grafana/dashboards.ts';
import { readQuery } from '../../../k8s/promql/queries.ts';
import type { TextFlaw } from '../../../k8s/text-flaw.ts';
import { child, defineRule, each, fields, quoted, type FoundIn, type KubeObject } from '../../kit.ts';

const KEDA = ['keda.sh/ScaledJob', 'keda.sh/ScaledObject'];
const ROLLOUTS = ['argoproj.io/AnalysisTemplate', 'argoproj.io/ClusterAnalysisTemplate'];

/** https://prometheus.io/docs/prometheus/latest/querying/api/ */
export const rule = defineRule('object', {
  code: 'language/query',
  severity: 'warning',
  what: 'A query that is sent to Prometheus is no PromQL: of a dashboard of Grafana, a trigger of KEDA or an analysis of Argo Rollouts.',
  why: 'The cluster takes the object. Prometheus answers each query with an error: the panel stays empty, nothing is scaled, the analysis fails.',
  source: 'https://prometheus.io/docs/prometheus/latest/querying/api/',
  fix: 'Correct the query where the finding points.',
  order: 20,
  kinds: ['/ConfigMap', 'grafana.integreatly.org/GrafanaDashboard', ...KEDA, ...ROLLOUTS],
  readsPlaceholders: true,
  *run(object) {
    for (const { at, item } of each(object, 'spec.triggers[]')) {
      if (item['type'] === 'prometheus' && object.apiVersion.startsWith('keda.sh/'))
        yield* one(fields(item['metadata'])['query'], `${at}/metadata/query`);
    }
    for (const { at, item } of each(object, 'spec.metrics[].provider.prometheus')) yield* one(item['query'], child(at, 'query'));
    yield* dashboards(object);
  },
});

function* one(query: unknown, path: string): Iterable<FoundIn<'object'>> {
  const flaw = typeof query === 'string' ? flawOf(query) : undefined;
  if (flaw !== undefined) yield { path, offset: flaw.offset, message: `the query ${flaw.message}`, hint: flaw.hint };
}

function flawOf(query: string): TextFlaw | undefined {
  const read = readQuery(query);
  return read !== undefined && 'flaw' in read ? read.flaw : undefined;
}

function* dashboards(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const dashboard of forGrafana(object).dashboards) {
    const all = queriesOf(dashboard);
    yield* all.slice(0, MOST);
    const more = all.length - MOST;
    if (more > 0) yield { path: dashboard.path, message: `${more} more queries of the dashboard are no PromQL` };
  }
}

/** More of one dashboard nobody reads. */
const MOST = 20;

function queriesOf(dashboard: Dashboard): FoundIn<'object'>[] {
  const found: FoundIn<'object'>[] = [];
  for (const panel of panelsOf(dashboard)) {
    for (const target of targetsOf(panel)) {
      const { expr } = target.item;
      // An empty one is a query that nobody has written yet.
      if (typeof expr !== 'string' || expr.trim() === '' || !isForPrometheus(dashboard, panel, target)) continue;
      const flaw = flawOf(expr);
      if (flaw === undefined) continue;
      const { title, id } = panel.item;
      const name = typeof title === 'string' && title !== '' ? title : typeof id === 'number' ? String(id) : undefined;
      found.push({
        path: dashboard.path,
        offset: offsetOf(dashboard, [...target.path, 'expr'], flaw.offset),
        message: `a query of ${name === undefined ? 'a panel without a title' : `the panel ${quoted(name)}`} ${flaw.message}`,
        hint: flaw.hint,
      });
    }
  }
  return found;
}
