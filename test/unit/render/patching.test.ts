import { describe, expect, test } from 'vitest';
import { appliesTo } from '../../../generator/render/customs.ts';
import type { Patch } from '../../../generator/render/customs.ts';
import { PatchLog, patched } from '../../../generator/render/patching.ts';
import type { Operation } from '../../../generator/k8s/json-patch.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { parseLabelSelector } from '../../../generator/k8s/label-selector.ts';
import { REGION_PLACEHOLDER } from '../../../generator/k8s/region-placeholder.ts';

const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'alpha-agent', namespace: 'agents' },
  spec: { replicas: 2, host: `alpha.${REGION_PLACEHOLDER}.example.net` },
};
const other: KubeObject = { ...deployment, metadata: { name: 'beta-agent', namespace: 'agents' } };
const NORTH = { name: 'north' };
const scale: Operation = { op: 'replace', path: '/spec/replicas', value: 5 };

function patch(operations: readonly Operation[], target: Partial<Patch['target']> = {}, region = 'north'): Patch {
  const file = 'config/patches/p.yaml';
  return {
    region,
    component: 'agents',
    spot: { file, path: '/0/target' },
    target: { kind: 'Deployment', name: 'alpha-agent', ...target },
    operations,
    operationSpots: operations.map((_, i) => ({ file, path: `/0/patch/${i}` })),
  };
}

function run(...patches: Patch[]) {
  const log = new PatchLog();
  const objects = patched([deployment, other], patches, NORTH, log);
  return { objects, reports: log.reports(patches) };
}

describe('a patch', () => {
  test('means one place, also where the object holds the same map twice', () => {
    const labels = { app: 'x' };
    const twice: KubeObject = { ...deployment, metadata: { ...deployment.metadata, labels }, spec: { template: { metadata: { labels } } } };
    const log = new PatchLog();
    const [made] = patched([twice], [patch([{ op: 'add', path: '/spec/template/metadata/labels/more', value: 'y' }])], NORTH, log);
    expect(made).toMatchObject({ metadata: { labels: { app: 'x' } }, spec: { template: { metadata: { labels: { app: 'x', more: 'y' } } } } });
    expect(made?.metadata.labels).toEqual({ app: 'x' });
    expect(log.origin(made as KubeObject)).toMatchObject({ before: twice });
  });

  test('changes its target, in a copy, and nothing else', () => {
    const before = structuredClone(deployment);
    const { objects, reports } = run(patch([scale]));
    expect(objects[0]).toMatchObject({ spec: { replicas: 5 } });
    expect(objects[1]).toBe(other);
    expect(deployment).toEqual(before);
    expect(reports).toEqual([]);
  });

  test('sees what the patch before it did', () => {
    const guarded: Operation[] = [
      { op: 'test', path: '/spec/replicas', value: 5 },
      { ...scale, value: 6 },
    ];
    expect(run(patch([scale]), patch(guarded)).objects[0]).toMatchObject({ spec: { replicas: 6 } });
  });

  test('tests what the region will see, not the placeholder', () => {
    const guard = (host: string): Operation => ({ op: 'test', path: '/spec/host', value: host });
    expect(run(patch([guard('alpha.north.example.net'), scale])).reports).toEqual([]);
    const [report] = run(patch([guard('alpha.south.example.net'), scale])).reports;
    expect(report?.message).toContain('"alpha.north.example.net"');
    expect(report?.message).not.toContain(REGION_PLACEHOLDER);
  });

  test.each([
    ['the kind', { kind: 'Service' }],
    ['the whole name', { name: 'alpha' }],
    ['the name as text, not as a pattern', { name: 'alpha.agent' }],
    ['the group', { group: 'extensions' }],
    ['the namespace', { namespace: 'default' }],
  ])('meets its target by %s, and is reported when it meets none', (_, target) => {
    const { objects, reports } = run(patch([scale], target));
    expect(objects).toEqual([deployment, other]);
    expect(reports).toMatchObject([{ rule: { code: 'patch/no-target' }, path: '/0/target', file: 'config/patches/p.yaml' }]);
  });

  test('may name group and namespace', () => expect(run(patch([scale], { group: 'apps', namespace: 'agents' })).reports).toEqual([]));

  test('that fails is reported at the operation that failed, and leaves the object as it was', () => {
    const { objects, reports } = run(patch([scale, { op: 'remove', path: '/spec/nothing' }]));
    expect(objects[0]).toBe(deployment);
    expect(reports).toMatchObject([{ rule: { code: 'patch/failed' }, path: '/0/patch/1', message: expect.stringContaining('in north') as string }]);
  });

  test.each([
    ['the name', '/metadata/name', 'gamma-agent'],
    ['the namespace', '/metadata/namespace', 'default'],
    ['the kind', '/kind', 'StatefulSet'],
    ['the group', '/apiVersion', 'example.net/v1'],
  ])('may not make another object of its target: %s', (_, path, value) => {
    const { objects, reports } = run(patch([{ op: 'replace', path, value }]));
    expect(objects[0]).toBe(deployment);
    expect(reports.map(({ rule }) => rule.code)).toEqual(['patch/failed']);
  });

  test('that fails in every region is reported once, for the first', () => {
    const log = new PatchLog();
    const broken = patch([{ op: 'remove', path: '/spec/nothing' }], {}, 'all');
    for (const region of ['north', 'south']) patched([deployment], [broken], { name: region }, log);
    expect(log.reports([broken]).map(({ message }) => / in (\w+):/.exec(message)?.[1])).toEqual(['north']);
  });

  test.each<[string, Operation]>([
    ['gives our label another value', { op: 'replace', path: '/metadata/labels/pap.plugged.in~1owner', value: 'x' }],
    ['adds one of ours', { op: 'add', path: '/metadata/labels/pap.plugged.in~1state', value: 'persistent' }],
    ['takes one away', { op: 'remove', path: '/metadata/labels/pap.plugged.in~1owner' }],
    ['takes all of them away', { op: 'replace', path: '/metadata/labels', value: { a: 'b' } }],
    ['marks pods as ours', { op: 'add', path: '/spec/template/metadata/labels/pap.plugged.in~1agent', value: 'beta' }],
    ['says what a controller says', { op: 'add', path: '/metadata/labels/deployment.kubernetes.io~1revision', value: '1' }],
  ])('that %s is refused', (_, operation) => {
    const labels = { 'app.kubernetes.io/name': 'alpha', 'pap.plugged.in/owner': 'acme' };
    const object: KubeObject = { ...deployment, metadata: { ...deployment.metadata, labels }, spec: { template: { metadata: { labels } } } };
    const log = new PatchLog();
    expect(patched([object], [patch([operation])], NORTH, log)).toEqual([object]);
    const [report, ...more] = log.reports([]);
    expect([report?.rule.code, more]).toEqual(['patch/failed', []]);
    expect(report?.message).toMatch(/would change ".*", which/);
  });

  test.each([
    ['/metadata/labels/example.net~1team', 'x'],
    ['/spec/template/metadata/labels/topology.kubernetes.io~1zone', 'a'],
    ['/metadata/labels/app.kubernetes.io~1version', '2'],
    [
      '/spec/template/metadata/annotations',
      { 'kubectl.kubernetes.io/restartedAt': '2026-11-23', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
    ],
  ])('may set %s', (path, value) => {
    const labels = { 'app.kubernetes.io/name': 'alpha' };
    const object: KubeObject = { ...deployment, metadata: { ...deployment.metadata, labels }, spec: { template: { metadata: { labels } } } };
    const log = new PatchLog();
    patched([object], [patch([{ op: 'add', path, value }])], NORTH, log);
    expect(log.reports([])).toEqual([]);
  });
});

test.each([
  ['north', 'its own region', 'north', 'agents', true],
  ['north', 'another region', 'south', 'agents', false],
  ['north', 'another component', 'north', 'dns', false],
  ['all', 'any region', 'south', 'agents', true],
])('what is for %s in %s', (scope, _, region, component, expected) => expect(appliesTo(patch([], {}, scope), region, component)).toBe(expected));

describe('the target of a patch', () => {
  const labelled: KubeObject = { ...deployment, metadata: { ...deployment.metadata, labels: { app: 'alpha', tier: 'web' } } };
  /** The names of the objects that are changed. */
  function changed(target: Partial<Patch['target']>): string[] {
    const all: Patch['target'] = { kind: 'Deployment', ...target };
    const selector = target.labelSelector === undefined ? undefined : parseLabelSelector(target.labelSelector);
    if (typeof selector === 'string') throw new Error(selector);
    const one: Patch = { ...patch([scale]), target: all, ...(selector === undefined ? {} : { selector }) };
    const before = [labelled, other];
    return patched(before, [one], NORTH, new PatchLog()).flatMap((object, i) => (object === before[i] ? [] : [object.metadata.name]));
  }

  test.each<[string, Partial<Patch['target']>, string[]]>([
    ['every object of a kind', {}, ['alpha-agent', 'beta-agent']],
    ['those of a namespace', { namespace: 'agents' }, ['alpha-agent', 'beta-agent']],
    ['none of another', { namespace: 'web' }, []],
    ['a pattern', { name: '*-agent' }, ['alpha-agent', 'beta-agent']],
    ['a pattern of a part', { name: 'alpha-*' }, ['alpha-agent']],
    ['a pattern of the whole name only', { name: 'alpha*-' }, []],
    ['a label', { labelSelector: 'app=alpha' }, ['alpha-agent']],
    ['labels at once', { labelSelector: 'app in (alpha, gamma),tier!=db' }, ['alpha-agent']],
    ['a label that is not there', { labelSelector: '!app' }, ['beta-agent']],
    ['a value that it has not', { labelSelector: 'tier notin (db)' }, ['alpha-agent', 'beta-agent']],
    ['a name and a label', { name: 'beta-*', labelSelector: 'app' }, []],
  ])('%s', (_, target, expected) => expect(changed(target)).toEqual(expected));

  test.each(['', 'app=', 'app in alpha', 'app=a b', '=x', 'app,,b', 'in (a)', 'app in (a', 'app>1'])(
    'a selector that is none, or is empty: %j',
    (text) => {
      const selector = parseLabelSelector(text);
      expect(typeof selector === 'string' || text === 'app=').toBe(true);
    },
  );

  test('is told with the names that are near', () => {
    const log = new PatchLog();
    const one = patch([scale], { name: 'alhpa-agent' });
    patched([deployment, other], [one], NORTH, log);
    expect(log.reports([one], () => [deployment, other]).map(({ hint }) => hint)).toEqual(['did you mean "alpha-agent"?']);
    const kind = patch([scale], { kind: 'Deploymnet' });
    expect(log.reports([kind], () => [deployment, other]).map(({ hint }) => hint)).toEqual(['did you mean "Deployment"?']);
  });
});

describe('two patches of one path', () => {
  const overlaps = (...patches: Patch[]): string[] =>
    run(...patches).reports.map(({ rule, path, file, related }) =>
      [rule.code, file, path, ...(related ?? []).map((each) => ('path' in each ? each.path : ''))].join(' '),
    );
  const add = (path: string, value: unknown = {}): Operation => ({ op: 'add', path, value });

  test('are told with both places', () =>
    expect(overlaps(patch([scale]), patch([scale]))).toEqual(['patch/overlap config/patches/p.yaml /0/patch/0 /0/patch/0']));
  test('also where one takes away what the other wrote in it', () =>
    expect(overlaps(patch([add('/spec/more', {}), add('/spec/more/a', 1)]), patch([add('/spec/more', {})]))).toHaveLength(1));
  test('unless the later one builds on what the other wrote', () =>
    expect(overlaps(patch([add('/spec/more', {})]), patch([add('/spec/more/a', 1)]))).toEqual([]));
  test('unless both append to a list', () =>
    expect(overlaps(patch([add('/spec/list', [])]), patch([add('/spec/list/-', 1)]), patch([add('/spec/list/-', 2)]))).toEqual([]));
  test('unless the later one tests what it finds', () =>
    expect(overlaps(patch([scale]), patch([{ op: 'test', path: '/spec/replicas', value: 5 }, scale]))).toEqual([]));
  test('unless they are of different objects', () => expect(overlaps(patch([scale]), patch([scale], { name: 'beta-agent' }))).toEqual([]));
});
