// Which hub a region is in, and what is refused of hubs.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import type { Fleet } from '../../../generator/fleet/fleet.ts';
import { leastArgoCd } from '../../../generator/fleet/resolve/hubs.ts';
import { BARE, files } from '../../support/fleets.ts';

const REGIONS = { north: { labels: { side: 'up' } }, south: { labels: { side: 'down' } }, east: { labels: { side: 'up' } } };

const compiled = (hubs: unknown, more: object = {}) =>
  compile(files({ 'fleet.yaml': JSON.stringify({ ...BARE, gitops: { ...BARE.gitops, hubs }, regions: REGIONS, agents: {}, ...more }) }));
const errors = (hubs: unknown, more: object = {}): string[] =>
  compiled(hubs, more)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);
const placed = (hubs: unknown): Record<string, string> =>
  Object.fromEntries((compiled(hubs).fleet as Fleet).regions.map(({ name, hub }) => [name, hub.name]));

describe('a hub has', () => {
  test.each<[string, unknown, Record<string, string>]>([
    ['what it lists', { a: { regions: ['north', 'east'] }, b: { regions: ['south'] } }, { north: 'a', east: 'a', south: 'b' }],
    ['all', { a: { regions: 'all' } }, { north: 'a', east: 'a', south: 'a' }],
    ['what matches, and the rest', { a: { regions: { match: { side: 'up' } } }, b: { regions: 'rest' } }, { north: 'a', east: 'a', south: 'b' }],
    [
      'what matches but for some',
      { a: { regions: { match: { side: 'up' }, except: ['east'] } }, b: { regions: 'rest' } },
      { north: 'a', east: 'b', south: 'b' },
    ],
    ['all but some', { a: { regions: { except: ['east'] } }, b: { regions: ['east'] } }, { north: 'a', east: 'b', south: 'a' }],
    ['a name like that of a region', { north: { regions: ['north'] }, b: { regions: 'rest' } }, { north: 'north', east: 'b', south: 'b' }],
  ])('%s', (_, hubs, expected) => {
    expect(errors(hubs)).toEqual([]);
    expect(placed(hubs)).toEqual(expected);
  });

  test('the Argo CD of the fleet, but for what it says itself', () => {
    const hubs = { a: { regions: ['north'], argocd: { version: '2.14' } }, b: { regions: 'rest', argocd: { namespace: 'argo' } } };
    const gitops = { ...BARE.gitops, argocd: { namespace: 'cd', version: '3.4' }, hubs };
    const fleet = compiled(hubs, { gitops }).fleet as Fleet;
    expect(fleet.gitops.hubs.map(({ argocd }) => argocd)).toEqual([
      { namespace: 'cd', version: '2.14' },
      { namespace: 'argo', version: '3.4' },
    ]);
    expect(leastArgoCd(fleet)).toBe('2.14');
  });
});

describe('is refused:', () => {
  test.each<[string, unknown, string[], object?]>([
    ['no hub', {}, ['schema/value: "hubs" must not have fewer than 1 properties']],
    ['a name that is no label', { A_1: { regions: 'all' } }, ['schema/format: "A_1" is not a legal name here']],
    ['a name that leads elsewhere', { '../x': { regions: 'all' } }, ['schema/format: "../x" is not a legal name here']],
    ['a word for regions as a name', { all: { regions: 'all' } }, ['fleet/hub-name: a hub cannot be named "all": that is every region']],
    [
      'the name of a file that lies there',
      { root: { regions: 'all' } },
      [expect.stringContaining('fleet/hub-name: a hub cannot be named "root"') as string],
    ],
    ['the other one', { kustomization: { regions: 'all' } }, [expect.stringContaining('a hub cannot be named "kustomization"') as string]],
    ['a hub that says nothing', { a: { regions: 'all' }, b: {} }, [expect.stringMatching(/^schema\//) as string]],
    ['a hub without a region', { a: { regions: 'all' }, b: { regions: [] } }, ['fleet/hub-regions: hub "b" has no region']],
    ['a hub with settings alone', { a: { regions: 'all' }, b: { argocd: { version: '3.4' } } }, ['fleet/hub-regions: hub "b" has no region']],
    [
      'a rest of nothing',
      { a: { regions: 'all' }, b: { regions: 'rest' } },
      ['fleet/hub-regions: hub "b" has no region: the other hubs have all of them'],
    ],
    [
      'the rest twice',
      { a: { regions: ['north'] }, b: { regions: 'rest' }, c: { regions: 'rest' } },
      ['fleet/hub-regions: the hubs "b" and "c" both have the rest'],
    ],
    [
      'a region in two',
      { a: { regions: ['north', 'south'] }, b: { regions: ['south', 'east'] } },
      ['fleet/hub-regions: region "south" is in the hubs "a" and "b"'],
    ],
    [
      'many regions in two',
      { a: { regions: 'all' }, b: { regions: 'all' } },
      ['fleet/hub-regions: regions "east", "north", "south" are in the hubs "a" and "b"'],
    ],
    ['a region in none', { a: { regions: ['north', 'south'] } }, ['fleet/hub-regions: region "east" is in no hub']],
    [
      'a region that is none',
      { a: { regions: ['nord', 'north', 'south', 'east'] } },
      ['fleet/unknown-region: hub "a" has the region "nord", which the fleet does not have'],
    ],
    [
      'one that is left out',
      { a: { regions: { except: ['nord'] } } },
      ['fleet/unknown-region: hub "a" leaves out the region "nord", which the fleet does not have'],
    ],
    [
      'one that leaves',
      { a: { regions: 'all', leaving: ['nord'] } },
      ['fleet/unknown-region: hub "a" has the region "nord", which the fleet does not have'],
    ],
    [
      'a label that is none',
      { a: { regions: { match: { sight: 'up' } } }, b: { regions: 'rest' } },
      ['fleet/no-match: hub "a" chooses regions by the label "sight", which no region has'],
    ],
    [
      'a word that is none',
      { a: { regions: 'others' } },
      ['schema/type: "regions" must be a list, "all", "rest", or a map with "match" or "except"'],
    ],
    [
      'a region that leaves two',
      { a: { regions: ['north'], leaving: ['south'] }, b: { regions: 'rest', leaving: ['south'] } },
      ['fleet/hub-move: region "south" leaves the hubs "a" and "b"'],
    ],
    [
      'a region that leaves and is decommissioned',
      { a: { regions: 'all', leaving: ['south'] } },
      ['fleet/hub-move: region "south" leaves the hub "a" and is decommissioning'],
      { regions: { ...REGIONS, south: { state: 'decommissioning' } } },
    ],
    [
      'a region that leaves and has a cluster that is another one elsewhere',
      { a: { regions: 'all', leaving: ['south'] } },
      ['fleet/hub-move: region "south" leaves the hub "a", and its cluster is "in-cluster", which is another one for each hub'],
      { regions: { ...REGIONS, south: { cluster: 'in-cluster' } } },
    ],
    [
      'a namespace of the cluster',
      { a: { regions: 'all', argocd: { namespace: 'kube-system' } } },
      ['fleet/reserved-namespace: Argo CD cannot be in the namespace "kube-system": it belongs to the cluster itself'],
    ],
    [
      'agents in the namespace of any Argo CD',
      { a: { regions: ['north'] }, b: { regions: 'rest', argocd: { namespace: 'agents' } } },
      [expect.stringContaining('fleet/reserved-namespace: the place of the agents cannot be the namespace "agents"') as string],
    ],
    ['a version that is too old', { a: { regions: 'all', argocd: { version: '2.4' } } }, [expect.stringContaining('Argo CD of a 2.4') as string]],
  ])('%s', (_, hubs, expected, more = {}) => expect(errors(hubs, more)).toEqual(expected));

  test('one cluster of two regions, also in two hubs; but each hub may run in a cluster that it delivers', () => {
    const hubs = { a: { regions: ['north'] }, b: { regions: 'rest' } };
    const clusters = (north: string, south: string): object => ({ regions: { ...REGIONS, north: { cluster: north }, south: { cluster: south } } });
    expect(errors(hubs, clusters('one', 'one'))).toEqual([expect.stringContaining('fleet/duplicate-cluster')]);
    expect(errors(hubs, clusters('in-cluster', 'in-cluster'))).toEqual([]);
    expect(errors({ a: { regions: 'all' } }, clusters('in-cluster', 'in-cluster'))).toEqual([expect.stringContaining('fleet/duplicate-cluster')]);
  });
});

test('a fleet without hubs has one Argo CD without a name', () => {
  const { gitops, regions } = compile(files({ 'fleet.yaml': JSON.stringify({ ...BARE, regions: REGIONS, agents: {} }) })).fleet as Fleet;
  expect(gitops.hubs.map(({ name }) => name)).toEqual(['']);
  expect(regions.map(({ hub, leaves }) => [hub.name, leaves])).toEqual([1, 2, 3].map(() => ['', null]));
});
