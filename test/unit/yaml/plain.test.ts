// What the quick reader of plain files leaves to the reader of all of YAML; that both read the same is shown by test/properties/plain.test.ts.
import { isMap } from 'yaml';
import { describe, expect, test } from 'vitest';
import { readPlain } from '../../../generator/yaml/plain.ts';

const dataOf = (text: string): unknown => {
  const found = readPlain(text, 1000);
  return isMap(found?.contents) ? found.contents.toJSON() : undefined;
};

describe('is read', () => {
  test.each<[string, unknown]>([
    ['a: b\n', { a: 'b' }],
    ['# of ours\n\n"a b": [x, "y", {k: \'v\'}] # c\nd: {}\n# end', { 'a b': ['x', 'y', { k: 'v' }], d: {} }],
    ['a:\n- b: 1\n  c: null\n- -x\nd:\n  - e', { a: [{ b: 1, c: null }, '-x'], d: ['e'] }],
    ['a:\n  [\n    x, # c\n\n    y,\n  ]\nb: .5\nc: true\n', { a: ['x', 'y'], b: 0.5, c: true }],
    ['a: b:c d#e\nb:\n  {c: d}\n', { a: 'b:c d#e', b: { c: 'd' } }],
  ])('%j', (text, data) => expect(dataOf(text)).toEqual(data));
});

describe('is left to the other', () => {
  test.each([
    '',
    '# nothing\n',
    ' a: b\n',
    '- a\n',
    '---\na: b\n',
    'a: b\n---\n',
    'a:\tb\n',
    'a: b\r\n',
    'a:\n',
    'a:\nb: c\n',
    'a: |\n  b\n',
    'a: &b c\n',
    'a: b\n  c\n',
    'a: b: c\n',
    'a:b\n',
    'a:\n  b: c\n d: e\n',
    'a:\n    - b\n  - c\n',
    'a:\n- b\n  c\n',
    'a:\n-\n  b: c\n',
    'a:\n- - b\n',
    'a: "b\\n"\n',
    "a: 'it''s'\n",
    'a: "b" c\n',
    'a: [b, c\n',
    'a: [b c: d]\n',
    'a: [b,# c\n  d]\n',
    'a: [b,\nc]\n',
    'a: [b, # c',
    'a: {b}\n',
    'a: 0x10\n',
    'a: 1e3\n',
    'a: .inf\n',
    'true: a\n',
    '8: a\n',
    `a: ${'['.repeat(40)}${']'.repeat(40)}\n`,
    `a: ${'b'.repeat(65_536)}\n`,
  ])('%j', (text) => expect(readPlain(text, 1000)).toBeUndefined());
  test('but no fault of ours', () => expect(() => readPlain(undefined as never, 1000)).toThrow(TypeError));
  test('what may be of too many tokens', () => {
    expect(readPlain('a: b\n', 5)).toBeUndefined();
    expect(readPlain(`a: b\n${'# c\n'.repeat(10)}`, 20)).toBeUndefined();
    expect(readPlain('a: b\n', 20)?.count).toBeLessThan(20);
  });
});
