import { isMap } from '../../model/data.ts';
import { remembered } from '../../model/memo.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { offsetIn, offsetWithin, readJson } from '../json/read.ts';
import { each, fields, maps, text, texts, type Fields } from '../look.ts';
import type { KubeObject } from '../object.ts';
import type { TextFlaw } from '../text-flaw.ts';

/** A dashboard of Grafana inside an object. */
export interface Dashboard {
  /** Where its text stands in the object. */
  readonly path: Pointer;
  readonly text: string;
  readonly model: Fields;
  /** Names of inputs that the object itself fills in. */
  readonly inputs: readonly string[];
}

/** What an object holds for Grafana: dashboards, and what is no JSON. */
export interface ForGrafana {
  readonly dashboards: readonly Dashboard[];
  readonly broken: readonly { readonly path: Pointer; readonly text: string; readonly flaw: TextFlaw }[];
}

const NOTHING: ForGrafana = { dashboards: [], broken: [] };

/** Larger ones no API server takes. */
const LONGEST = 2 ** 21;

/** By the label that Grafana's sidecar looks for; of Grafana's operator, a GrafanaDashboard. */
export const forGrafana = remembered((object: KubeObject): ForGrafana => {
  const found = textsFor(object).filter(({ text: json }) => json.trim() !== '' && json.length <= LONGEST);
  if (found.length === 0) return NOTHING;
  const dashboards: Dashboard[] = [];
  const broken: ForGrafana['broken'][number][] = [];
  for (const each of found) {
    const read = readJson(each.text);
    if ('flaw' in read) broken.push({ path: each.path, text: each.text, flaw: read.flaw });
    else if (isMap(read.data)) dashboards.push({ ...each, model: read.data });
    else broken.push({ path: each.path, text: each.text, flaw: { message: 'holds no object', offset: 0 } });
  }
  return { dashboards, broken };
});

function textsFor(object: KubeObject): Omit<Dashboard, 'model'>[] {
  if (object.kind === 'GrafanaDashboard') {
    const spec = fields(object['spec']);
    const json = text(spec['json']);
    const inputs = each(object, 'spec.datasources[]').flatMap(({ item }) => texts([item['inputName']]));
    return json === undefined ? [] : [{ path: '/spec/json', text: json, inputs }];
  }
  if (!isMap(object.metadata.labels) || !('grafana_dashboard' in object.metadata.labels)) return [];
  const data = fields(object['data']);
  return Object.keys(data).flatMap((key) => {
    const json = data[key];
    return key.endsWith('.json') && typeof json === 'string' ? [{ path: child('/data', key), text: json, inputs: [] }] : [];
  });
}

/** Where a value of a dashboard stands: in the text of the object. @param offset of a character, if it is a text */
export function offsetOf({ text: json }: Dashboard, path: readonly (string | number)[], offset?: number): number {
  const start = offsetIn(json, path);
  return offset === undefined ? start : offsetWithin(json, start, offset);
}

/** A part of a dashboard, and where. */
export interface Piece {
  readonly item: Fields;
  readonly path: readonly (string | number)[];
}

function pieces(value: unknown, path: readonly (string | number)[]): Piece[] {
  return maps(value, '').map(({ item, at }) => ({ item, path: [...path, Number(at.slice(1))] }));
}

/** Every panel, also of rows that are folded, and of rows as they were before Grafana 5. */
export function panelsOf({ model }: Dashboard): Piece[] {
  const top = [
    ...pieces(model['panels'], ['panels']),
    ...pieces(model['rows'], ['rows']).flatMap(({ item, path }) => pieces(item['panels'], [...path, 'panels'])),
  ];
  return top.flatMap((panel) => [panel, ...pieces(panel.item['panels'], [...panel.path, 'panels'])]);
}

/** What can be chosen above the panels. */
export function variablesOf({ model }: Dashboard): Piece[] {
  return pieces(fields(model['templating'])['list'], ['templating', 'list']);
}

/** The queries of a panel. */
export function targetsOf({ item, path }: Piece): Piece[] {
  return pieces(item['targets'], [...path, 'targets']);
}

/** The name of the variable that a data source is given by, if it is. */
export function variableIn(source: unknown): string | undefined {
  const named = isMap(source) ? source['uid'] : source;
  return typeof named === 'string' ? (/^\$(\w+)$/.exec(named) ?? /^\$\{(\w+)(?::\w+)?\}$/.exec(named))?.[1] : undefined;
}

/** Whether a query goes to Prometheus, as far as the dashboard says it. */
export function isForPrometheus(dashboard: Dashboard, panel: Piece, target: Piece): boolean {
  const own = target.item['datasource'];
  const source = own === undefined || own === null ? panel.item['datasource'] : own;
  const type = isMap(source) ? source['type'] : undefined;
  if (typeof type === 'string') return type === 'prometheus';
  const variable = variableIn(source);
  if (variable === undefined) return false;
  const chosen = variablesOf(dashboard).find(({ item }) => item['name'] === variable)?.item;
  const input = maps(dashboard.model['__inputs'], '').find(({ item }) => item['name'] === variable)?.item;
  return (chosen?.['type'] === 'datasource' && chosen['query'] === 'prometheus') || input?.['pluginId'] === 'prometheus';
}
