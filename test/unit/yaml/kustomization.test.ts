import { describe, expect, test } from 'vitest';
import { kustomizationFlaws, pathsOfKustomization } from '../../../generator/yaml/kustomization.ts';

const pathsOf = (text: string): string[] => pathsOfKustomization(Buffer.from(text));

// Seen to fail: with errors of YAML passed over, and with an alias that is followed without an end.
describe('a kustomization names', () => {
  test.each<[string, string, string[]]>([
    [
      'resources, and files of patches and generators',
      'resources: [a.yaml]\npatches: [{ path: p.yaml }]\nconfigMapGenerator: [{ files: [k=f.txt, g.txt, 3] }]\n',
      ['a.yaml', 'p.yaml', 'f.txt', 'g.txt'],
    ],
    ...['resources', 'bases', 'components', 'crds', 'configurations', 'transformers', 'generators', 'validators', 'patchesStrategicMerge'].map(
      (key): [string, string, string[]] => [`${key}, as paths`, `${key}: [a.yaml, "../base", 1, ""]\n`, ['a.yaml', '../base']],
    ),
    ...['patches', 'patchesJson6902', 'replacements'].map((key): [string, string, string[]] => [
      `files of ${key}`,
      `${key}: [{ path: a.yaml, target: { kind: A } }, { patch: x }, b.yaml]\n`,
      ['a.yaml'],
    ]),
    ['a schema', 'openapi: { path: a.json }\n', ['a.json']],
    [
      'files and variables of generators',
      'configMapGenerator: [{ name: x, files: [a, k=b], envs: [c] }]\nsecretGenerator: [{ env: d, literals: [e=f] }]\n',
      ['a', 'b', 'c', 'd'],
    ],
    ['values of charts', 'helmCharts: [{ name: x, valuesFile: a.yaml, additionalValuesFiles: [b.yaml] }, { name: y }]\n', ['a.yaml', 'b.yaml']],
    ['nothing where a patch stands in the place of a path', 'patchesStrategicMerge: ["kind: A", "a\\nb"]\n', []],
    ['nothing that it does not know', 'other: [a.yaml]\nresources: a.yaml\n', []],
    ['nothing when it is a list', '[a.yaml]\n', []],
    ['the last of two, when something stands twice', 'resources: [a.yaml]\nresources: [b.yaml]\n', ['b.yaml']],
    ['nothing where a patch is written out', 'patches:\n  - patch: |\n      kind: Deployment\n', []],
    ['nothing of another host', 'resources: ["https://example.net/a.yaml"]\n', []],
    ['nothing when it is empty', '', []],
    ['nothing when it is no YAML, of which kubectl will complain', 'resources: [a.yaml\n', []],
    [
      'nothing when a few lines stand for gigabytes',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefg'].map((name, i) => `${name}: &${name} [${`*${'abcdef'[i]}, `.repeat(9)}]`).join('\n')}\nresources: [a.yaml]\n`,
      [],
    ],
  ])('%s', (_, text, paths) => expect(pathsOf(text)).toEqual(paths));
});

// Seen to fail: with `Resources`, which Kustomize reads as `resources`, and with files of generators.
describe('a kustomization is built of its own folder alone', () => {
  const there = ['a.yaml', '../base', 'p.yaml', 'x.env'];
  const flaws = (text: string): string[] => kustomizationFlaws(Buffer.from(text), (path) => there.includes(path));

  test('where all that it names is there', () =>
    expect(
      flaws(`apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: notes
resources: [a.yaml, ../base]
patches: [{ path: p.yaml, target: { kind: A } }, { patch: "- op: remove" }]
patchesStrategicMerge: [p.yaml, "kind: A\\nmetadata: { name: x }\\n"]
replacements: [{ source: { kind: A }, targets: [] }]
configMapGenerator: [{ name: a, files: [a=p.yaml], envs: [x.env], literals: [a=b] }]
images: [{ name: a, newTag: b }]
`),
    ).toEqual([]));

  test.each<[what: string, text: string, expected: string]>([
    [
      'a base of elsewhere',
      'resources: ["https://git.example.net/x?ref=v1"]\n',
      'resources names "https://git.example.net/x?ref=v1", which is not in',
    ],
    ['a key in capitals', 'Resources: ["file:///x"]\n', 'the key "Resources" is not taken'],
    ['a merged key', '<<: { resources: [http://x] }\n', 'resources names "http://x"'],
    ['a second document', 'resources: []\n---\nresources: [http://x]\n', 'a kustomization is one map'],
    ['an error', 'resources: [\n', 'it cannot be read'],
    [
      'a file of a generator',
      'configMapGenerator: [{ files: ["a=http://169.254.169.254/"] }]\n',
      'configMapGenerator names "http://169.254.169.254/"',
    ],
    ['an environment of a generator', 'secretGenerator: [{ envs: [http://x] }]\n', 'secretGenerator names "http://x"'],
    ['a patch of elsewhere', 'patches: [{ path: http://x }]\n', 'patches names "http://x"'],
    ['a patch that is an address and a line', 'patchesStrategicMerge: ["http://x\\n"]\n', 'patchesStrategicMerge names "http://x'],
    ['a transformer', 'transformers: [a.yaml]\n', 'the key "transformers" is not taken'],
    ['a schema of its own', 'openapi: { path: a.yaml }\n', 'the key "openapi" is not taken'],
    ['a chart', 'helmCharts: [{ name: a }]\n', 'the key "helmCharts" is not taken'],
    ['a base that is no text', 'resources: [{ a: b }]\n', 'resources names "{"a":"b"}"'],
    ['a list', '- a\n', 'a kustomization is one map'],
  ])('and not with %s', (_, text, expected) => expect(flaws(text).join('\n')).toContain(expected));
});
