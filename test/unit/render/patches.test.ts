// Patches of whole fleets: for whom they are, in which order they come, and what is filled in.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { fillPlaceholders } from '../../../generator/k8s/region-placeholder.ts';
import { get } from '../../../generator/model/data.ts';
import { overlayObjects } from '../../../generator/render/overlay.ts';
import { BARE, configOf } from '../../support/fleets.ts';
import type { Data } from '../../support/fleets.ts';

const SPEC: Data = {
  ...BARE,
  components: { cluster: { images: 'tag' } },
  groups: { prod: { regions: { match: { tier: 'prod' } } } },
  // One region sorts before `all`.
  regions: { 'ab-north': { labels: { tier: 'prod' } }, south: { labels: { tier: 'prod' } }, west: {} },
  agents: {
    alpha: { ref: 'acme/alpha@1.0.0', image: 'registry.example.net/alpha:1.0.0', regions: 'all', overrides: { south: { host: 'front' } } },
    beta: { ref: 'acme/beta@2.0.0', image: 'registry.example.net/beta:2.0.0', regions: 'all' },
  },
};
const run = (customs: Data) => compile(configOf({ spec: SPEC as never, customs }));
const told = (customs: Data): string[] => run(customs).findings.map(({ code, message }) => `${code}: ${message}`);

/** Region → what each Deployment of an agent holds at a path. */
function values(customs: Data, path: readonly string[]): Record<string, unknown[]> {
  const { overlays = [], findings } = run(customs);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const found: Record<string, unknown[]> = {};
  for (const overlay of overlays) {
    const deployments = overlayObjects(overlay).filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name.endsWith('-agent'));
    if (deployments.length > 0) found[overlay.region.name] = deployments.map((object) => get(fillPlaceholders(object, overlay.region.name), path));
  }
  return found;
}

const keep = (value: unknown, target: Data = { kind: 'Deployment' }): Data[] => [
  { target, patch: [{ op: 'replace', path: '/spec/revisionHistoryLimit', value }] },
];
const LIMIT = ['spec', 'revisionHistoryLimit'];
const label = (value: unknown): Data => ({
  placeholders: true,
  patches: [{ target: { kind: 'Deployment' }, patch: [{ op: 'add', path: '/metadata/labels/example.net~1x', value }] }],
});
const LABEL = ['metadata', 'labels', 'example.net/x'];

describe('patches are', () => {
  test('for the regions of a group', () =>
    expect(values({ 'patches/prod/agents/p.yaml': keep(7) }, LIMIT)).toEqual({ 'ab-north': [7, 7], south: [7, 7], west: [3, 3] }));
  test('applied for all, then for groups, then for the region, whatever it is called', () => {
    const customs = { 'patches/ab-north/agents/p.yaml': keep(9), 'patches/all/agents/p.yaml': keep(5), 'patches/prod/agents/p.yaml': keep(7) };
    expect(values(customs, LIMIT)).toEqual({ 'ab-north': [9, 9], south: [7, 7], west: [5, 5] });
    expect(told(customs).filter((text) => text.startsWith('patch/overlap'))).toHaveLength(3);
  });
  test('for one base where they are for the same regions', () => {
    const { overlays = [] } = run({ 'patches/prod/agents/p.yaml': label('{region}') });
    const folders = overlays.filter(({ component }) => component.name === 'agents').map(({ units }) => units.map(({ folder }) => folder).join());
    expect(folders[0]?.split(',')[1]).toBe(folders[1]?.split(',')[1]);
    expect(folders[0]).not.toBe(folders[2]);
  });
  test.each<[string, Data, RegExp]>([
    ['for no group', { 'patches/prd/agents/p.yaml': keep(7) }, /fleet\/unknown-region: config\/patches\/prd names a region or group/],
    [
      'for no kind',
      { 'patches/prod/agents/p.yaml': keep(7, { kind: 'Deploymnet' }) },
      /patch\/no-target: no Deploymnet is made .* in the group prod/,
    ],
    [
      'for no label',
      { 'patches/all/agents/p.yaml': keep(7, { kind: 'Deployment', labelSelector: 'tier=x' }) },
      /no Deployment with the labels "tier=x"/,
    ],
    [
      'with a selector that is none',
      { 'patches/all/agents/p.yaml': keep(7, { kind: 'Deployment', labelSelector: 'a in b' }) },
      /"a in b" selects no labels/,
    ],
    ['with a placeholder that stands for nothing', { 'patches/all/agents/p.yaml': label('{agent.nmae}') }, /\{agent\.nmae\} stands for nothing/],
    ['with a list within a text', { 'patches/all/agents/p.yaml': label('x {agent.signingKeys}') }, /is a map or a list/],
    ['without their list', { 'patches/all/agents/p.yaml': { placeholders: true } }, /this must be a list of patches/],
  ])('refused: %s', (_, customs, expected) => expect(told(customs)).toEqual([expect.stringMatching(expected)]));
});

describe('a placeholder', () => {
  test.each<[string, unknown, Record<string, unknown[]>]>([
    ['the region', 'in-{region}', { 'ab-north': ['in-ab-north', 'in-ab-north'], south: ['in-south', 'in-south'], west: ['in-west', 'in-west'] }],
    ['the agent', '{agent.name}', { 'ab-north': ['alpha', 'beta'], south: ['alpha', 'beta'], west: ['alpha', 'beta'] }],
    [
      'its host, as it is in the region',
      '{host}',
      Object.fromEntries(
        ['ab-north', 'south', 'west'].map((name) => [
          name,
          [`${name === 'south' ? 'front' : 'alpha'}.${name}.a.example.net`, `beta.${name}.a.example.net`],
        ]),
      ),
    ],
    [
      'the fleet and its zone',
      '{fleet}.{zone}',
      Object.fromEntries(['ab-north', 'south', 'west'].map((name) => [name, ['pap.a.example.net', 'pap.a.example.net']])),
    ],
  ])('stands for %s', (_, value, expected) => expect(values({ 'patches/all/agents/p.yaml': label(value) }, LABEL)).toEqual(expected));

  test('alone keeps the type of its value', () => {
    const grace = { op: 'replace', path: '/spec/template/spec/terminationGracePeriodSeconds', value: '{agent.probes.startupSeconds}' };
    const customs = { 'patches/all/agents/p.yaml': { placeholders: true, patches: [{ target: { kind: 'Deployment' }, patch: [grace] }] } };
    expect(values(customs, ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'])['west']).toEqual([120, 120]);
  });
  test('is text with a brace beside it, with another root, and in a file that does not ask', () => {
    const text = '{{region}} {other} {"region": 1}';
    const annotate = (value: string): Data[] => [
      { target: { kind: 'Deployment' }, patch: [{ op: 'add', path: '/metadata/annotations/example.net~1a', value }] },
    ];
    const made = (file: unknown): unknown => values({ 'patches/all/agents/p.yaml': file }, ['metadata', 'annotations', 'example.net/a'])['west']?.[0];
    expect(made({ placeholders: true, patches: annotate(text) })).toBe(text);
    expect(made(annotate('{region}'))).toBe('{region}');
    expect(made({ patches: annotate('{region}') })).toBe('{region}');
  });
  test('of an agent has no value in an object of none', () => {
    const quota = { target: { kind: 'ResourceQuota' }, patch: [{ op: 'add', path: '/metadata/annotations', value: { 'example.net/a': '{host}' } }] };
    const customs = { 'patches/all/cluster/p.yaml': { placeholders: true, patches: [quota] } };
    expect(told(customs)).toEqual([expect.stringMatching(/patch\/failed: .*\{host\} has no value here, as the object is not one of an agent/)]);
  });
});
