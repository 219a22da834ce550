// Further hosts of agents: which there are in a region, and for how long its keys may write them.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import type { Fleet } from '../../../generator/fleet/fleet.ts';
import { fullNames, furtherHosts, hostsOf, httpPorts, portsOfPaths } from '../../../generator/fleet/hosts.ts';
import { BARE, configOf } from '../../support/fleets.ts';
import type { Data } from '../../support/fleets.ts';

const run = (agents: Data, more: Data = {}) =>
  compile(
    configOf({
      spec: {
        ...BARE,
        components: { cluster: { images: 'tag' } },
        regions: { north: { labels: { tier: 'prod' } }, south: {} },
        ...more,
        agents,
      } as never,
      customs: {},
    }),
  );
const agent = (more: Data, name = 'alpha'): Data => ({
  [name]: { ref: `acme/${name}@1.0.0`, image: `registry.example.net/${name}:1.0.0`, regions: ['north', 'south'], ...more },
});

/** Region → hosts of agents, and names that its keys may write. */
function hosts(agents: Data, more?: Data): Record<string, { hosts: string[]; names: readonly string[] }> {
  const { findings, fleet } = run(agents, more) as Required<ReturnType<typeof run>>;
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return Object.fromEntries(
    fleet.regions.map(({ name, placements, names }) => [
      name,
      { hosts: placements.flatMap((placement) => hostsOf(placement, name, fleet.zone.name)), names },
    ]),
  );
}

describe('hosts of an agent', () => {
  test('are one label below each region, or a whole name', () => {
    expect(hosts(agent({ hosts: { docs: {} }, overrides: { north: { hosts: { 'docs.a.example.net': {} } } } }))).toEqual({
      north: { hosts: ['alpha.north.a.example.net', 'docs.north.a.example.net', 'docs.a.example.net'], names: ['docs.a.example.net'] },
      south: { hosts: ['alpha.south.a.example.net', 'docs.south.a.example.net'], names: [] },
    });
  });

  test('may be said by a group', () => {
    const groups = {
      prod: { regions: { match: { tier: 'prod' } }, agents: { alpha: { hosts: { 'docs.a.example.net': {} }, paths: { '/x': 'http' } } } },
    };
    expect(hosts(agent({}), { groups })['north']).toEqual({
      hosts: ['alpha.north.a.example.net', 'docs.a.example.net'],
      names: ['docs.a.example.net'],
    });
  });

  // Seen to fail: with the names of the hosts that are there.
  test.each<[string, Data]>([
    ['taken away by null', { overrides: { north: { hosts: { 'docs.a.example.net': null } } } }],
    ['of an agent that is terminated', { overrides: { north: { state: 'terminated', hosts: { 'docs.a.example.net': {} } } } }],
    ['of an agent that ends everywhere', { state: 'terminated', overrides: { north: { hosts: { 'docs.a.example.net': {} } } } }],
  ])('%s are written by the keys of the region as long as they are named', (_, more) => {
    const found = hosts({ ...agent(more), ...agent({}, 'beta') });
    expect(found['north']?.names).toEqual(['docs.a.example.net']);
    expect(found['north']?.hosts).not.toContain('docs.a.example.net');
    expect(found['south']?.names).toEqual([]);
  });

  test('move to another region while the first one lets go of them', () => {
    const found = hosts(agent({ overrides: { north: { hosts: { 'docs.a.example.net': null } }, south: { hosts: { 'docs.a.example.net': {} } } } }));
    expect([found['north']?.names, found['south']?.names]).toEqual([['docs.a.example.net'], ['docs.a.example.net']]);
  });
});

test.each<[string, Data]>([
  ['in capitals', { hosts: { 'Docs.a.example.net': {} } }],
  ['with a dot at the end', { hosts: { 'docs.a.example.net.': {} } }],
  ['with a wildcard', { hosts: { '*.a.example.net': {} } }],
  ['with a challenge', { hosts: { '_acme-challenge.a.example.net': {} } }],
  ['with a path that leaves it', { paths: { '/docs/../admin': 'http' } }],
  ['with a path that ends in a slash', { paths: { '/docs/': 'http' } }],
  ['with a backtick in a path', { paths: { '/a`) || Host(`x': 'http' } }],
  ['with a path without a slash', { paths: { docs: 'http' } }],
])('a host or path %s is refused', (_, more) => {
  const { findings, files } = run(agent(more));
  expect(findings.map(({ code }) => code)).toContain('schema/format');
  expect(files).toBeUndefined();
});

test('ports of paths are those of the agent and of its sidecars', () => {
  const sidecars = [{ name: 'proxy', image: 'registry.example.net/proxy:1', ports: { proxy: 9001 } }];
  const { fleet } = run(
    agent({ extraPorts: { docs: 9000 }, sidecars, paths: { '/': 'proxy' }, hosts: { docs: { paths: { '/': 'docs', '/x': 'http' } } } }),
  ) as {
    fleet: Fleet;
  };
  const own = fleet.regions[0]?.placements[0]?.agent as Fleet['regions'][number]['placements'][number]['agent'];
  expect(httpPorts(own)).toEqual({ http: 8080, docs: 9000, proxy: 9001 });
  expect(portsOfPaths(own)).toEqual(['docs', 'http', 'proxy']);
  expect(fullNames(own)).toEqual([]);
  expect(furtherHosts(own, 'north', 'a.example.net')).toEqual([
    { name: 'docs.north.a.example.net', key: 'docs', full: false, paths: { '/': 'docs', '/x': 'http' } },
  ]);
});
