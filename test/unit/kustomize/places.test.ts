import { describe, expect, test } from 'vitest';
import { lint, anyCluster } from '../../../generator/lint/lint.ts';
import { saidOnce } from '../../../generator/lint/kustomizations.ts';
import { builtOf } from '../../support/kustomized.ts';
import { buildKustomization } from '../../../generator/kustomize/build.ts';
import { treeIn } from '../../support/kustomization-tree.ts';
import { mapNode, setField, textNode } from '../../../generator/kustomize/node.ts';
import { applyPatch } from '../../../generator/kustomize/patch.ts';
import { Resource } from '../../../generator/kustomize/resource.ts';
import { Resources } from '../../../generator/kustomize/resources.ts';
import { Matcher } from '../../../generator/kustomize/selector.ts';
import { Work } from '../../../generator/kustomize/work.ts';
import { Written } from '../../../generator/yaml/written.ts';
import { BASE } from './cases.ts';

type Files = Readonly<Record<string, string>>;

const manifestsOf = (files: Files) => {
  const built = builtOf(files);
  if (!('manifests' in built)) throw new Error('not built');
  return built.manifests;
};

/** Where a value of an object was written. */
function at(files: Files, kind: string, pointer: string, key = false): string {
  const found = manifestsOf(files).find(({ data }) => data['kind'] === kind);
  const { file, line, col } = found?.locate(pointer, key) ?? { file: 'nowhere', line: 0, col: 0 };
  return `${file}:${line}:${col} ${found?.line(line, file).slice(col - 1, col + 9) ?? ''}`;
}

const over = (text: string, files: Files = {}): Files => ({ ...BASE, ...files, 'top/kustomization.yaml': `resources: [../base]\n${text}` });

test('a value stands where it was written: in a base, a patch, or the kustomization', () => {
  const files = over(
    `namespace: shop
commonLabels: {team: web}
images:
  - name: registry.example.org:5000/shop/web
    newTag: "2"
replicas:
  - {name: web, count: 3}
patches:
  - path: patch.yaml
  - target: {kind: Deployment}
    patch: |-
      - op: add
        path: /spec/paused
        value: true
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        minReadySeconds: 5
configMapGenerator:
  - name: made
    literals: [a=1]
replacements:
  - source: {kind: Service, name: web, fieldPath: metadata.name}
    targets: [{select: {kind: Deployment}, fieldPaths: [metadata.annotations.service], options: {create: true}}]
`,
    { 'top/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  revisionHistoryLimit: 4\n' },
  );
  expect(at(files, 'Deployment', '/metadata/name')).toBe('base/deployment.yaml:4:9 web');
  expect(at(files, 'Deployment', '/spec/template/spec/containers/0/ports/0/name')).toBe('base/deployment.yaml:18:47 http}, {co');
  expect(at(files, 'Deployment', '/metadata/namespace')).toBe('top/kustomization.yaml:2:12 shop');
  expect(at(files, 'Deployment', '/spec/selector/matchLabels/team')).toBe('top/kustomization.yaml:3:22 web}');
  expect(at(files, 'Deployment', '/spec/template/spec/containers/0/image')).toBe('top/kustomization.yaml:6:13 "2"');
  expect(at(files, 'Deployment', '/spec/replicas')).toBe('top/kustomization.yaml:8:24 3}');
  expect(at(files, 'Deployment', '/spec/revisionHistoryLimit')).toBe('top/patch.yaml:5:25 4');
  expect(at(files, 'Deployment', '/spec/revisionHistoryLimit', true)).toBe('top/patch.yaml:5:3 revisionHi');
  expect(at(files, 'Deployment', '/spec/paused')).toBe('top/kustomization.yaml:15:16 true');
  expect(at(files, 'Deployment', '/spec/minReadySeconds')).toBe('top/kustomization.yaml:21:26 5');
  expect(at(files, 'Deployment', '/metadata/annotations/service')).toBe('base/service.yaml:3:18 web}');
  const made = manifestsOf(files).find(({ data }) => (data['metadata'] as { name: string }).name.startsWith('made-'));
  expect(made?.locate('/data/a')).toMatchObject({ file: 'top/kustomization.yaml', line: 24, col: 16 });
});

test('what several kustomizations make of one line is said once, with both', () => {
  const files: Files = {
    'base/kustomization.yaml': 'resources: [map.yaml]\n',
    'base/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {"a b": c}\n',
    'one/kustomization.yaml': 'resources: [../base]\n',
    'two/kustomization.yaml': 'resources: [../base]\n',
  };
  const found = ['one', 'two'].flatMap((folder) => {
    const built = buildKustomization(folder, treeIn(new Map(Object.entries(files))));
    return 'manifests' in built ? lint(built.manifests, anyCluster) : [];
  });
  expect(found).toHaveLength(2);
  expect(saidOnce(found).map(({ place, related }) => [place.file, place.line, related?.map((each) => each.place.file)])).toEqual([
    ['base/map.yaml', 4, ['one/kustomization.yaml', 'two/kustomization.yaml']],
  ]);
});

test('a comment in a base answers for what is made of it', () => {
  const files = over('namespace: shop\n', {
    'base/kustomization.yaml': 'resources: [map.yaml]\n',
    'base/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n# pap-fleet: waive object/config-key: as it is\ndata: {"a b": c}\n',
  });
  expect(lint(manifestsOf(files), anyCluster).map(({ code }) => code)).toEqual([]);
});

test('values of Secrets are shown to nobody, wherever a kustomization has them from', () => {
  const value = 'Zx81-of-my-own';
  const files: Files = {
    'top/kustomization.yaml': `secretGenerator:\n  - {name: "Bad Name", literals: [p=${value}]}\n`,
  };
  const built = builtOf(files);
  if (!('manifests' in built)) throw new Error('not built');
  const [finding] = lint(built.manifests, anyCluster);
  expect(finding?.place.line).toBe(2);
  expect(JSON.stringify(finding)).not.toContain(value);
  expect(built.secrets).toContain(value);
});

test('what is too much is not built, and says so', () => {
  const many = Object.fromEntries(
    Array.from({ length: 14 }, (_, i) => [`f${i}/kustomization.yaml`, i === 13 ? 'resources: []\n' : `resources: [../f${i + 1}, ../f${i + 1}/]\n`]),
  );
  const folders = buildKustomization('f0', treeIn(new Map(Object.entries(many))));
  expect('unbuilt' in folders && folders.unbuilt.message).toBe('more than 2000 folders are named');
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map(
      (c, i) =>
        `${c}: &${c} [${Array(9)
          .fill(`*${'abcdefgh'[i] as string}`)
          .join(', ')}]`,
    ),
  ].join('\n');
  const values = builtOf({
    'top/kustomization.yaml': 'resources: [a.yaml]\n',
    'top/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n${bomb}\n`,
  });
  expect('refused' in values || 'unbuilt' in values).toBe(true);
  const tree = treeIn(
    new Map([
      ['top/kustomization.yaml', 'resources: [a.yaml]\n'],
      ['top/a.yaml', 'a'],
    ]),
  );
  const large = buildKustomization('top', { ...tree, read: (path) => (path.endsWith('a.yaml') ? undefined : tree.read(path)) });
  expect('unbuilt' in large && large.unbuilt.message).toBe('top/a.yaml is too large');
  const outside = buildKustomization('top', {
    ...treeIn(
      new Map([
        ['top/kustomization.yaml', 'resources: [../other]\n'],
        ['other/kustomization.yaml', 'resources: []\n'],
      ]),
    ),
    isOutside: () => true,
  });
  expect('unbuilt' in outside && outside.unbuilt.message).toBe('"../other" lies outside of the repository');
});

test('a character of a text has its column there, too, however it is written', () => {
  const application = (values: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, namespace: argocd}\nspec:\n  project: p\n  source: {repoURL: https://charts.example.org, chart: c, targetRevision: 1.0.0, helm: {values: ${values}}}\n  destination: {name: eu, namespace: shop}\n`;
  const column = (values: string): number | undefined =>
    lint(manifestsOf({ 'top/kustomization.yaml': 'resources: [a.yaml]\n', 'top/a.yaml': application(values) }), anyCluster).find(
      ({ code }) => code === 'object/helm-values',
    )?.place.col;
  expect(column(`'a: [b'`)).toBeGreaterThan(97);
  expect(column('plain')).toBe(97);
});

// Seen to fail: without `Work` the first took four gigabytes and a minute.
describe('what patches and replacements multiply is bounded', () => {
  const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: a-b }\n';
  const times = (count: number, text: string): string => Array.from({ length: count }, () => text).join('');
  const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'a patch that copies what it has copied': {
      'top/kustomization.yaml': `resources: [a.yaml]\npatches:\n  - target: { kind: ConfigMap }\n    patch: |\n${Array.from({ length: 40 }, (_, i) => `      - { op: copy, from: /data, path: /data/x${i} }\n`).join('')}`,
      'top/a.yaml': OBJECT,
    },
    'a text that is put into a part of itself': {
      'top/kustomization.yaml': `resources: [a.yaml]\nreplacements:\n${times(40, '  - source: { kind: ConfigMap, fieldPath: data.x }\n    targets: [{ select: { kind: ConfigMap }, fieldPaths: [data.x], options: { delimiter: "-" } }]\n')}`,
      'top/a.yaml': OBJECT,
    },
  };
  test.each(Object.entries(CASES))('%s', (_, of) => {
    const built = builtOf(of);
    expect('unbuilt' in built && [built.unbuilt.message, built.unbuilt.place.file]).toEqual([
      'its patches and replacements make too much of what is written',
      'top/kustomization.yaml',
    ]);
  });

  test('a patch is held against every object', () => {
    const at = { source: new Written({ path: 'a.yaml', bytes: new Uint8Array() }), start: 0, end: 1 };
    const run = (before: number) => (): number => {
      const resources = new Resources(new Work());
      for (const name of ['a', 'b']) {
        const metadata = mapNode(at);
        setField(metadata, 'name', textNode(name, at));
        const root = mapNode(at);
        setField(root, 'kind', textNode('ConfigMap', at));
        setField(root, 'metadata', metadata);
        resources.add(new Resource(root));
      }
      resources.work.look(before, at);
      return applyPatch(resources, { operations: [] }, new Matcher({ kind: 'Secret' }, at), { at });
    };
    expect(run(499_998)()).toBe(0);
    expect(run(499_999)).toThrow(/make too much/);
  });
});
