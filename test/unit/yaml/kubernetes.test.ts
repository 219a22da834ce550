import { describe, expect, test, vi } from 'vitest';
import { readKubernetesYaml } from '../../../generator/yaml/kubernetes.ts';
import { Parser } from '../../../generator/yaml/libyaml/parser.ts';

const read = (text: string): unknown => {
  const result = readKubernetesYaml(text);
  return 'flaw' in result ? `line ${result.line}: ${result.flaw}` : result.documents;
};
const value = (text: string): unknown => (read(`a: ${text}\n`) as { a: unknown }[])[0]?.a;

describe('a scalar is what go-yaml takes it for', () => {
  test.each([
    ['yes', true],
    ['Off', false],
    ['y', true],
    ['N', false],
    ['yeS', 'yeS'],
    ['~', null],
    ['', null],
    ['Null', null],
    ['0644', 420],
    ['0o644', 420],
    ['08', 8],
    ['0x1F', 31],
    ['0b101', 5],
    ['-0b11', -3],
    ['+12', 12],
    ['1_000', 1000],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['-0.0', -0],
    ['12:30:45', '12:30:45'],
    ['2020-01-01', '2020-01-01'],
    ['!!binary aGVsbG8=', 'hello'],
    ['1.2.3', '1.2.3'],
    ['"yes"', 'yes'],
    ["'1'", '1'],
    ['!!str 1', '1'],
    ['! 1', '1'],
    ['!!int "7"', 7],
    ['|\n  1\n', '1\n'],
  ])('%s is %j', (text, expected) => expect(value(text)).toEqual(expected));
});

describe('a document', () => {
  test.each<[what: string, text: string, expected: unknown]>([
    ['is one of many, and may say nothing', 'a: 1\n---\n---\n# nothing\n---\n- b\n', [{ a: 1 }, null, ['b']]],
    ['may be missing', '', []],
    ['of two equal keys has the last', 'a: 1\na: 2\n', [{ a: 2 }]],
    ['has keys that are text', '1: a\nyes: b\n1.5: d\n', [{ 1: 'a', true: 'b', 1.5: 'd' }]],
    ['may have anchors', 'a: &x [1]\nb: *x\n', [{ a: [1], b: [1] }]],
    [
      'merges maps where the merge stands: what is above it is overwritten',
      'a: &x {b: 1}\nd: { b: 2, <<: *x, c: 3 }\n',
      [{ a: { b: 1 }, d: { b: 1, c: 3 } }],
    ],
    ['merges maps, of which the own keys win below them', 'a: &x {b: 1, c: 2}\nd: { <<: *x, c: 3 }\n', [{ a: { b: 1, c: 2 }, d: { c: 3, b: 1 } }]],
    ['merges several, of which the first wins', 'a: { <<: [{b: 1}, {b: 2, c: 3}] }\n', [{ a: { b: 1, c: 3 } }]],
    ['may have a key that looks like a merge and is text', 'a: { "<<": 1 }\n', [{ a: { '<<': 1 } }]],
    ['may have keys without values', '{ a, b: }\n', [{ a: null, b: null }]],
    ['may have the key __proto__', '__proto__: { a: 1 }\n', [JSON.parse('{ "__proto__": { "a": 1 } }')]],
  ])('%s', (_, text, expected) => expect(read(text)).toEqual(expected));

  test('of JSON is that of JSON, and one may follow the other', () =>
    expect(read('{"a": "\\ud83d\\ude00\\/", "b": 1e2}\n{"a": null}')).toEqual([{ a: '\u{1F600}/', b: 100 }, { a: null }]));

  test('of JSON may hold what YAML may not', () =>
    expect(read('{"a\u007f": "\\\\\\\\", "b": "\u007f"}')).toEqual([{ 'a\u007f': '\\\\', b: '\u007f' }]));
  test('has a zero with a sign as a key', () => expect(read('-0.0: a\n')).toEqual([{ '-0': 'a' }]));

  test('is no flaw where the reader fails', () => {
    const broken = vi.spyOn(Parser.prototype, 'document').mockImplementation(() => {
      throw new TypeError('broken');
    });
    expect(() => read('a: 1')).toThrow('broken');
    broken.mockRestore();
  });

  const nested = (text: string): string => '['.repeat(400) + text + ']'.repeat(400);
  const laughs = Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i === 0 ? '1' : `*a${i - 1}, *a${i - 1}`}]\n`).join('');
  test.each<[what: string, text: string, expected: string]>([
    ['a fault of syntax', 'a: 1\nb: [\n', 'line 3: '],
    ['an alias for nothing', 'a: *x\n', 'line 1: '],
    ['aliases for gigabytes', laughs, 'aliases stand for too much'],
    ['an anchor in itself', 'a: &x [*x]\n', 'an anchor stands within itself'],
    ['aliases that lie too deep', `- &a ${nested('1')}\n- &b ${nested('*a')}\n- ${nested('*b')}\n`, 'too deep'],
    ['too much depth', `a: ${'['.repeat(600)}${']'.repeat(600)}\n`, 'too deep'],
    ['a number that is not kept', 'a: 1\nb: 12345678901234567890\n', 'line 2: the number 12345678901234567890 is too large to be kept exactly'],
    ['binary values that are none', 'a: !!binary "%"\n', 'this is no base64'],
    ['a number that no JSON has', 'a: .inf\n', 'line 1: JSON has no such number'],
    ['a null as a key', 'a: 1\n~: 2\n', 'line 2: a key is text: put it in quotes'],
    ['a separator that says more', 'a: 1\n--- b\n', 'line 2: a line that begins with --- parts documents'],
    ['JSON that is not JSON any more', '{"a": 1}{"a": 2}\n{a: 3}', 'line 2: this is no JSON, as what stands before it is'],
    ['JSON too deep', `{"a":${'['.repeat(600)}${']'.repeat(600)}}`, 'too deep'],
    ['a key that is a list', '? [a]\n: b\n', 'a key is text'],
    ['two faults, of which the first counts', 'a: !!binary =\nb: !!binary =\n', 'line 1: '],
    ['a merge of what is no map', 'a: { <<: 1 }\n', 'only a map is merged'],
  ])('with %s is refused', (_, text, expected) => expect(read(text)).toContain(expected));
});
