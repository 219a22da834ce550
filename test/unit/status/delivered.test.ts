// What is delivered otherwise than it is wanted is read in part, and says what reading all of it says.
import { describe, expect, test } from 'vitest';
import { treeOf, type Tree } from '../../../generator/render/tree.ts';
import { glance } from '../../../generator/render/files.ts';
import { explainPlacement } from '../../../generator/fleet/resolve/explain.ts';
import { Delivered, runsOfPart } from '../../../generator/status/runs.ts';
import { Same } from '../../../generator/status/same.ts';
import { valuesOf } from '../../../generator/status/values.ts';
import { CONFIG, compiledOf } from '../../support/pictured.ts';

const compiled = compiledOf();
const before = compiledOf({ ...CONFIG, 'fleet.yaml': CONFIG['fleet.yaml'].replaceAll(/gamma([@:])3\.0\.0/g, 'gamma$12.0.0') });

/** A tree that tells which files of bases were read. */
function watched(files: ReadonlyMap<string, string>): { readonly tree: Tree; readonly read: string[] } {
  const read: string[] = [];
  const tree = treeOf(files);
  return { read, tree: { ...tree, read: (path) => (read.push(path), tree.read(path)) } };
}

const basesIn = (read: readonly string[]): string[] => [
  ...new Set(read.filter((path) => /^base\/agents\/.*objects/.test(path)).map((path) => path.split('/')[2] as string)),
];

describe('a region of which one agent has another version', () => {
  test('is read as far as it differs', () => {
    const { tree, read } = watched(before.files);
    const part = new Same(compiled, tree).part('north', 'agents');
    expect(part?.units.map(({ name }) => name)).toContain('alpha');
    expect(basesIn(read)).toEqual(['gamma']);
    expect(new Map(runsOfPart(part as NonNullable<typeof part>, 'north'))).toEqual(new Delivered().in(treeOf(before.files), 'north'));
  });

  test('is read whole where a base was edited in place, or somebody else wrote the kustomization', () => {
    const base = [...before.files.keys()].find((path) => /^base\/agents\/alpha\/.*objects/.test(path)) as string;
    const kustomization = 'overlays/north/agents/kustomization.yaml';
    for (const [path, edit] of [
      [base, (text: string) => text.replace(/alpha:[0-9.]+/, 'alpha:6.6.6')],
      [kustomization, (text: string) => `# by hand\n${text}`],
    ] as const) {
      const edited = treeOf(new Map([...before.files, [path, edit(before.files.get(path) as string)]]));
      const part = new Same(compiled, edited).part('north', 'agents');
      expect(part?.units.map(({ name }) => name) ?? []).not.toContain('alpha');
      expect(new Map(runsOfPart(part as NonNullable<typeof part>, 'north'))).toEqual(new Delivered().in(edited, 'north'));
    }
  });

  test('that is refused is refused', () => {
    const path = 'overlays/north/agents/kustomization.yaml';
    const odd = treeOf(new Map([...before.files, [path, 'kind: Other\n']]));
    expect(() => new Same(compiled, odd).part('north', 'agents')).toThrow('cannot be understood');
  });
});

test('of what is as it is wanted, or not delivered, there is no part', () => {
  expect(new Same(compiled, treeOf(compiled.files)).part('north', 'agents')).toBeUndefined();
  expect(new Same(compiled, treeOf(new Map())).part('north', 'agents')).toBeUndefined();
  expect(new Same(compiled, treeOf(before.files)).part('nowhere', 'agents')).toBeUndefined();
});

test('a look at a text is the text, whether or not it is kept', () => {
  const path = [...compiled.files.keys()].find((each) => each.endsWith('kustomization.yaml')) as string;
  const looked = glance(compiled.files, path);
  expect([looked, glance(compiled.files, path), glance(new Map([[path, 'x']]), path), glance(compiled.files, 'none')]).toEqual([
    compiled.files.get(path),
    compiled.files.get(path),
    'x',
    undefined,
  ]);
});

test('values of regions that are alike are worked out once, and are those of each region', () => {
  const config = {
    ...CONFIG,
    'fleet.yaml': `${CONFIG['fleet.yaml']
      .replace('east: { labels', 'east: { agentOverrides: { terminationGracePeriodSeconds: 70 }, labels')
      .replace('south: {', 'west: {}\n  far: { state: draining }\n  south: {')
      .replace('cold: { regions: [north]', 'cold: { agentOverrides: { env: { COLD: "1" } }, regions: [north]')
      .replaceAll(
        /regions: \[(?:east, )?north, south\]/g,
        'regions: [east, far, north, south, west]',
      )}    overrides: { west: { terminationGracePeriodSeconds: 80 } }\n`,
  };
  const { spec, sources } = compiledOf(config);
  const regions = ['east', 'far', 'north', 'south', 'west'];
  for (const name of ['alpha', 'gamma']) {
    const found = valuesOf(spec, name, regions, (path) => sources.locate({ path }));
    for (const region of regions) {
      const own = found.filter((value) => value.regions?.includes(region) ?? true).map(({ path, value }) => [path, value]);
      const each = explainPlacement(spec, name, region).values();
      expect(new Map(own as [string, unknown][])).toEqual(new Map(each.map(({ path, value }) => [path, value])));
      expect(own).toHaveLength(each.length);
    }
  }
});
