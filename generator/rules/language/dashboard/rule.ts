import { forGrafana, offsetOf, panelsOf, targetsOf, variableIn, variablesOf, type Dashboard, type Piece } from '../../../k8s/grafana/dashboards.ts';
import { isFilledIn } from '../../../k8s/json/placeholders.ts';
import { defineRule, maps, quoted, shownValue, texts, type FoundIn } from '../../kit.ts';

/** https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards */
export const rule = defineRule('object', {
  code: 'language/dashboard',
  severity: 'warning',
  what: 'A dashboard for Grafana cannot be read, or names a data source that it does not have.',
  why: 'The cluster takes the object. Grafana leaves the dashboard out and says so in its log alone, or its panels find no data.',
  source: 'https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards',
  fix: 'Correct what the finding points at; what Grafana exports is right if it was not exported for sharing.',
  order: 40,
  kinds: ['/ConfigMap', 'grafana.integreatly.org/GrafanaDashboard'],
  readsPlaceholders: true,
  *run(object) {
    const { dashboards, broken } = forGrafana(object);
    for (const { path, text, flaw } of broken)
      if (!isFilledIn(text, flaw.offset)) yield { path, offset: flaw.offset, message: `the dashboard is no JSON: it ${flaw.message}` };
    for (const dashboard of dashboards) if (isClassic(dashboard)) yield* flaws(dashboard);
  },
});

/** Not in the envelope of an API, and not of the schema of Grafana 13, which has other keys. */
function isClassic({ model }: Dashboard): boolean {
  return !('dashboard' in model || 'spec' in model || 'elements' in model);
}

function* flaws(dashboard: Dashboard): Iterable<FoundIn<'object'>> {
  const { model, path } = dashboard;
  const at = (where: readonly (string | number)[], message: string, hint?: string): FoundIn<'object'> => ({
    path,
    offset: offsetOf(dashboard, where),
    message,
    hint,
  });
  if (typeof model['title'] !== 'string' || model['title'] === '') yield at(['title'], 'the dashboard has no title');
  const { schemaVersion, uid } = model;
  if (schemaVersion !== undefined && !Number.isInteger(schemaVersion))
    yield at(['schemaVersion'], `the dashboard has the schemaVersion ${shownValue(schemaVersion)}, which is no whole number`);
  if (typeof uid === 'string' && !/^[\w-]{0,40}$/.test(uid))
    yield at(['uid'], `the dashboard has the uid ${quoted(uid)}, which is not made of at most 40 letters, digits, hyphens and underscores`);
  yield* sources(dashboard, at);
}

/** Data sources by a variable that nobody sets. */
function* sources(
  dashboard: Dashboard,
  at: (where: readonly (string | number)[], message: string) => FoundIn<'object'>,
): Iterable<FoundIn<'object'>> {
  const inputs = new Set(maps(dashboard.model['__inputs'], '').flatMap(({ item }) => texts([item['name']])));
  const variables = variablesOf(dashboard);
  const known = new Set([...variables.flatMap(({ item }) => texts([item['name']])), ...dashboard.inputs]);
  const said = new Set<string>();
  const panels = panelsOf(dashboard);
  const places: Piece[] = [...variables, ...panels, ...panels.flatMap(targetsOf)];
  for (const { item, path } of places) {
    const name = variableIn(item['datasource']);
    // A dashboard says it once.
    if (name === undefined || known.has(name) || said.has(name)) continue;
    said.add(name);
    const where = [...path, 'datasource'];
    if (inputs.has(name))
      yield at(where, `the data source ${quoted(name)} is an input, for which nobody is asked when a dashboard is read from a file`);
    else yield at(where, `the data source is the variable ${quoted(name)}, which the dashboard does not have`);
  }
}
