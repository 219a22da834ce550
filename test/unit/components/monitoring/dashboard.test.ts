import { expect, test } from 'vitest';
import { dashboard } from '../../../../generator/components/monitoring/dashboard.ts';
import { facts } from './facts.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly datasource: { readonly uid: string };
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
  readonly targets: readonly { readonly refId: string; readonly expr: string; readonly datasource: { readonly uid: string } }[];
}
interface Model {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

const data = dashboard(facts())['data'] as Record<string, string>;
const text = data['lab-agents.json'] ?? '';
const model = JSON.parse(text) as Model;

test('it is the model itself, as files are provisioned, not what the HTTP API wraps around it', () => {
  expect(Object.keys(data)).toEqual(['lab-agents.json']);
  expect(model).toMatchObject({ uid: 'lab-agents', title: 'PAP agents of lab' });
  expect(model.uid).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
  expect(model).not.toHaveProperty('dashboard');
  expect(model.templating.list.map(({ name }) => name)).toEqual(['datasource', 'region', 'agent']);
});

test('panels have what Grafana needs and do not overlap', () => {
  expect(model.panels.map(({ id }) => id)).toEqual(model.panels.map((_, index) => index + 1));
  expect(new Set(model.panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(model.panels.length);
  for (const { type, datasource, gridPos, fieldConfig, targets } of model.panels) {
    expect(type).toBe('timeseries');
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    expect(fieldConfig.defaults.unit).not.toBe('');
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    for (const place of [datasource, ...targets.map((target) => target.datasource)]) expect(place.uid).toBe('${datasource}');
    for (const { expr } of targets) expect(expr).not.toMatch(/\[[0-9]/);
  }
});

test('it names no region, sorts its keys, and changes with nothing else', () => {
  expect(text).not.toContain('asia');
  expect(Object.keys(model)).toEqual(Object.keys(model).sort());
  expect(dashboard({ ...facts(), region: 'europe' })).toEqual(dashboard(facts()));
});
