// Shares of what may stop, restart or be weakened at once, on changes made by hand.
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../../generator/plan/change.ts';
import type { Effect } from '../../../../generator/components/weight.ts';
import { PLACEMENTS, overShare } from '../../../../generator/plan/gate/shares.ts';
import type { Work } from '../../../../generator/plan/gate/shares.ts';

const REGIONS = ['r1', 'r2', 'r3', 'r4', 'r5'];
const AGENTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const homes = new Map(AGENTS.map((agent) => [agent, new Set(REGIONS)]));
const sizes = (group: string, region?: string): number => (group === PLACEMENTS ? (region === undefined ? 50 : 10) : region === undefined ? 5 : 1);

function work(agent: string, region: string, effect: Effect = 'restarts', always = false): Work {
  const change = { region, component: 'agents', id: `${region}/${agent}` } as Change;
  return {
    change,
    weight: { class: 'work', says: effect, effect, ...(always ? { always: true as const } : {}) },
    unit: `${region} ${agent}`,
    group: PLACEMENTS,
    agent,
  };
}
function helper(region: string, effect: Effect = 'restarts'): Work {
  const change = { region, component: 'dns', id: region } as Change;
  return { change, weight: { class: 'work', says: effect, effect }, unit: region, group: 'Deployments of dns' };
}
const over = (now: readonly Work[], earlier: readonly Work[] = [], maxWorkPercent = 20): string[] =>
  overShare(now, earlier, sizes, homes, { maxWorkPercent }).map(({ change, because }) => `${change.region}: ${because}`);
const all = (agents: readonly string[], regions: readonly string[], effect?: Effect): Work[] =>
  agents.flatMap((agent) => regions.map((region) => work(agent, region, effect)));

describe('work', () => {
  test.each<[string, readonly Work[], number]>([
    ['nothing', [], 0],
    ['one placement, whatever the limit', all(['a'], ['r1']), 0],
    ['two placements', all(['a'], ['r1', 'r2']), 0],
    ['a fifth of all', all(['a', 'b'], REGIONS), 0],
    ['more than a fifth of all', [...all(['a', 'b'], REGIONS), work('c', 'r1')], 11],
    ['one placement told three times', [work('a', 'r1'), work('a', 'r1', 'weakens'), work('a', 'r1')], 0],
    ['restarts and weakenings together', [...all(['a', 'b'], REGIONS), work('c', 'r1', 'weakens')], 11],
    ['an agent that stops in one region', all(['a'], ['r1'], 'stops'), 0],
    ['an agent that stops in all but one region', all(['a'], REGIONS.slice(1), 'stops'), 0],
    ['an agent that stops in every region', all(['a'], REGIONS, 'stops'), 5],
    ['an agent that restarts in every region', all(['a'], REGIONS), 0],
    ['two agents that stop in a region', all(['a', 'b'], ['r1'], 'stops'), 0],
    ['three agents of ten that stop in a region', all(['a', 'b', 'c'], ['r1'], 'stops'), 3],
    ['three agents of ten that restart in a region', all(['a', 'b', 'c'], ['r1']), 0],
    ['a controller in two of five regions', [helper('r1'), helper('r2')], 0],
    ['a controller in three of five regions', [helper('r1'), helper('r2'), helper('r3')], 3],
    ['what always asks', [work('a', 'r1', 'weakens', true)], 1],
  ])('%s', (_, now, expected) => expect(over(now)).toHaveLength(expected));

  test('says how many of how many', () =>
    expect(over(all(['a', 'b', 'c'], ['r1', 'r2', 'r3', 'r4']))[0]).toBe('r1: restarts: 12 of 50 agents × regions; 20 % are allowed'));
  test('of a limit of 100 asks for none but what ends everywhere', () => {
    expect(over(all(AGENTS, REGIONS), [], 100)).toEqual([]);
    expect(over(all(['a'], REGIONS, 'stops'), [], 100)).toHaveLength(5);
  });
  test('of a limit of 0 asks from three on', () => {
    expect(over(all(['a'], ['r1', 'r2']), [], 0)).toEqual([]);
    expect(over(all(['a'], ['r1', 'r2', 'r3']), [], 0)).toHaveLength(3);
  });
  test('that was delivered since a day ago counts together with what comes', () => {
    expect(over([work('c', 'r1')], all(['a', 'b'], REGIONS))).toEqual(['r1: restarts: 11 of 50 agents × regions within a day; 20 % are allowed']);
    expect(over([work('a', 'r1')], all(['a', 'b'], REGIONS))).toEqual([]);
    expect(over(all(['a'], ['r5'], 'stops'), all(['a'], REGIONS.slice(0, 4), 'stops'))).toEqual([
      'r5: stops: agent a ends, or stops, in every region',
    ]);
  });
});

describe('a danger of work', () => {
  const seen = (now: readonly Work[], earlier: readonly Work[] = [], of = sizes, maxWorkPercent = 20) =>
    overShare(now, earlier, of, homes, { maxWorkPercent }).map(({ change, class: kind, because, shared }) => [change.region, kind, because, shared]);
  const of = (region: number, all: number) => (_: string, where?: string) => (where === undefined ? all : region);

  test('is told once, by the gravest reason', () => {
    const always = work('a', 'r1', 'stops', true);
    expect(seen([always, ...all(['b', 'c'], ['r1'], 'stops')])).toEqual([
      ['r1', 'work', 'stops', undefined],
      ...['b', 'c'].map(() => ['r1', 'work', 'stops: 3 of 10 agents × regions of r1; 20 % are allowed', undefined]),
    ]);
    expect(seen(all(['a'], REGIONS, 'stops'), [], sizes, 1).map(([, , because]) => because)).toEqual(
      REGIONS.map(() => 'stops: agent a ends, or stops, in every region'),
    );
  });
  test('of the whole fleet is shared, one of a region or an agent is not', () => {
    expect(seen([...all(['a', 'b'], REGIONS), work('c', 'r1')]).map(([, , , shared]) => shared)).toEqual(Array.from({ length: 11 }, () => true));
    expect(seen(all(['a'], REGIONS, 'stops')).map(([, , , shared]) => shared)).toEqual(REGIONS.map(() => undefined));
  });
  test('is that a region stops altogether, however small it is', () => {
    expect(seen([work('a', 'r1', 'stops')], [], of(1, 50))).toEqual([
      ['r1', 'work', 'stops: 1 of 1 agents × regions of r1; 20 % are allowed', undefined],
    ]);
    expect(seen(all(['a', 'b'], ['r1'], 'stops'), [], of(2, 50), 100)).toHaveLength(2);
    expect(seen(all(['a', 'b'], ['r1'], 'stops'), [], of(3, 50))).toEqual([]);
    expect(seen(all(['a', 'b'], ['r1'], 'restarts'), [], of(2, 50))).toEqual([]);
    expect(seen([helper('r1', 'stops')], [], of(1, 50))).toEqual([]);
    expect(seen([work('a', 'r1')], [], of(1, 1))).toEqual([]);
  });
  test('is that a region stops altogether within a day', () => {
    expect(seen([work('a', 'r1', 'stops')], [work('b', 'r1', 'stops')], of(2, 50))).toEqual([
      ['r1', 'work', 'stops: 2 of 2 agents × regions of r1 within a day; 20 % are allowed', undefined],
    ]);
    expect(seen([work('a', 'r1', 'stops')], [work('b', 'r2', 'stops')], of(2, 50))).toEqual([]);
    expect(seen([work('a', 'r1', 'stops')], [work('b', 'r1', 'restarts')], of(2, 50))).toEqual([]);
    expect(seen([work('a', 'r1')], [work('b', 'r1', 'stops')], of(2, 50))).toEqual([]);
  });
  test('is that an agent ends in every region within a day, and by that alone', () => {
    const four = REGIONS.slice(0, 4);
    expect(seen([work('a', 'r5', 'stops')], all(['b'], four, 'stops'))).toEqual([]);
    expect(seen([work('a', 'r5', 'stops')], all(['a'], four, 'restarts'))).toEqual([]);
    expect(seen([work('a', 'r5', 'restarts')], all(['a'], four, 'stops'))).toEqual([]);
    expect(seen([...all(['a'], four, 'stops'), work('b', 'r5', 'stops')])).toEqual([]);
    expect(seen([...all(['a'], four, 'stops'), work('a', 'r5', 'restarts')])).toEqual([]);
    expect(seen([work('b', 'r1', 'weakens'), ...all(['a'], REGIONS, 'stops')])).toHaveLength(5);
  });
  test('is counted by kind and component, also of the day before', () => {
    const two = [helper('r1'), helper('r2')];
    expect(seen(two, [helper('r3')], of(1, 5))).toEqual(
      ['r1', 'r2'].map((region) => [region, 'work', 'restarts: 3 of 5 Deployments of dns within a day; 20 % are allowed', true]),
    );
    expect(seen(two, [work('a', 'r3')], of(1, 5))).toEqual([]);
    expect(seen([...two, work('a', 'r3')], [], of(1, 5))).toEqual([]);
    expect(seen(two, two, of(1, 5))).toEqual([]);
  });
  test('is a share that is larger than the limit, not one that is the limit', () => {
    const three = [helper('r1'), helper('r2'), helper('r3')];
    expect([seen(three, [], of(1, 15)), seen(three, [], of(1, 14)).length]).toEqual([[], 3]);
  });
});
