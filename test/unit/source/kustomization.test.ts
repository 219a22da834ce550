import { describe, expect, test } from 'vitest';
import { pathsOfKustomization } from '../../../generator/source/kustomization.ts';

const pathsOf = (text: string): string[] => pathsOfKustomization(Buffer.from(text));

// Seen to fail: with errors of YAML passed over, and with an alias that is followed without an end.
describe('a kustomization names', () => {
  test.each<[string, string, string[]]>([
    [
      'resources, and files of patches and generators',
      'resources: [a.yaml]\npatches: [{ path: p.yaml }]\nconfigMapGenerator: [{ files: [k=f.txt, g.txt, 3] }]\n',
      ['a.yaml', 'p.yaml', 'f.txt', 'g.txt'],
    ],
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
