// What the fleet takes on trust, or no longer holds to be an error.
import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../../generator/fleet/fleet.ts';
import { digestOf } from '../../../../generator/plan/approval.ts';
import { lateTrusts, newTrusts } from '../../../../generator/plan/gate/trusts.ts';
import type { Memory } from '../../../../generator/plan/memory.ts';
import { trustLine } from '../../../../generator/render/trusts.ts';

const external = (until: string): object => ({ kind: 'Secret', name: 'some', reason: 'there', until });
const waiver = (until: string): object => ({ code: 'object/x', object: 'Pod a', reason: 'meant', until });
const memory = (change: Partial<Memory> = {}): Memory =>
  ({ regions: new Map(), generator: '0', limits: {}, path: undefined, ...change }) as unknown as Memory;
const fleet = (change: object = {}): Fleet =>
  ({ externals: [], waivers: [], treatAsErrors: [], regions: [], declared: [], classes: [], policies: [], ...change }) as unknown as Fleet;

describe('the fleet newly believes', () => {
  const line = trustLine('external', external('2026-12-31'));
  const loosened = (what: string): string => `checks no longer hold the fleet to this: ${what}`;
  const strict = 'a/b is an error';
  const server = 'north: the API server is at 192.0.2.80/32';
  const north = (apiServer: readonly string[]): object => ({ name: 'north', components: {}, clusterFacts: { apiServer } });

  test.each<[string, Memory, Fleet, readonly string[]]>([
    ['nothing', memory(), fleet(), []],
    [
      'an external',
      memory(),
      fleet({ externals: [external('2026-12-31')] }),
      [`the fleet takes something on trust that nothing here proves: ${line}`],
    ],
    ['no external that was there', memory({ trusts: [line] }), fleet({ externals: [external('2026-12-31')] }), []],
    ['no external that goes', memory({ trusts: [line] }), fleet(), []],
    ['nothing at the first delivery', memory({ generator: undefined }), fleet({ externals: [external('2026-12-31')] }), []],
    ['a warning that was an error', memory({ strict: [strict] }), fleet(), [loosened(strict)]],
    ['no warning that is an error still', memory({ strict: [strict] }), fleet({ treatAsErrors: ['a/b'] }), []],
    ['an API server that is named no more', memory({ strict: [server] }), fleet({ regions: [north([])] }), [loosened(server)]],
    ['no API server that is still named', memory({ strict: [server] }), fleet({ regions: [north(['192.0.2.80/32'])] }), []],
    ['no API server of a region that has gone', memory({ strict: [server] }), fleet(), []],
    [
      'what a component may do that no object shows',
      memory(),
      fleet({ regions: [{ ...north([]), components: { dns: { names: ['www'] } } }] }),
      ['the fleet takes something on trust that nothing here proves: right ExternalDNS may write www below a region'],
    ],
    ['no warning that becomes an error', memory({ strict: [] }), fleet({ treatAsErrors: ['a/b'] }), []],
  ])('%s', (_, known, now, expected) => expect([...newTrusts(known, now).keys()]).toEqual(expected));

  test('each under a digest of its own', () => {
    const seen = newTrusts(memory({ strict: ['a/b is an error', 'a/c is an error'] }), fleet({ externals: [external('2026-12-31')] }));
    expect([...seen.values()]).toEqual([
      digestOf(['trusts', line], ['come']),
      digestOf(['strict', 'a/b is an error'], ['goes']),
      digestOf(['strict', 'a/c is an error'], ['goes']),
    ]);
  });
});

describe('too late ends', () => {
  const TODAY = '2026-11-29';
  const late = (change: object, known: Partial<Memory> = {}): string[] =>
    lateTrusts(memory(known), fleet(change), TODAY).map(({ what, instead }) => `${what}: ${instead}`);
  const instead = 'write `until: "2027-02-27"` at most';

  test.each<[string, object, Partial<Memory>, readonly string[]]>([
    ['nothing', {}, {}, []],
    ['no external that ends within the days', { externals: [external('2027-02-27')] }, {}, []],
    [
      'an external that ends a day later',
      { externals: [external('2027-02-28')] },
      {},
      [`the external Secret some reaches until 2027-02-28; 90 days are allowed: ${instead}`],
    ],
    [
      'a waiver that ends a day later',
      { waivers: [waiver('2027-02-28')] },
      {},
      [`the waiver of object/x reaches until 2027-02-28; 90 days are allowed: ${instead}`],
    ],
    ['no waiver that ends within the days', { waivers: [waiver('2026-11-30')] }, {}, []],
    ['none that was there', { externals: [external('2099-01-01')] }, { trusts: [trustLine('external', external('2099-01-01'))] }, []],
    ['no waiver that was there', { waivers: [waiver('2099-01-01')] }, { trusts: [trustLine('waiver', waiver('2099-01-01'))] }, []],
  ])('%s', (_, change, known, expected) => expect(late(change, known)).toEqual(expected));
});
