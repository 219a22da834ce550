// The verdict on each region: which is refused, why, and what an approval of it would name.
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { digest } from '../../../generator/plan/approval.ts';
import { excesses } from '../../../generator/plan/budgets.ts';
import type { Riders } from '../../../generator/plan/budgets.ts';
import { ARGOCD, FLEET, changesBetween } from '../../../generator/plan/change.ts';
import type { Change } from '../../../generator/plan/change.ts';
import type { Danger } from '../../../generator/plan/gate/danger.ts';
import type { Omission } from '../../../generator/plan/omissions.ts';
import type { Plan } from '../../../generator/plan/plan.ts';
import { regionVerdicts } from '../../../generator/plan/regions.ts';
import { object } from './object.ts';

const LIMITS = { maxDeletePercent: 10, maxUpdatePercent: 30, maxWorkPercent: 20 };
const maps = (n: number, value: string): KubeObject[] =>
  Array.from({ length: n }, (_, i) => ({ ...object('ConfigMap', undefined, { name: `c${i}` }), data: { value } }));
const updated = (region: string, n: number, component = 'agents'): Change[] => changesBetween(region, component, maps(n, 'a'), maps(n, 'b'));

interface Given {
  readonly changes?: readonly Change[];
  readonly dangers?: readonly Danger[];
  /** The dangers of fewer changes. */
  readonly dangersOf?: (changes: readonly Change[]) => readonly Danger[];
  readonly omissions?: readonly Omission[];
  readonly fleet?: readonly { readonly because: string; readonly needed: readonly string[] }[];
  readonly riders?: Riders;
  /** Region → per cent that may be updated. */
  readonly limits?: Readonly<Record<string, number>>;
}

/** Region → why it is refused, and how many approvals it needs. */
function told({
  changes = [],
  dangers = [],
  dangersOf = () => [],
  omissions = [],
  fleet = [],
  riders = {},
  limits = {},
}: Given): Record<string, string> {
  const regions = new Map(
    ['north', 'south', 'west'].map((name) => {
      const own = limits[name];
      return [
        name,
        {
          state: 'active' as const,
          agents: [],
          objects: { agents: 10 },
          ...(own === undefined ? {} : { limits: { ...LIMITS, maxUpdatePercent: own } }),
        },
      ];
    }),
  );
  const plan: Plan = { changes, memory: { regions, limits: LIMITS, generator: '0', path: 'out' }, counts: { argocd: 10 }, base: 'out' };
  const refused = { excesses: excesses(plan, changes, LIMITS, riders), dangers, dangersOf, omissions, fleet };
  const verdicts = regionVerdicts(plan, changes, LIMITS, digest, refused, riders);
  for (const { passes, because } of verdicts.values()) expect(passes).toBe(because === '');
  return Object.fromEntries([...verdicts].map(([region, { because, needed }]) => [region, because === '' ? '' : `${because} [${needed.length}]`]));
}

const ALL = { '': '', north: '', south: '', west: '' };
const first = (): [Change] => updated('north', 1) as [Change];
const second = (): [Change] => updated('south', 1) as [Change];
const danger = (change: Change, because: string, shared?: true): Danger => ({ change, class: 'work', because, ...(shared && { shared }) });

describe('a region', () => {
  test.each<[string, () => Given, Readonly<Record<string, string>>]>([
    ['passes where nothing is refused', () => ({ changes: [...first(), ...second()] }), ALL],
    [
      'is in the verdict when only the change knows it',
      () => ({ changes: updated('east', 0).concat(changesBetween('east', 'agents', [], maps(1, 'a'))) }),
      { ...ALL, east: '' },
    ],
    [
      'is refused for its own share',
      () => ({ changes: updated('north', 4) }),
      { ...ALL, north: '4 of 10 objects of north are updated, and 30 % are allowed [4]' },
    ],
    [
      'is refused by its own limits',
      () => ({ changes: [...updated('north', 4), ...updated('south', 4)], limits: { north: 50 } }),
      { ...ALL, south: '4 of 10 objects of south are updated, and 30 % are allowed [4]' },
    ],
    [
      'is refused for the share of the fleet, where the others leave no room',
      () => ({ changes: [...updated('north', 8), ...updated('south', 2)], limits: { north: 100 } }),
      {
        ...ALL,
        north: '10 of 30 objects of the fleet are updated, and 30 % are allowed [8]',
        south: '10 of 30 objects of the fleet are updated, and 30 % are allowed [2]',
      },
    ],
    [
      'passes where what is refused by itself leaves room',
      () => ({ changes: [...updated('north', 6), ...updated('south', 4)], limits: { north: 100 } }),
      { ...ALL, south: '4 of 10 objects of south are updated, and 30 % are allowed [4]' },
    ],
    [
      'is refused for the share of Argo CD',
      () => ({ changes: updated('north', 4, ARGOCD) }),
      { ...ALL, north: '4 of 10 objects of Argo CD are updated, and 30 % are allowed [4]' },
    ],
    ['passes with what is approved', () => ({ changes: updated('north', 4), riders: { approved: () => true } }), ALL],
    ['is refused for a danger', () => ({ changes: first(), dangers: [danger(first()[0], 'it stops')] }), { ...ALL, north: 'it stops [1]' }],
    [
      'is refused for each reason once',
      () => ({ changes: first(), dangers: [danger(first()[0], 'it stops'), danger(first()[0], 'it stops')] }),
      { ...ALL, north: 'it stops [1]' },
    ],
    [
      'is refused for three reasons and no more',
      () => ({ changes: first(), dangers: ['a', 'b', 'c'].map((because) => danger(first()[0], because)) }),
      { ...ALL, north: 'a; b; c [1]' },
    ],
    [
      'is refused for more reasons, which are counted',
      () => ({ changes: first(), dangers: ['a', 'b', 'c', 'd', 'e'].map((because) => danger(first()[0], because)) }),
      { ...ALL, north: 'a; b; c; 2 more reasons [1]' },
    ],
    [
      'is refused for what was left out, which no approval helps',
      () => ({ omissions: [{ what: 'it is gone', instead: 'say it', region: 'north' }] }),
      { ...ALL, north: 'it is gone [0]' },
    ],
    [
      'that nobody knows is refused as well',
      () => ({ omissions: [{ what: 'it is gone', instead: 'say it', region: 'east' }] }),
      { ...ALL, east: 'it is gone [0]' },
    ],
    [
      'passes where the fleet as a whole does not',
      () => ({ omissions: [{ what: 'no region', instead: 'say it' }], fleet: [{ because: 'limits', needed: ['x', 'y'] }] }),
      { ...ALL, [FLEET]: 'limits; no region [2]' },
    ],
  ])('%s', (_, given, expected) => expect(told(given())).toEqual(expected));

  test('passes of the fleet what belongs to no region', () => {
    const [zone] = changesBetween(FLEET, ARGOCD, [object('AppProject', {})], []) as [Change];
    expect(told({ changes: [zone], dangers: [danger(zone, 'it goes')] })['']).toBe('it goes [1]');
  });
});

describe('a share of the whole fleet', () => {
  const both = (): Danger[] => [danger(first()[0], 'shared', true), danger(second()[0], 'shared', true)];
  const changes = (): Change[] => [...first(), ...second()];
  const never = (): never => {
    throw new Error('asked');
  };

  test.each<[string, () => Given, Readonly<Record<string, string>>]>([
    [
      'refuses all of its regions',
      () => ({ changes: changes(), dangers: both(), dangersOf: never }),
      { ...ALL, north: 'shared [1]', south: 'shared [1]' },
    ],
    [
      'is not counted anew where there is none',
      () => ({ changes: changes(), dangers: [danger(first()[0], 'own')], dangersOf: never }),
      { ...ALL, north: 'own [1]' },
    ],
    [
      'is counted anew without what is refused by itself',
      () => ({
        changes: changes(),
        dangers: [danger(first()[0], 'own'), ...both()],
        dangersOf: (some) => {
          expect(some).toEqual(second());
          return [];
        },
      }),
      { ...ALL, north: 'own [1]' },
    ],
    [
      'refuses the others where it is too large without as well',
      () => ({
        changes: changes(),
        dangers: [danger(first()[0], 'own'), ...both()],
        dangersOf: () => [danger(second()[0], 'fewer', true), danger(second()[0], 'of its own')],
      }),
      { ...ALL, north: 'own [1]', south: 'fewer [1]' },
    ],
  ])('%s', (_, given, expected) => expect(told(given())).toEqual(expected));
});
