import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { emit, emitAll } from '../../../generator/k8s/emit.ts';
import { readEmitted } from '../../../generator/k8s/read-emitted.ts';
import { runs } from '../../support/runs.ts';

const OUT = join(import.meta.dirname, '../../../out');
const files = readdirSync(OUT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
  .map((entry) => join(entry.parentPath, entry.name));

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', '\\', ':', '#', '-', '|', '{', '}', '0', '\t', '€', '~', "'") }),
  fc.constantFrom(
    'yes',
    'null',
    '1.0',
    '012',
    '---',
    '- a',
    'a: b',
    '|',
    '|-',
    '"',
    '\\',
    'a\nb',
    'a\n\nb\n',
    'l1\n---\nl2',
    'x:',
    ':',
    'REGION',
    '😀',
  ),
);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
);
const key = text.filter((name) => name !== '__proto__');
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(key, tie('data'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
// -0 is 0 to every reader of YAML, and to Kubernetes.
const plus = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('what emit writes', () => {
  test('is read back as it was', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(readEmitted(emit(value))).toEqual([plus(value)]);
      }),
      { numRuns: runs(6000) },
    );
  });

  test('is read back as several documents', () => {
    fc.assert(
      fc.property(fc.array(data, { minLength: 1, maxLength: 4 }), (values) => {
        expect(readEmitted(emitAll(values))).toEqual(values.map(plus));
      }),
    );
  });

  test.each(files)('%s is read as the yaml package reads it', (file) => {
    const written = readFileSync(file, 'utf8');
    const documents = parseAllDocuments(written) as { toJS(): unknown }[];
    expect(readEmitted(written)).toEqual(documents.map((document) => document.toJS()));
  });
});

describe('what emit does not write', () => {
  test.each([
    ['a comment', 'a: 1 # one\n'],
    ['an anchor', 'a: &x 1\nb: *x\n'],
    ['single quotes', "a: 'b'\n"],
    ['a flow map', 'a: {b: c}\n'],
    ['a word that readers take for a boolean', 'a: yes\n'],
    ['a number with a leading zero', 'a: 012\n'],
    ['a date', 'a: 2026-01-02\n'],
    ['a key that stands twice', 'a: 1\na: 2\n'],
    ['a list that is indented', 'a:\n  - b\n'],
    ['a map that is indented by four', 'a:\n    b: c\n'],
    ['a plain text over two lines', 'a: b\n  c\n'],
    ['no line break at the end', 'a: b'],
    ['an empty value', 'a:\nb: c\n'],
    ['a folded block', 'a: >\n  b\n  c\n'],
    ['a block with a trailing space', 'a: |\n  b \n  c\n'],
    ['a block that ends with an empty line', '- |-\n  a\n\n'],
    ['a tab', 'a:\tb\n'],
    ['an unknown escape', 'a: "\\x41"\n'],
    ['a character that is none', 'a: "\\U00110000"\n'],
    ['a quote inside', 'a: "b"c"\n'],
    ['an open quote', 'a: "b\\"\n'],
    ['an empty file', ''],
    ['an empty document', 'a: b\n---\n'],
    ['a key that would reach into the prototype', '__proto__: {}\n'],
  ])('%s is left to a real parser', (_, written) => {
    expect(readEmitted(written)).toBeUndefined();
  });

  test('what is no text at all is a mistake of ours, and no other YAML', () => {
    expect(() => readEmitted(undefined as unknown as string)).toThrow(TypeError);
  });

  test('is never understood in another way than the yaml package does', () => {
    const odd = fc
      .array(
        fc.constantFrom('a', 'b: ', 'c:', '\n', '  ', '- ', '-', '"', '\\n', '|', '|-', ' ', '---\n', '{}', '[]', '1', '#', "'", 'x: y\n', '&', '!'),
        {
          maxLength: 14,
        },
      )
      .map((parts) => `${parts.join('')}\n`);
    fc.assert(
      fc.property(odd, (written) => {
        const read = readEmitted(written);
        if (read === undefined) return;
        const documents = parseAllDocuments(written);
        expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
        expect(read).toEqual(documents.map((document) => document.toJS() as unknown));
      }),
      { numRuns: runs(40000) },
    );
  });
});
