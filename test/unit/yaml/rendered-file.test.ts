import { expect, test } from 'vitest';
import { LIMITS } from '../../../generator/yaml/limits.ts';
import { parseRenderedFile } from '../../../generator/yaml/rendered-file.ts';

const role = { component: 'notes', key: '0123456789abcdef', name: 'objects.yaml' } as const;
const parse = (bytes: Uint8Array | string) =>
  parseRenderedFile({ path: 'objects.yaml', bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes }, role);

test('a file of rendered objects is known by its digest', () => {
  const { rendered, findings } = parse('a: 1\n');
  expect(findings).toEqual([]);
  expect(JSON.stringify(rendered)).toBe(JSON.stringify(['objects.yaml', rendered.digest]));
});

test('says where something stands once it is asked', () => {
  const { source } = parse('a: 1\n---\nb:\n  c: 2\n');
  expect(source.locate('/1/b/c')).toEqual({ file: 'objects.yaml', line: 4, col: 6, length: 1 });
  expect(source.locate('/1/b/c', true)).toEqual({ file: 'objects.yaml', line: 4, col: 3, length: 1 });
  expect([source.line(4), source.covered(4), source.written('/1/b')]).toEqual(['  c: 2', [], undefined]);
});

test.each<[what: string, bytes: Uint8Array | string, code: string]>([
  ['is empty', '\n', 'yaml/empty'],
  ['is not UTF-8', Buffer.from([0x61, 0xff]), 'yaml/encoding'],
  ['has more than 10 MiB', Buffer.alloc(LIMITS.rendered + 1, 0x20), 'yaml/limit'],
  ['holds a secret', `token: ghp_${'a1B2'.repeat(9)}\n`, 'secret/in-config'],
])('a file that %s is refused', (_, bytes, code) => {
  const { findings } = parse(bytes);
  expect(findings.map((finding) => finding.code)).toEqual([code]);
});
