import { afterAll, describe, expect, test } from 'vitest';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { pathsOfKustomization } from '../../../generator/yaml/kustomization.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';
import { Desk } from '../../support/program.ts';

describe('what cannot be checked is no green check', () => {
  const made = new Desk();
  afterAll(() => made.remove());
  made.write({ 'empty/notes.txt': 'nothing', 'values/values.yaml': 'replicas: 3\n' });
  made.line('mkfifo pipe; truncate -s 17M large.yaml');
  made.write({ 'object.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: x }\ndata: { a: ${'a'.repeat(3.3e6)} }\n` });

  test.each([
    ['a folder without manifests', 'empty', 'there is no Kubernetes object in empty'],
    ['a file that holds none', 'values/values.yaml', 'there is no Kubernetes object in values/values.yaml'],
    ['a pipe', 'pipe', 'pipe is neither a file nor a folder'],
    ['a device', '/dev/zero', '/dev/zero is neither a file nor a folder'],
    ['a file of 17 MiB', 'large.yaml', 'large.yaml is larger than 16 MiB'],
    ['an object that no server reads', 'object.yaml', 'the object is larger than 3 MiB'],
    ['empty standard input', '- < /dev/null', 'there is no Kubernetes object in standard input'],
  ])('%s', (_, path, expected) => {
    const { code, err } = made.line(`timeout 20 $PAP_FLEET lint ${path}`);
    expect([code, err]).toEqual([2, expect.stringContaining(expected)]);
  });
});

describe('what is not judged', () => {
  const made = new Desk();
  afterAll(() => made.remove());
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n';
  made.write({
    'prod/kustomization.yaml': 'resources: [a.yaml]\nhelmCharts: [{ name: a }]\n',
    'prod/a.yaml': map,
    'chart/templates/a.yaml': 'metadata: {{ .x }}\n',
    'plain/a.yaml': `${map}---\napiVersion: v1\nkind: Service\nmetadata: { name: "\${APP}" }\n---\napiVersion: example.org/v1\nkind: Thing\nmetadata: { name: t }\n`,
  });

  test('is told with its place and the reason, and is no error beside what is judged', () => {
    const { code, out } = made.run('lint', 'prod', 'chart', 'plain');
    expect([code, out]).toEqual([
      0,
      `prod/kustomization.yaml:2:1 not judged: Kustomization prod: helmCharts: a chart is rendered by Helm; kubectl kustomize prod | pap-fleet lint - judges what it makes
chart/templates/a.yaml:1:11 not judged: template chart/templates/a.yaml: "{{ .x }}" is filled in by another program; pipe in what that makes: … | pap-fleet lint -
plain/a.yaml:7:19 not judged: Service \${APP}: "\${APP}" is still to be filled in
plain/a.yaml:10:7 not judged: Thing t: nothing here defines example.org/v1 Thing: a definition among the manifests, or in the folder of --schemas, does
3 objects checked: 1 accepted, 2 not judged (1 template, 1 unknown kind); 1 kustomization and 1 template not judged
`,
    ]);
  });

  test('is exit code 2 where it is all that there is, as nothing at all is', () => {
    const { code, out, err } = made.run('lint', 'prod', '--json');
    expect([code, err]).toEqual([2, '']);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      objects: 0,
      verdicts: [{ file: 'prod/kustomization.yaml', line: 2, verdict: 'not judged', because: 'incomplete kustomization' }],
    });
    expect(made.run('lint', 'chart').err).toBe('nothing was judged: a check of nothing would be green\n');
  });
});

test('whatever a kustomization names is its own to read', () => {
  const text = `resources:
- deployment.yaml
- "../base" # below
components: [../tls]
patches:
  - target: { kind: Deployment }
    path: patches/web.yaml
  - patch: |-
      - op: remove
        path: /spec/replicas
patchesStrategicMerge:
  - more.yaml
  - |-
    apiVersion: v1
configMapGenerator:
  - { name: a, files: [a.json, b.json=files/b.json], envs: [a.env] }
helmCharts:
  - { name: c, valuesFile: values.yaml, additionalValuesFiles: [more-values.yaml] }
`;
  expect(pathsOfKustomization(Buffer.from(text)).sort()).toEqual(
    [
      '../base',
      '../tls',
      'a.env',
      'a.json',
      'deployment.yaml',
      'files/b.json',
      'more-values.yaml',
      'more.yaml',
      'patches/web.yaml',
      'values.yaml',
    ].sort(),
  );
  expect(pathsOfKustomization(Buffer.from('resources: [a'))).toEqual([]);
});

function found(text: string): string[] {
  const { manifests } = parseManifests({ path: 'a.yaml', bytes: Buffer.from(text) });
  return lint(manifests, anyCluster).map(({ code, place: { line }, message }) => `${line} ${code} ${message.split(':')[0]}`);
}

test('items of a list of one kind need not say what they are, and lists may hold lists', () => {
  const item = '    metadata: { name: a, namespace: shop }\n    data: { "a b": c }\n';
  expect(found(`apiVersion: v1\nkind: ConfigMapList\nitems:\n  - ${item.trimStart()}`)).toEqual(['5 object/config-key ConfigMap shop/a']);
  expect(
    found(
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: List\n    items:\n      - apiVersion: v1\n        kind: ConfigMap\n        metadata: { name: a, namespace: shop }\n        data: { "a b": c }\n',
    ),
  ).toEqual(['10 object/config-key ConfigMap shop/a']);
});

test('an object whose name the cluster finds is held to the rules as well', () => {
  const job = (image: string): string =>
    `apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: once-, namespace: shop }\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{ name: a, image: "${image}" }]\n`;
  expect(found(job('registry.example.net/A B'))).toContain('8 object/image Job shop/once-xxxxx');
  expect(found(job('registry.example.net/a:1')).filter((text) => !text.includes(' security/'))).toEqual([]);
});

describe('--region', () => {
  const made = new Desk();
  afterAll(() => made.remove());
  const application = (name: string, path: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: own, source: { repoURL: https://git.example.net/a.git, path: ${path} }, destination: { name: ${name}, namespace: shop } }\n`;
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n';
  made.write({
    'config/fleet.yaml':
      'apiVersion: fleet.plugged.in/v1alpha1\nkind: Fleet\nname: pap\ngitops: { repoURL: https://git.example.net/pap/fleet.git }\nzone: { name: a.example.net, nameservers: [ns1.example.net] }\nstation: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }\nregions: { north: {} }\nagents: {}\n',
    'all/a/kustomization.yaml': 'resources: [map.yaml]\n',
    'all/a/map.yaml': map,
    'all/b/kustomization.yaml': 'resources: [map.yaml]\n',
    'all/b/map.yaml': map,
    'all/north.yaml': application('north', 'all/a'),
    'all/south.yaml': application('south', 'all/b'),
  });

  test('is about one cluster', () => {
    const { code, err } = made.run('lint', '--region', 'north', 'all');
    expect([code, err]).toEqual([2, expect.stringContaining('Applications send these to 2: cluster north, cluster south')]);
    expect(made.run('lint', '--region', 'north', 'all/a').code).toBe(0);
  });
});
