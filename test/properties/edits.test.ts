import { expect, test } from 'vitest';
import type { AgentData, Data, TestFleet } from '../support/fleets.ts';
import { BARE, PLAIN_STYLE, files, written } from '../support/fleets.ts';
import { bases, folderByRegion, made, mustMake, objectsByRegion } from '../support/laws.ts';
import type { Made } from '../support/laws.ts';

/** Three regions, two agents: `research` everywhere with an image of its own in ap-south, `memory` in one region alone. */
function fleet(change: (spec: Spec) => void = () => undefined): TestFleet {
  const spec: Spec = {
    ...structuredClone(BARE),
    components: { ingress: { entryPoint: 'public' }, secrets: { provider: 'external-secrets' } },
    regions: { 'us-east': {}, 'eu-west': {}, 'ap-south': {} },
    agents: {
      research: {
        ref: 'example/research@1.2.0',
        image: 'registry.example.net/agents/research:v1.2.0',
        regions: ['us-east', 'eu-west', 'ap-south'],
        overrides: { 'ap-south': { image: 'registry.example.net/agents/research:v1.1.0' } },
      },
      memory: { ref: 'example/memory@1.0.3', image: 'registry.example.net/agents/memory:v1.0.3', storage: { size: '10Gi' }, regions: ['us-east'] },
    },
  };
  change(spec);
  return { spec, customs: {} };
}

interface Spec extends Data {
  name: string;
  components: Record<string, Data>;
  regions: Record<string, Data>;
  agents: Record<string, AgentData>;
}

const agent = (spec: Spec, name: string): AgentData => spec.agents[name] as AgentData;

const everywhere = ['ap-south', 'eu-west', 'us-east'];

// What people do, and the regions that may move because of it: these and no others.
test.each<[string, (spec: Spec) => void, readonly string[]]>([
  [
    'a new image reaches every region but the one that pins its own',
    (spec) => (agent(spec, 'research')['image'] = 'registry.example.net/agents/research:v1.3.0'),
    ['eu-west', 'us-east'],
  ],
  [
    'a pinned image moves its region alone',
    (spec) => (agent(spec, 'research').overrides = { 'ap-south': { image: 'registry.example.net/agents/research:v1.1.1' } }),
    ['ap-south'],
  ],
  [
    'an override added moves its region alone',
    (spec) => ((agent(spec, 'research').overrides as Data)['eu-west'] = { env: { LOG_LEVEL: 'debug' } }),
    ['eu-west'],
  ],
  [
    'an override removed moves its region alone',
    (spec) => {
      delete agent(spec, 'research').overrides;
    },
    ['ap-south'],
  ],
  [
    'an override that says what already holds moves nothing',
    (spec) => ((agent(spec, 'research').overrides as Data)['eu-west'] = { mode: 'dual' }),
    [],
  ],
  ['an agent placed in one region more moves that region', (spec) => agent(spec, 'memory').regions.push('eu-west'), ['eu-west']],
  [
    'a new agent moves the regions it runs in',
    (spec) => (spec.agents['focus'] = { ...agent(spec, 'memory'), ref: 'example/focus@1.0.0', regions: ['ap-south'] }),
    ['ap-south'],
  ],
  ['a new region moves no other', (spec) => (spec.regions['sa-north'] = {}), ['sa-north']],
  [
    'a component switched off in one region moves that region',
    (spec) => (spec.regions['us-east'] = { components: { ingress: { enabled: false } } }),
    ['us-east'],
  ],
  [
    'the last agent of a region leaves, and only that region moves',
    (spec) => {
      agent(spec, 'research').regions = ['us-east', 'eu-west'];
      delete agent(spec, 'research').overrides;
    },
    ['ap-south'],
  ],
  [
    'a setting of one region moves that region',
    (spec) => (spec.regions['eu-west'] = { components: { ingress: { entryPoint: 'private' } } }),
    ['eu-west'],
  ],
  [
    'a setting of the fleet moves every region that does not set it itself',
    (spec) => {
      spec.components['ingress'] = { entryPoint: 'private' };
    },
    everywhere,
  ],
  ['a version of one cluster moves that region', (spec) => (spec.regions['us-east'] = { versions: { kubernetes: '1.34' } }), ['us-east']],
  ['the cluster under another name in Argo CD is the same cluster', (spec) => (spec.regions['us-east'] = { cluster: 'use1' }), []],
  [
    'a setting that only says its default moves nothing',
    (spec) => (spec.components['ingress'] = { entryPoint: 'public', minTLSVersion: 'VersionTLS13' }),
    [],
  ],
  [
    'regions and agents in another order are the same fleet',
    (spec) => {
      spec.regions = Object.fromEntries(Object.entries(spec.regions).reverse());
      spec.agents = Object.fromEntries(Object.entries(spec.agents).reverse());
      agent(spec, 'research').regions.reverse();
    },
    [],
  ],
])('%s', (_sentence, change, moved) => {
  const [before, after] = [mustMake(fleet()), mustMake(fleet(change))];
  expect(differing(objectsByRegion(before), objectsByRegion(after))).toEqual(moved);
  expect(differing(folderByRegion(before), folderByRegion(after))).toEqual(moved);
  for (const [folder, content] of bases(after)) expect(bases(before).get(folder) ?? content, folder).toBe(content);
});

test('comments and blank lines move nothing at all', () => {
  const other = made(files(written(fleet(), { ...PLAIN_STYLE, comments: true, seed: 5 })));
  expect(Object.fromEntries((other as Made).files)).toEqual(Object.fromEntries(mustMake(fleet()).files));
});

test('a base that nobody points at any more is gone, and comes back as it was', () => {
  const folders = (spec?: (spec: Spec) => void): string[] =>
    [...bases(mustMake(fleet(spec))).keys()].filter((folder) => folder.startsWith('base/agents/memory/'));
  const before = folders();
  const upgraded = folders((spec) => (agent(spec, 'memory')['ref'] = 'example/memory@1.0.4'));
  expect(before).toEqual([expect.stringContaining('/1.0.3-')]);
  expect(upgraded).toEqual([expect.stringContaining('/1.0.4-')]);
  expect(folders()).toEqual(before);
});

function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((region) => before.get(region) !== after.get(region)).sort();
}
