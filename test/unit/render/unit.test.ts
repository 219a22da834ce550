import { describe, expect, test } from 'vitest';
import { fragment, sortObjects, unit } from '../../../generator/render/unit.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { REGION_PLACEHOLDER } from '../../../generator/k8s/region-placeholder.ts';

const object = (kind: string, name: string, more: Partial<KubeObject> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'agents' },
  ...more,
});

describe('a unit', () => {
  const service = object('Service', 'b');
  const objects = [service, object('ConfigMap', 'a', { data: { host: `a.${REGION_PLACEHOLDER}.net` } })];

  test('is named by its content, whatever the order its objects come in', () => {
    const made = unit('agents', 'alpha', objects);
    expect(made.folder).toMatch(/^base\/agents\/alpha\/[0-9a-f]{8}$/);
    expect(unit('agents', 'alpha', objects.toReversed())).toEqual(made);
    expect(unit('agents', 'alpha', [service]).folder).not.toBe(made.folder);
  });

  test('has REGION in its text where the region goes, and knows where that is', () => {
    const { text, templated } = unit('agents', 'alpha', objects);
    expect(text).toContain('host: a.REGION.net');
    expect(text).not.toContain(REGION_PLACEHOLDER);
    expect(templated.map(({ object: { kind }, placeholders }) => [kind, placeholders.map(({ path }) => path)])).toEqual([
      ['ConfigMap', ['/data/host']],
    ]);
  });

  test('bears the version that its objects bear', () => {
    const labels = { 'app.kubernetes.io/version': '1.2.3' };
    const versioned = object('Service', 'b', { metadata: { name: 'b', namespace: 'agents', labels } });
    expect(unit('agents', 'alpha', [versioned]).folder).toMatch(/\/1\.2\.3-[0-9a-f]{8}$/);
  });

  test('knows one object of each kind', () => {
    const { kinds } = fragment([object('Service', 'a'), object('Service', 'b'), object('ConfigMap', 'c')]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['ConfigMap', 'Service']);
  });
});

test('objects stand in an order of their own: what has no namespace first, then by kind and name', () => {
  const mixed = [object('Service', 'a'), object('ConfigMap', 'b'), object('ConfigMap', 'a'), object('Namespace', 'z', { metadata: { name: 'z' } })];
  const titles = (list: readonly KubeObject[]): string[] => list.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(titles(sortObjects(mixed))).toEqual(['Namespace z', 'ConfigMap a', 'ConfigMap b', 'Service a']);
  expect(titles(sortObjects(mixed.toReversed()))).toEqual(titles(sortObjects(mixed)));
  expect(titles(mixed)[0]).toBe('Service a');
});
