// Labels of regions, who is chosen by them, and what groups set.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { explain } from '../../../generator/fleet/resolve/explain.ts';
import type { Fleet } from '../../../generator/fleet/fleet.ts';
import { configOf, BARE } from '../../support/fleets.ts';
import type { Data } from '../../support/fleets.ts';

const REGIONS: Data = {
  'eu-west': { labels: { tier: 'prod', continent: 'eu' } },
  'us-east': { labels: { tier: 'prod', continent: 'us' } },
  'eu-test': { labels: { tier: 'test', continent: 'eu' } },
  bare: {},
};
const agent = (name: string, more: Data): Data => ({ ref: `acme/${name}@1.0.0`, image: `registry.example.net/${name}:1.0.0`, ...more });
const run = (more: Data, regions: Data = REGIONS) =>
  compile(configOf({ spec: { ...BARE, components: { cluster: { images: 'tag' } }, regions, ...more } as never, customs: {} }));
const errors = (more: Data, regions?: Data): string[] =>
  run(more, regions)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);

/** Region → agents. */
function placed(more: Data, regions?: Data): Record<string, string[]> {
  expect(errors(more, regions)).toEqual([]);
  const { fleet } = run(more, regions) as { fleet: Fleet };
  return Object.fromEntries(fleet.regions.map(({ name, placements }) => [name, placements.map(({ agent: { name: own } }) => own)]));
}

/** Region → a field of the agent `a`. */
function field<K extends keyof Fleet['regions'][number]['placements'][number]['agent']>(key: K, more: Data, regions?: Data): Record<string, unknown> {
  expect(errors(more, regions)).toEqual([]);
  const { fleet } = run(more, regions) as { fleet: Fleet };
  return Object.fromEntries(fleet.regions.flatMap(({ name, placements }) => placements.map(({ agent: own }) => [name, own[key]])));
}

describe('the regions of an agent', () => {
  test.each<[string, unknown, string[]]>([
    ['a list', ['bare'], ['bare']],
    ['all', 'all', ['bare', 'eu-test', 'eu-west', 'us-east']],
    ['a label', { match: { tier: 'prod' } }, ['eu-west', 'us-east']],
    ['one of several values', { match: { continent: ['eu', 'us'] } }, ['eu-test', 'eu-west', 'us-east']],
    ['several labels at once', { match: { continent: 'eu', tier: 'prod' } }, ['eu-west']],
    ['a label, with exceptions', { match: { tier: 'prod' }, except: ['us-east', 'bare'] }, ['eu-west']],
    ['all but some', { except: ['bare'] }, ['eu-test', 'eu-west', 'us-east']],
  ])('%s', (_, regions, expected) => {
    const found = placed({ agents: { a: agent('a', { regions }) } });
    expect(Object.keys(found).filter((region) => found[region]?.includes('a'))).toEqual(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ['a label that no region has', { match: { teir: 'prod' } }, /fleet\/no-match.*"teir", which no region has/],
    ['a value that no region has', { match: { tier: ['prod', 'prd'] } }, /fleet\/no-match.*tier: prd/],
    ['labels that no region has at once', { match: { tier: 'test', continent: 'us' } }, /no region has all of these labels/],
    ['none left', { match: { tier: 'test' }, except: ['eu-test'] }, /eu-test would match/],
    ['an exception that is no region', { match: { tier: 'prod' }, except: ['eu-wset'] }, /fleet\/unknown-region.*kept out of.*"eu-wset"/],
    ['another word', 'every', /schema\/type/],
    ['nothing in it', {}, /schema\/type/],
    ['another key', { match: { tier: 'prod' }, expect: ['bare'] }, /schema\/unknown-key/],
    ['a number as a value', { match: { tier: 1 } }, /schema\/type/],
  ])('is refused: %s', (_, regions, expected) => {
    expect(errors({ agents: { a: agent('a', { regions }) } })).toEqual([expect.stringMatching(expected)]);
  });
});

test('labels alone change no byte', () => {
  const agents = { a: agent('a', { regions: ['eu-west', 'bare'] }) };
  const without = Object.fromEntries(Object.keys(REGIONS).map((name) => [name, {}]));
  expect([...(run({ agents }).files ?? [])]).toEqual([...(run({ agents }, without).files ?? [])]);
  expect(run({ agents }).files?.size).toBeGreaterThan(10);
});

test('how regions are chosen changes no byte', () => {
  const chosen = run({ agents: { a: agent('a', { regions: { match: { tier: 'prod' } } }) } });
  const listed = run({ agents: { a: agent('a', { regions: ['us-east', 'eu-west'] }) } });
  expect([...(chosen.files ?? [])]).toEqual([...(listed.files ?? [])]);
});

const PROD = { match: { tier: 'prod' } };
const EUROPE = { match: { continent: 'eu' } };

describe('what a group sets', () => {
  const a = { a: agent('a', { regions: 'all' }) };
  const usual = { bare: 'IDLE', 'eu-test': 'IDLE', 'eu-west': 'IDLE', 'us-east': 'IDLE' };

  test('holds in its regions', () =>
    expect(field('heartbeat', { agents: a, groups: { prod: { regions: PROD, agentOverrides: { heartbeat: 'EMERGENCY' } } } })).toEqual({
      ...usual,
      'eu-west': 'EMERGENCY',
      'us-east': 'EMERGENCY',
    }));
  test('wins over the agent, and for one agent over what it sets for all', () =>
    expect(
      field('heartbeat', {
        agents: { a: agent('a', { regions: 'all', heartbeat: 'SLEEP' }) },
        groups: { prod: { regions: PROD, agentOverrides: { heartbeat: 'IDLE' }, agents: { a: { heartbeat: 'EMERGENCY' } } } },
      }),
    ).toEqual({ bare: 'SLEEP', 'eu-test': 'SLEEP', 'eu-west': 'EMERGENCY', 'us-east': 'EMERGENCY' }));
  test('yields to the region, and to the agent in the region', () => {
    const groups = { prod: { regions: PROD, agents: { a: { heartbeat: 'EMERGENCY' } } } };
    const regions = { ...REGIONS, 'us-east': { labels: { tier: 'prod' }, agentOverrides: { heartbeat: 'SLEEP' } } };
    const agents = { a: agent('a', { regions: 'all', overrides: { 'eu-west': { heartbeat: 'SLEEP' } } }) };
    expect(field('heartbeat', { agents, groups }, { ...regions, 'eu-test': { labels: { continent: 'eu', tier: 'prod' } } })).toEqual({
      ...usual,
      'eu-test': 'EMERGENCY',
      'eu-west': 'SLEEP',
      'us-east': 'SLEEP',
    });
  });
  test('a host and a state', () => {
    const groups = { prod: { regions: PROD, agents: { a: { host: 'api' }, b: { state: 'terminated' } } } };
    const all = { agents: { ...a, b: agent('b', { regions: 'all' }) }, groups };
    expect(placed(all)).toEqual({ bare: ['a', 'b'], 'eu-test': ['a', 'b'], 'eu-west': ['a'], 'us-east': ['a'] });
    const { fleet } = run(all) as { fleet: Fleet };
    expect(fleet.regions.map(({ name, placements }) => [name, placements[0]?.host])).toEqual([
      ['bare', 'a.bare.a.example.net'],
      ['eu-test', 'a.eu-test.a.example.net'],
      ['eu-west', 'api.eu-west.a.example.net'],
      ['us-east', 'api.us-east.a.example.net'],
    ]);
    expect(fleet.regions[2]?.hosts()).toContain('api.eu-west.a.example.net');
  });
  test('settings, versions, facts and the Station', () => {
    const groups = {
      prod: {
        regions: PROD,
        versions: { kubernetes: '1.34' },
        clusterFacts: { storageClass: 'fast' },
        station: { id: 'prod.example.net' },
        components: { ingress: { rateLimit: { average: 7 } } },
      },
    };
    const regions = { ...REGIONS, 'us-east': { labels: { tier: 'prod' }, components: { ingress: { rateLimit: { burst: 3 } } } } };
    expect(errors({ groups, agents: a }, regions)).toEqual([]);
    const { fleet } = run({ groups, agents: a }, regions) as { fleet: Fleet };
    const told = fleet.regions.map(({ name, versions, clusterFacts, station, components }) => [
      name,
      versions.kubernetes,
      clusterFacts.storageClass,
      station.id,
      (components['ingress'] as { rateLimit: { average: number; burst: number } }).rateLimit,
    ]);
    const usualRate = { average: 60, burst: 10, period: '1m', sourceCriterion: null };
    expect(told).toEqual([
      ['bare', '1.35', null, 'plugged.in', usualRate],
      ['eu-test', '1.35', null, 'plugged.in', usualRate],
      ['eu-west', '1.34', 'fast', 'prod.example.net', { ...usualRate, average: 7 }],
      ['us-east', '1.34', 'fast', 'prod.example.net', { ...usualRate, average: 7, burst: 3 }],
    ]);
  });
  test('does not start an agent that is suspended', () => {
    const groups = { prod: { regions: PROD, agents: { a: { state: 'active' } } } };
    const states = field('state', { groups, agents: { a: agent('a', { regions: 'all', state: 'suspended' }) } });
    expect(new Set(Object.values(states))).toEqual(new Set(['suspended']));
  });
  test('is written as the same in each region would be', () => {
    const own = {
      components: { ingress: { rateLimit: { average: 7 } } },
      versions: { kubernetes: '1.34' },
      agentOverrides: { heartbeat: 'EMERGENCY' },
    };
    const grouped = run({ agents: a, groups: { some: { regions: ['eu-west', 'us-east'], ...own } } }, { 'eu-west': {}, 'us-east': {}, bare: {} });
    const apart = run({ agents: a }, { 'eu-west': own, 'us-east': own, bare: {} });
    expect([...(grouped.files ?? [])]).toEqual([...(apart.files ?? [])]);
  });
});

describe('two groups of one region', () => {
  const groups = (prod: Data, europe: Data): Data => ({ prod: { regions: PROD, ...prod }, europe: { regions: EUROPE, ...europe } });
  const agents = { a: agent('a', { regions: 'all' }) };
  const limited = (average: number): Data => ({ components: { ingress: { rateLimit: { average } } } });

  test('may set different keys, and one key alike', () => {
    expect(errors({ agents, groups: groups(limited(7), { ...limited(7), station: { id: 'eu.example.net' } }) })).toEqual([]);
    expect(errors({ agents, groups: groups({ agentOverrides: { env: { A: 'x' } } }, { agentOverrides: { env: { B: 'x' } } }) })).toEqual([]);
  });
  test('may not set one key differently', () => {
    const { findings } = run({ agents, groups: groups(limited(7), limited(8)) });
    const found = findings.filter(({ code }) => code === 'fleet/group-conflict');
    expect(found.map(({ message }) => message)).toEqual([
      'groups europe and prod set "components.ingress.rateLimit.average" differently for eu-west',
    ]);
    expect(found[0]?.related).toHaveLength(1);
    expect(found[0]?.related?.[0]?.place.col).not.toBe(found[0]?.place.col);
  });
  test('unless the region says which', () => {
    const regions = { ...REGIONS, 'eu-west': { labels: { tier: 'prod', continent: 'eu' }, ...limited(9) } };
    expect(errors({ agents, groups: groups(limited(7), limited(8)) }, regions)).toEqual([]);
    const fields = groups({ agents: { a: { replicas: 2 } } }, { agents: { a: { replicas: 3 } } });
    expect(errors({ agents, groups: fields })).toEqual([expect.stringContaining('agents.a.replicas')]);
    const settled = { a: agent('a', { regions: 'all', stateless: true, overrides: { 'eu-west': { replicas: 1 } } }) };
    expect(errors({ agents: settled, groups: fields })).toEqual([]);
  });
  test('may not remove what the other sets', () =>
    expect(errors({ agents, groups: groups({ agentOverrides: { storage: null } }, { agentOverrides: { storage: { size: '1Gi' } } }) })).toEqual([
      expect.stringContaining('agentOverrides.storage'),
    ]));
});

describe('a group', () => {
  test.each<[string, Data, RegExp]>([
    ['of no region', { prod: { regions: [] } }, /fleet\/no-match: group "prod" has no region/],
    ['named as a region', { bare: { regions: 'all' } }, /fleet\/group-name: "bare" is a group and a region/],
    ['named all', { all: { regions: 'all' } }, /fleet\/group-name.*every region/],
    ['without regions', { prod: {} }, /schema\/required/],
    ['with an agent that is none', { prod: { regions: PROD, agents: { aa: { replicas: 1 } } } }, /fleet\/unknown-agent/],
    ['with a tier that is none', { prod: { regions: PROD, agentOverrides: { tier: 'hevay' } } }, /fleet\/unknown-tier/],
    ['with a region that is none', { prod: { regions: ['nowhere'] } }, /fleet\/unknown-region/],
  ])('is refused: %s', (_, groups, expected) =>
    expect(errors({ groups, agents: { a: agent('a', { regions: 'all' }) } })).toEqual([expect.stringMatching(expected)]),
  );

  test('is named by explain', () => {
    const { spec } = run({
      agents: { a: agent('a', { regions: PROD }) },
      groups: { prod: { regions: PROD, agents: { a: { heartbeat: 'EMERGENCY' } }, ...{ components: { ingress: { rateLimit: { average: 7 } } } } } },
    });
    const names = (kind: 'agent' | 'group' | 'component', name: string, path: string[]) =>
      explain(spec as never, { kind, name }, path, 'eu-west').map(({ value, layers }) => [value, layers.map((layer) => layer.name)]);
    expect(names('agent', 'a', ['heartbeat'])).toEqual([['EMERGENCY', ['default', 'agent a in group prod']]]);
    expect(names('component', 'ingress', ['rateLimit', 'average'])).toEqual([[7, ['default', 'group prod']]]);
    expect(names('agent', 'a', ['regions'])).toEqual([[['eu-west', 'us-east'], ['agent a']]]);
    expect(explain(spec as never, { kind: 'group', name: 'prod' }, []).map(({ path }) => path)).toEqual([
      'agents.a.heartbeat',
      'components.ingress.rateLimit.average',
      'regions',
    ]);
  });
});
