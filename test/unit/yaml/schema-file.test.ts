import { expect, test } from 'vitest';
import { parseSchemaFile } from '../../../generator/yaml/schema-file.ts';

const read = (text: string, limit?: number) =>
  parseSchemaFile({ path: 'config/schemas/a.yaml', bytes: Buffer.from(text), ...(limit === undefined ? {} : { limit }) });
const codes = (text: string, limit?: number): string[] => read(text, limit).findings.map(({ code, place }) => `${place.line}:${place.col} ${code}`);

test('documents are numbered, and what separates them says nothing', () => {
  const { documents, findings, source } = read('---\n# first\n---\na: 1\n---\nb:\n  c: 2\n---\n');
  expect(findings).toEqual([]);
  expect([...documents.values()]).toEqual([{ a: 1 }, { b: { c: 2 } }]);
  const [, second] = [...documents.keys()];
  expect(source.locate(`/${second}/b/c`)).toMatchObject({ line: 7, col: 6 });
  expect(source.locate(`/${second}/b/d`)).toMatchObject({ line: 6, col: 1 });
  expect(source.locate('/9/a'), 'of a document that is not there').toMatchObject({ line: 1, col: 1 });
});

test.each([
  ['what is no YAML', 'a: [1', '1:6 yaml/syntax'],
  ['a key twice', 'a: 1\na: 2\n', '2:1 yaml/syntax'],
  ['an anchor that is used', 'a: &x { b: 1 }\nc: *x\n', '1:1 yaml/limit'],
  ['nothing', '# nothing\n', '1:1 yaml/empty'],
  ['bytes that are no text', 'a: \u0000', '1:4 yaml/encoding'],
  ['a secret', `a: ghp_${'a1B2'.repeat(9)}\n`, '1:4 secret/in-config'],
  ['depth', `a: ${'['.repeat(300)}${']'.repeat(300)}\n`, '1:1 yaml/limit'],
  ['depth without end', '['.repeat(20_000), ''],
])('%s is refused at its place', (_, text, expected) => {
  const found = codes(text);
  expect(found.length).toBe(1);
  expect(found[0]).toContain(expected);
});

test('a file over the limit is not read', () => {
  expect(codes(`a: ${'x'.repeat(100)}`, 50)).toEqual(['1:1 yaml/limit']);
});
