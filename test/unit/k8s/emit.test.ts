import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { emit, emitAll, scalar } from '../../../generator/k8s/emit.ts';
import { REGION_PLACEHOLDER, fillPlaceholder, fillPlaceholders } from '../../../generator/k8s/region-placeholder.ts';
import { nasty } from '../../support/nasty.ts';
import { runs } from '../../support/runs.ts';

const readers = [
  { name: 'YAML 1.2', options: { version: '1.2', schema: 'core' } },
  { name: 'YAML 1.1', options: { version: '1.1', merge: true } },
] as const;

function readBack(value: unknown): void {
  const text = emit(value);
  for (const { name, options } of readers) expect(parse(text, options), `${name}:\n${text}`).toEqual(value);
}

describe('a scalar', () => {
  test.each([
    ['a word', 'agents', 'agents'],
    ['an image', 'plugged.in/agents/research:v1.2.0', 'plugged.in/agents/research:v1.2.0'],
    ['a path to a base', '../../../base/x', '../../../base/x'],
    ['a sentence', 'Region us-east of the fleet pap', 'Region us-east of the fleet pap'],
    ['what other readers take for a boolean', 'no', '"no"'],
    ['the same in capitals', 'ON', '"ON"'],
    ['a number', '30', '"30"'],
    ['a version', '1.10', '"1.10"'],
    ['an octal', '0o17', '"0o17"'],
    ['a date', '2026-11-23', '"2026-11-23"'],
    ['a time in base 60', '1:30', '"1:30"'],
    ['what one reader of YAML 1.1 takes for a power of ten', 'E0', '"E0"'],
    ['the same with several digits', 'e12', '"e12"'],
    ['the last character of ASCII, of the basic plane and of all', '~#\uffff\u{10ffff}', String.raw`"~#\uffff\U0010ffff"`],
    ['null', 'null', '"null"'],
    ['nothing', '', '""'],
    ['a colon and a space', 'a: b', '"a: b"'],
    ['a comment', 'a #b', '"a #b"'],
    ['a trailing colon', 'a:', '"a:"'],
    ['a star', '*.us-east', '"*.us-east"'],
    ['quotes and backslashes', String.raw`a"b\c`, String.raw`"a\"b\\c"`],
    ['a tab', 'a\tb', String.raw`"a\tb"`],
    ['a letter outside ASCII', 'é', String.raw`"\u00e9"`],
    ['a character outside the basic plane', '😀', String.raw`"\U0001f600"`],
    ['a line separator', 'a\u2028b', String.raw`"a\u2028b"`],
  ])('%s', (_, text, expected) => {
    expect(scalar(text)).toBe(expected);
    readBack(text);
  });
});

describe('a document', () => {
  test('stands in blocks, lists at the indent of their key', () => {
    expect(emit({ a: { b: [1, { c: true, d: null }, [2]], e: {}, f: [] }, g: 'x\ny\n', h: undefined })).toBe(
      'a:\n  b:\n  - 1\n  - c: true\n    d: null\n  -\n    - 2\n  e: {}\n  f: []\ng: |\n  x\n  y\n',
    );
  });

  test.each([
    ['one final line break', 'a\nb\n', 'k: |\n  a\n  b\n'],
    ['none', 'a\nb', 'k: |-\n  a\n  b\n'],
    ['an empty line within', 'a\n\nb', 'k: |-\n  a\n\n  b\n'],
    ['two final line breaks', 'a\n\n', 'k: "a\\n\\n"\n'],
    ['a space before the first line', ' a\nb', 'k: " a\\nb"\n'],
    ['a space at the end of a line', 'a \nb', 'k: "a \\nb"\n'],
    ['a carriage return', 'a\r\nb', 'k: "a\\u000d\\nb"\n'],
  ])('a text of several lines with %s', (_, text, expected) => {
    expect(emit({ k: text })).toBe(expected);
    readBack({ k: text });
  });

  test('what is undefined is not there, before what is', () => {
    expect(emit({ a: undefined, b: 1, c: { d: undefined, e: { f: undefined } } })).toBe('b: 1\nc:\n  e: {}\n');
    expect(emit({ a: { b: undefined } })).toBe('a: {}\n');
  });

  test('several documents are divided', () => {
    expect(emitAll([{ a: 1 }, { b: 2 }])).toBe('a: 1\n---\nb: 2\n');
  });

  test.each([[Number.NaN], [Infinity], [2 ** 53], [() => 1], [Symbol('x')]])('%s cannot be written', (value) => {
    expect(() => emit({ value })).toThrow();
  });
});

describe('whatever is written is read back', () => {
  test('by readers of both versions, as value, as key and as item', () => {
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 4 }), nasty, (items, key) =>
        readBack({ list: items, [key === '__proto__' || key === '' ? 'k' : key]: { nested: items[0] ?? '' } }),
      ),
      { numRuns: runs(6000) },
    );
  });

  test('at any depth', () => {
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        nasty,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(
          fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 5 }).filter((key) => key !== '__proto__'),
          tie('tree'),
          { maxKeys: 3, noNullPrototype: true },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => readBack({ value })),
      { numRuns: runs(2000) },
    );
  });

  test('also when a region is put into a text that has a placeholder for it', () => {
    const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?$/);
    const piece = fc.oneof(fc.constant(REGION_PLACEHOLDER), fc.constantFrom('a', '.', '-', ':', ' ', '/', 'host', '"', '\n', '~'));
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        fc.oneof(label, fc.constantFrom('no', 'on', '1e3', '0x1f', 'null', '1-2')),
        (pieces, region) => {
          const value = { text: pieces.join(''), list: [pieces.join('')] };
          const text = fillPlaceholder(emit(value), region);
          for (const { name, options } of readers) expect(parse(text, options), `${name}:\n${text}`).toEqual(fillPlaceholders(value, region));
        },
      ),
      { numRuns: runs(6000) },
    );
  });
});

test('a text is written in the same way however many there were before', () => {
  const texts = Array.from({ length: 50_100 }, (_, i) => `yes ${i}`);
  const written = texts.map(scalar);
  expect(written.at(-1)).toBe('yes 50099');
  expect(texts.map(scalar)).toEqual(written);
  expect(scalar('no')).toBe('"no"');
});
