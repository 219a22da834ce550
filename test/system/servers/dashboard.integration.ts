// Whether Grafana would understand the dashboard, as far as Grafana's own types tell.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: Grafana’s types.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fleet } from './fleets.ts';
import { Generated } from './generated.ts';
import { errors, grafana } from './grafana.ts';

interface Panel {
  readonly type: string;
  readonly options: unknown;
  readonly fieldConfig: { readonly defaults: { readonly custom?: unknown } };
  readonly datasource: unknown;
  readonly targets: readonly { readonly datasource: unknown; readonly expr: string }[];
}
interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string | { readonly query: string };
  readonly datasource?: unknown;
}
interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
}

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const isDashboard = grafana.dashboard();
const timeseries = grafana.timeseries();

async function dashboardOf(made: Generated, region: string): Promise<{ key: string; text: string; dashboard: Dashboard }> {
  const maps = (await made.objects(region, 'monitoring')).filter(({ kind }) => kind === 'ConfigMap') as unknown as { data: Record<string, string> }[];
  const files = maps.flatMap(({ data }) => Object.entries(data));
  expect(files).toHaveLength(1);
  const [[key, text]] = files as [[string, string]];
  return { key, text, dashboard: JSON.parse(text) as Dashboard };
}

describe('the dashboard', () => {
  let made: Generated;
  let grown: Generated;
  let key: string;
  let text: string;
  let dashboard: Dashboard;
  beforeAll(async () => {
    made = new Generated(fleet({ records: 'wildcard', discovery: false }));
    grown = new Generated(fleet({ records: 'per-agent', discovery: false }, ['ap-south']));
    ({ key, text, dashboard } = await dashboardOf(made, 'us-east'));
  });
  afterAll(() => [made, grown].forEach((folder) => folder?.remove()));

  // Red with `title` of a panel written `titel`, with `editable: 'no'` and with a variable of type `qery`.
  test('is one in every field that Grafana types, and has no field that it does not', () => {
    expect(key).toMatch(/^[a-z0-9-]+\.json$/);
    expect(errors(isDashboard, dashboard)).toEqual([]);
  });

  // Red with `legend.placement: 'below'`.
  test('its panels have the options of their kind and no others', () => {
    for (const { type, options, fieldConfig } of dashboard.panels) {
      expect(type).toBe('timeseries');
      expect(errors(timeseries.options, options)).toEqual([]);
      expect(errors(timeseries.fieldConfig, fieldConfig.defaults.custom ?? {})).toEqual([]);
    }
  });

  // Red with `id: null` and `version: 1`, which it once had, and with the model wrapped in `{ dashboard }`.
  test('it is the bare model, without what the API wraps around it and what an instance of Grafana adds', () => {
    for (const field of ['dashboard', 'folderId', 'folderUid', 'overwrite', 'message', 'meta', 'id', 'version', 'iteration']) {
      expect(dashboard).not.toHaveProperty(field);
    }
    expect(errors(isDashboard, { dashboard, overwrite: true })).not.toEqual([]);
  });

  // Red with the number of agents in the uid, and with the region in the title.
  test('it is the same in every region and when the fleet grows: one uid, updated and not made anew', async () => {
    expect(dashboard.uid).toBe('pap-agents');
    for (const [folder, region] of [
      [made, 'eu-west'],
      [grown, 'us-east'],
      [grown, 'ap-south'],
    ] as const) {
      expect((await dashboardOf(folder, region)).text).toBe(text);
    }
  });

  // Red with `DATASOURCE.uid` fixed to `prometheus`, and with the agent's variable left out.
  test('the viewer chooses data source, region and agent, and every panel follows', () => {
    const { list } = dashboard.templating;
    expect(list.map(({ name, type }) => `${name}: ${type}`)).toEqual(['datasource: datasource', 'region: query', 'agent: query']);
    for (const variable of list.filter(({ type }) => type === 'query')) expect(variable.datasource).toEqual(DATASOURCE);
    for (const { datasource, targets } of dashboard.panels) {
      expect(
        [datasource, ...targets.map((target) => target.datasource)].filter((used) => JSON.stringify(used) !== JSON.stringify(DATASOURCE)),
      ).toEqual([]);
      expect(targets.every(({ expr }) => expr.includes('agent'))).toBe(true);
      expect(targets.some(({ expr }) => expr.includes('$region'))).toBe(true);
    }
  });
});
