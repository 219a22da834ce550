// Regions that stay on the output of an older generator: what is delivered of them, what waits, and which edits are refused.
import { describe, expect, test } from 'vitest';
import { GENERATOR_VERSION, compareGenerators } from '../../../generator/model/generator.ts';
import { memoryOf } from '../../../generator/plan/memory.ts';
import { review } from '../../../generator/plan/review.ts';
import type { History, Review } from '../../../generator/plan/review.ts';
import type { FileMap } from '../../../generator/render/files.ts';
import { parseHeld } from '../../../generator/render/held.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import { planMarkdown } from '../../../generator/report/plan-markdown.ts';
import { planText } from '../../../generator/report/plan-text.ts';
import { planJson } from '../../../generator/report/plan-json.ts';
import { style } from '../../../generator/report/style.ts';
import { TODAY, agent, configOf, fleet, made, outOf } from './support.ts';
import type { Spec } from './support.ts';

const OLD = '0.0.9';
const DIGEST = 'd'.repeat(64);

/** As an older generator wrote it, which made something else of the same fleet. */
function older(spec: Spec, version = OLD): FileMap {
  const files = outOf(spec);
  const path = /^(overlays\/[^/]+\/)?fleet\.lock\.json$/;
  return new Map(
    [...files].map(([name, text]) => [
      name,
      path.test(name) ? text.replace(`"generator": "${GENERATOR_VERSION}"`, `"generator": "${version}"`) : text,
    ]),
  );
}
/** What stands for the difference between two generators, small enough for the gate. */
const formerly = (spec: Spec): void => ['agent-b', 'agent-c'].forEach((name) => void (agent(spec, name)['terminationGracePeriodSeconds'] = 31));
const pinned =
  (...regions: string[]) =>
  (spec: Spec): void =>
    regions.forEach((region) => (spec.regions[region] = { ...spec.regions[region], generator: '0.0' }));
const both =
  (...changes: ((spec: Spec) => void)[]) =>
  (spec: Spec): void =>
    changes.forEach((change) => change(spec));
const image = (spec: Spec): void => void (agent(spec, 'agent-a')['image'] = 'registry.example.net/agent-a:v2');

const base = treeOf(older(fleet(formerly)));
const reflecting = (spec: Spec): History => ({
  spent: new Set(),
  reflects: () => DIGEST,
  since: () => new Map(),
  reflected: () => ({ files: outOf(spec) }),
});

function asked(change: (spec: Spec) => void, { old = base, history = reflecting(fleet()) }: { old?: typeof base; history?: History } = {}): Review {
  const config = configOf(fleet(change));
  return review({ ...made(config), config }, old, TODAY, history);
}
const refusals = ({ verdict }: Review): string[] => verdict.omissions.map(({ what, region }) => `${region}: ${what}`);
const folder = (files: ReadonlyMap<string, string> | undefined, region: string): string[] =>
  [...(files ?? [])].filter(([path]) => path.startsWith(`overlays/${region}/`) || path === `argocd/${region}.yaml`).flat();

describe('a region that names an older generator', () => {
  const seen = asked(pinned('south'));

  test('keeps every byte, and the others are written anew', () => {
    const { files, held } = seen.delivery ?? {};
    expect([...(held ?? [])]).toEqual([['south', { because: 'stays on generator 0.0', config: DIGEST }]]);
    expect(folder(files, 'south')).toEqual(folder(older(fleet(formerly)), 'south'));
    expect(folder(files, 'north')).toEqual(folder(outOf(fleet()), 'north'));
    expect([...(parseHeld(files?.get('held.json') ?? '') ?? [])]).toEqual([...(held ?? [])]);
  });
  test('is not in the plan, and what waits is told', () => {
    expect([...seen.regions.keys()]).toEqual(['north']);
    expect(seen.blocks.every(({ regions }) => !regions.includes('south'))).toBe(true);
    expect(planText(seen, TODAY, style(false))).toContain(`\nsouth stays on generator 0.0: not delivered: 2 updated by ${GENERATOR_VERSION}\n`);
    expect(planMarkdown(seen, TODAY)).toContain('south stays on generator 0.0');
    expect(planJson(seen)).toMatchObject({ stays: { south: { generator: '0.0', waiting: { update: 2, create: 0 } } } });
  });
  test('asks for no approval for what does not change', () => {
    expect(seen.verdict.dangers.filter(({ change }) => change.region === 'south')).toEqual([]);
    expect(refusals(seen)).toEqual([]);
  });
  test('goes on when the key goes, as a change like any other', () => {
    const held = treeOf(seen.delivery?.files ?? new Map());
    const now = asked(() => undefined, { old: held });
    expect([...now.regions]).toEqual([['south', { create: 0, update: 2, delete: 0, replace: 0 }]]);
    expect(now.delivery?.held ?? new Map()).toEqual(new Map());
    expect([now.verdict.passes, now.verdict.upgradeFrom]).toEqual([true, OLD]);
  });
  test('stays as it is with the next delivery', () => {
    const held = treeOf(seen.delivery?.files ?? new Map());
    const again = asked(pinned('south'), { old: held });
    expect([again.blocks, again.verdict.passes]).toEqual([[], true]);
    expect(again.delivery?.files).toEqual(seen.delivery?.files);
  });
  test('is not in the plan where somebody edited a base of another region by hand', () => {
    const files = new Map(seen.delivery?.files);
    const used = (region: string): string => files.get(`overlays/${region}/agents/kustomization.yaml`) as string;
    const path = [...files.keys()].find(
      (name) => /^base\/agents\/agent-b\/.*objects/.test(name) && !used('south').includes(name.slice(0, -13)),
    ) as string;
    files.set(path, (files.get(path) as string).replace('agent-b:v1', 'agent-b:v0'));
    const now = asked(pinned('south'), { old: treeOf(files) });
    expect([...now.regions.keys()]).toEqual(['north']);
  });
  test('may be every region: the pin of the action moves, and nothing else', () => {
    const all = asked(pinned('north', 'south'));
    expect([all.verdict.passes, all.blocks]).toEqual([true, []]);
    expect(new Map([...(all.delivery?.files ?? [])].filter(([path]) => path !== 'held.json' && path !== 'fleet.lock.json'))).toEqual(
      new Map([...older(fleet(formerly))].filter(([path]) => path !== 'fleet.lock.json')),
    );
  });
  test('names the running one, and nothing is held', () => {
    const now = asked((spec) => void (spec.regions['south'] = { generator: GENERATOR_VERSION.split('.').slice(0, 2).join('.') }));
    expect([...now.stays]).toEqual([]);
    expect([...now.regions.keys()]).toEqual(['north', 'south']);
  });
  test('may be named by a group', () => {
    const now = asked((spec) => void (spec['groups'] = { late: { regions: ['south'], generator: '0.0' } }));
    expect([...(now.delivery?.held.keys() ?? [])]).toEqual(['south']);
  });
});

describe('an edit of config/', () => {
  test('that reaches a region that stays is refused there, and delivered elsewhere', () => {
    const seen = asked(both(pinned('south'), image));
    expect(refusals(seen)).toEqual([
      'south: region south stays on generator 0.0, and an edit of config/ reaches it: Deployment agents/agent-a-agent',
    ]);
    // No approval helps.
    expect([seen.verdict.passes, seen.verdict.needed]).toEqual([false, []]);
    expect(seen.delivery?.held.get('south')?.because).toContain('an edit of config/ reaches it');
    expect(seen.delivery?.files.get('overlays/north/agents/kustomization.yaml')).toBe(
      outOf(fleet(image)).get('overlays/north/agents/kustomization.yaml'),
    );
  });
  test('that leaves the region as it is passes', () => {
    const elsewhere = (spec: Spec): void => void (agent(spec, 'agent-a')['overrides'] = { north: { image: 'registry.example.net/agent-a:v2' } });
    expect(refusals(asked(both(pinned('south'), elsewhere)))).toEqual([]);
  });
  test('is refused until it is delivered or taken back', () => {
    const first = asked(both(pinned('south'), image));
    const held = treeOf(first.delivery?.files ?? new Map());
    expect(refusals(asked(both(pinned('south'), image), { old: held }))).toHaveLength(1);
    expect(refusals(asked(pinned('south'), { old: held }))).toEqual([]);
  });
  test('that changes only a file in which regions are mixed is refused too', () => {
    const keys =
      (region: string) =>
      (spec: Spec): void =>
        void (spec.regions[region] = { ...spec.regions[region], components: { dns: { tsigKeys: [1, 2] } } });
    expect(refusals(asked(both(pinned('south'), keys('south')))).join()).toMatch(/dns\/(README\.md|named\.conf)/);
    expect(refusals(asked(both(pinned('south'), keys('north'))))).toEqual([]);
  });
  test('of limits is none that reaches a region', () => {
    expect(refusals(asked(both(pinned('south'), (spec) => void (spec['gate'] = { maxDeletePercent: 5 }))))).toEqual([]);
  });
  test('may be there without anybody knowing, and that is told', () => {
    const { reflected: _, ...silent } = reflecting(fleet());
    const seen = asked(both(pinned('south'), image), { history: silent });
    expect(refusals(seen)).toEqual([]);
    expect(planText(seen, TODAY, style(false))).toContain('nobody can tell whether edits of config/ reach it: nobody asked Git here');
  });
});

describe('a region cannot stay', () => {
  test.each<[string, string, string]>([
    ['on what a newer one has written over', '0.0.10', 'stays on generator 0.0.9, and what is delivered was written by 0.0.10'],
    ['on what it is not on yet', '0.0.1', 'stays on generator 0.0.9, and what is delivered was written by 0.0.1'],
  ])('%s', (_, wrote, what) => {
    const now = asked((spec) => void (spec.regions['south'] = { generator: '0.0.9' }), { old: treeOf(older(fleet(formerly), wrote)) });
    expect(refusals(now)).toEqual([`south: region south ${what}`]);
    expect([...(now.delivery?.held.keys() ?? [])]).toEqual(['south']);
  });
  test('when nothing of it is delivered', () => {
    const now = asked((spec) => void (spec.regions['west'] = { generator: '0.0' }));
    expect(refusals(now)).toEqual(['west: region west stays on generator 0.0, and nothing of it is delivered']);
  });
  test('with an out/ whose parts cannot be told apart', () => {
    const files = new Map([...older(fleet(formerly))].filter(([path]) => path !== 'argocd/kustomization.yaml'));
    const now = asked(pinned('south'), { old: treeOf(files) });
    expect([now.delivery, now.obstacle, now.verdict.passes]).toEqual([undefined, expect.stringContaining('cannot be understood'), false]);
    expect(refusals(now)).toEqual([expect.stringContaining('regions are to stay on an older generator, and none can be held apart: out/')]);
  });
  test('is nothing that hides a fault', () => {
    const broken = (path: string): string => {
      if (path === 'secrets.md') throw new Error('no disk');
      return base.read(path);
    };
    expect(() => asked(pinned('south'), { old: { ...base, read: broken } })).toThrow('no disk');
  });
  test('of which nobody knows the release, where held.json cannot be read', () => {
    const old = treeOf(new Map([...older(fleet(formerly)), ['held.json', 'x']]));
    expect(memoryOf(old).regions.get('south')?.generator).toBe(OLD);
    expect(asked(pinned('south'), { old }).obstacle).toContain('held.json');
  });
  test('beside one that would take something of it: both wait, and that is refused', () => {
    const moved = (spec: Spec): void => {
      spec.regions['south'] = { generator: '0.0', cluster: 'elsewhere' };
      spec.regions['north'] = { cluster: 'south' };
    };
    const now = asked(moved, { history: reflecting(fleet(moved)) });
    expect(refusals(now)).toContain('north: region north is held with south: both have the cluster south');
  });
});

test.each([
  ['0.1', '0.1.0', 0],
  ['0.1', '0.1.7', 0],
  ['0.1.0', '0.1.7', -1],
  ['0.1', '0.2.0', -1],
  ['0.9', '0.10.0', -1],
  ['1.0', '0.10.0', 1],
  ['0.2', '0.2.0-rc.1', 0],
])('%s against %s is %i', (named, running, order) => expect(Math.sign(compareGenerators(named, running))).toBe(order));
