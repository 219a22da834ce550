import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { overlayObjects } from '../../../generator/render/overlay.ts';
import type { Overlay } from '../../../generator/render/overlay.ts';
import { fragment, unit } from '../../../generator/render/unit.ts';
import { cluster } from '../../../generator/components/cluster/index.ts';
import { applyPatch } from '../../../generator/k8s/json-patch.ts';
import type { Operation } from '../../../generator/k8s/json-patch.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { REGION_PLACEHOLDER } from '../../../generator/k8s/region-placeholder.ts';
import { baseFiles, overlayFiles } from '../../../generator/render/kustomization.ts';
import { equal } from '../../../generator/model/data.ts';
import type { Region } from '../../../generator/fleet/region.ts';

interface Kustomization {
  readonly resources: readonly string[];
  readonly labels: readonly { readonly pairs: Record<string, string> }[];
  readonly patches?: readonly { readonly target: Record<string, string>; readonly patch: string }[];
}

const VALUES = [
  REGION_PLACEHOLDER,
  `a.${REGION_PLACEHOLDER}.net`,
  `x: ${REGION_PLACEHOLDER}`,
  `a,b ${REGION_PLACEHOLDER}`,
  `{${REGION_PLACEHOLDER}, "q"}`,
  `${REGION_PLACEHOLDER}\n${REGION_PLACEHOLDER}`,
];
const shared: KubeObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'a.b-c' },
  'odd/key~': VALUES,
};
const plain: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'x.y', namespace: 'agents' },
  spec: { host: `h.${REGION_PLACEHOLDER}` },
};
const own: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own', namespace: 'agents' }, data: { region: REGION_PLACEHOLDER } };

const made = unit('cluster', 'common', [shared, plain]);
function overlay(region: string, ...more: KubeObject[]): Overlay {
  return { region: { name: region } as Region, component: cluster, units: [made], own: more.length === 0 ? [] : [fragment(more)] };
}
const kustomization = (of: Overlay): Kustomization => parse(overlayFiles(of)['kustomization.yaml']?.text as string) as Kustomization;

describe('an overlay', () => {
  test('points at its bases and, where it has objects of its own, at these', () => {
    expect(kustomization(overlay('north')).resources).toEqual([`../../../${made.folder}`]);
    expect(Object.keys(overlayFiles(overlay('north')))).toEqual(['kustomization.yaml']);
    expect(kustomization(overlay('north', own)).resources).toEqual([`../../../${made.folder}`, 'objects.yaml']);
    expect(overlayFiles(overlay('north', own))['objects.yaml']?.text).toContain('region: "north"');
  });

  test('labels everything with the region, and no selector', () => {
    expect(kustomization(overlay('north')).labels).toEqual([{ pairs: { 'pap.plugged.in/region': 'north' } }]);
  });

  test('targets objects by all they are known by, with names that match nothing else', () => {
    expect(kustomization(overlay('north')).patches?.map(({ target }) => target)).toEqual([
      { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole', name: String.raw`a\.b-c` },
      { version: 'v1', kind: 'Service', name: String.raw`x\.y`, namespace: 'agents' },
    ]);
  });

  test('guards every replacement by a test of what the base says', () => {
    for (const { patch } of kustomization(overlay('north')).patches ?? []) {
      const operations = parse(patch) as Operation[];
      for (let i = 0; i < operations.length; i += 2) {
        expect(operations[i]).toMatchObject({ op: 'test', value: expect.stringContaining('REGION') as string });
        expect(operations[i + 1]).toMatchObject({ op: 'replace', path: operations[i]?.path, value: expect.stringContaining('north') as string });
      }
    }
  });

  test.each(['north', 'no', '1e3', '0x1f', 'a-b'])('applied to the base, gives the objects we hold in memory: region %s', (region) => {
    const base = made.text.split('---\n').map((text) => parse(text) as KubeObject);
    const patches = kustomization(overlay(region)).patches ?? [];
    const objects = base.map((object, i) => applyPatch(object, parse(patches[i]?.patch as string) as Operation[], equal) as KubeObject);
    const expected = overlayObjects(overlay(region)).map(({ metadata: { labels: _labels, ...metadata }, ...object }) => ({ ...object, metadata }));
    expect(objects).toEqual(expected);
  });
});

test('a base holds its objects and a pointer to them, nothing else', () => {
  expect(Object.keys(baseFiles(made)).sort()).toEqual(['kustomization.yaml', 'objects.yaml']);
  expect(parse(baseFiles(made)['kustomization.yaml'] as string)).toEqual({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['objects.yaml'],
  });
});
