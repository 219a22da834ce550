// What a review asks Git about the deliveries before, and what it then says may be delivered.
import { describe, expect, test } from 'vitest';
import { review } from '../../../generator/plan/review.ts';
import type { History, Proposal, Review } from '../../../generator/plan/review.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import type { Tree } from '../../../generator/render/tree.ts';
import { TODAY, agent, configOf, fleet, made, outOf } from './support.ts';
import type { Spec } from './support.ts';

const image = (spec: Spec, name: string, region: string, tag: string): void =>
  void (agent(spec, name)['overrides'] = { [region]: { image: `registry.example.net/${name}:${tag}` } });
const NAMES = Object.keys(fleet().agents);

function proposed(change: (spec: Spec) => void = () => undefined): Proposal {
  const config = configOf(fleet(change));
  return { ...made(config), config };
}
const base = treeOf(outOf(fleet()));
const DIGEST = 'd'.repeat(64);
const UNKNOWN: History = { spent: new Set(), reflects: () => DIGEST, since: () => new Map() };
const asked = (proposal: Proposal, old: Tree, history: Partial<History> = {}): Review => review(proposal, old, TODAY, { ...UNKNOWN, ...history });

/** More work in the region than a limit of 20 % lets pass. */
const much =
  (region: string, count = 8) =>
  (spec: Spec): void =>
    NAMES.slice(0, count).forEach((name) => image(spec, name, region, 'v2'));

describe('the day before', () => {
  const yesterday = treeOf(outOf(fleet()));
  const before = treeOf(outOf(fleet(much('north', 4))));
  const now = proposed(much('north', 7));

  test('counts together with what comes, and is asked for once', () => {
    let times = 0;
    const dayAgo = (): Tree => {
      times += 1;
      return yesterday;
    };
    const seen = asked(now, before, { dayAgo });
    expect(seen.verdict.dangers.map(({ because }) => because)).toEqual(
      Array.from({ length: 3 }, (): unknown => expect.stringMatching(/7 of 28 agents × regions within a day; 20 % are allowed$/)),
    );
    expect(times).toBe(1);
  });
  test('is asked for once, also where the others are counted anew', () => {
    let times = 0;
    const dayAgo = (): Tree => {
      times += 1;
      return yesterday;
    };
    const both = proposed((spec) => {
      much('south', 7)(spec);
      agent(spec, 'agent-n')['overrides'] = { north: { image: 'elsewhere.example.net/agent-n:v1' } };
    });
    const seen = asked(both, treeOf(outOf(fleet(much('south', 4)))), { dayAgo });
    expect([...seen.verdict.regions].map(([region, { because }]) => [region, because])).toEqual([
      ['', ''],
      ['north', expect.stringContaining('the image comes from another repository')],
      ['south', expect.stringContaining('7 of 28 agents × regions within a day')],
    ]);
    expect(times).toBe(1);
  });
  test.each<[string, Partial<History>]>([
    ['of which nobody knows', { dayAgo: () => undefined }],
    ['that nobody can be asked for', {}],
  ])('%s counts for nothing', (_, history) => expect(asked(now, before, history).verdict.passes).toBe(true));
});

describe('regions that are refused', () => {
  const now = proposed(much('north'));

  test('are held, and the others delivered', () => {
    const first = asked(now, base);
    expect([...(first.delivery?.held ?? [])]).toEqual([['north', { because: expect.stringContaining('8 of 28') as string, config: DIGEST }]]);
    expect(first.delivery?.since).toEqual(new Map());
    expect(first.obstacle).toBeUndefined();
  });
  test('are held since they were first', () => {
    const held = treeOf((asked(now, base).delivery as NonNullable<Review['delivery']>).files);
    const regions: (readonly string[])[] = [];
    const since = (of: readonly string[]): Map<string, string> => {
      regions.push(of);
      return new Map([['north', 'c0ffee']]);
    };
    const again = asked(now, held, { since });
    expect(regions).toEqual([['north']]);
    expect(again.delivery?.since).toEqual(new Map([['north', 'c0ffee']]));
    const free = asked(proposed(), held, { since });
    expect([free.delivery?.held, free.delivery?.since, regions.length]).toEqual([new Map(), new Map(), 1]);
  });
  test('leave nothing to deliver when they are all', () => {
    const all = asked(
      proposed((spec) => NAMES.forEach((name) => void (agent(spec, name)['image'] = `registry.example.net/${name}:v2`))),
      base,
    );
    expect([all.verdict.passes, all.delivery, all.obstacle]).toEqual([false, undefined, undefined]);
  });
  test('leave nothing to deliver when the fleet as a whole is refused', () => {
    const seen = asked(
      proposed((spec) => (spec['gate'] = { maxDeletePercent: 99 })),
      base,
    );
    expect([seen.verdict.raisesLimits, seen.delivery]).toEqual([true, undefined]);
  });
  test('cannot be held apart in an out/ that is not what its locks list', () => {
    const files = new Map([...outOf(fleet())].filter(([path]) => path !== 'argocd/kustomization.yaml'));
    const seen = asked(now, treeOf(files));
    expect(seen.delivery).toBeUndefined();
    expect(seen.obstacle).toMatch(/^out\/.* cannot be understood/);
  });
  test('are nothing that hides a fault', () => {
    const reflects = (): never => {
      throw new Error('no Git');
    };
    expect(() => asked(now, base, { reflects })).toThrow('no Git');
    expect(asked(proposed(), base, { reflects }).delivery?.held).toEqual(new Map());
  });
});

test('without a history nothing is spent and nothing is known', () => {
  const seen = review(proposed(much('north')), base, TODAY);
  expect([...(seen.delivery?.held ?? [])]).toEqual([['north', { because: expect.stringContaining('8 of 28') as string }]]);
});
