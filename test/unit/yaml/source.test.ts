import { describe, expect, test } from 'vitest';
import { configRole } from '../../../generator/yaml/config-path.ts';
import { LIMITS } from '../../../generator/yaml/limits.ts';
import { parseSource } from '../../../generator/yaml/source.ts';
import { assemble } from '../../../generator/yaml/sources.ts';
import { Lines, decode } from '../../../generator/yaml/text.ts';
import { scan } from '../../../generator/yaml/tokens.ts';

const source = (text: string, path = 'f.yaml') => parseSource({ path, bytes: Buffer.from(text) });
const at = (text: string, pointer: string, key = false): string => {
  const { line, col, length } = source(text).source.locate(pointer, key);
  return `${line}:${col}+${length}`;
};

describe('places', () => {
  const text = 'a: 1\nb:\n  - x: long\n    y: {z: [1, 22]}\n  - "q"\ncc: 3\nc: 4\n';
  test.each([
    ['a value', '/a', false, '1:4+1'],
    ['a key', '/a', true, '1:1+1'],
    ['a list, by its key', '/b', false, '2:1+1'],
    ['an item that is a map', '/b/0', false, '3:5+1'],
    ['a value in an item', '/b/0/x', false, '3:8+4'],
    ['an item of a flow list', '/b/0/y/z/1', false, '4:16+2'],
    ['a quoted item', '/b/1', false, '5:5+3'],
    ['something that is not there, by what encloses it', '/b/0/nope', false, '3:5+1'],
    ['a value whose key is the beginning of another key', '/c', false, '7:4+1'],
    ['an item that is not there, by its list', '/b/9', false, '2:1+1'],
    ['what stands below a value, by the value', '/a/b', false, '1:1+1'],
  ])('%s', (_, pointer, key, expected) => expect(at(text, pointer, key)).toBe(expected));
  test('a key without a value is where its value would be', () => {
    expect([at('a: {b}\n', '/a/b'), at('a: {b}\n', '/a/b/c')]).toEqual(['1:5+1', '1:5+1']);
    expect(source('a: {b}\n').source.data).toEqual({ a: { b: null } });
  });
  test('columns count after a byte order mark and with CRLF', () => expect(at('\ufeffa: 1\r\nbb: 2\r\n', '/bb')).toBe('2:5+1'));
  test('a line is shown without the carriage return it may end in', () => expect(source('a: 1\r\nb: 2\r\n').source.line(1)).toBe('a: 1'));
  test('lines are found by their offsets', () => {
    const lines = new Lines('ab\n\ncd');
    expect([lines.at(0), lines.at(2), lines.at(3), lines.at(4), lines.at(5)]).toEqual([
      { line: 1, col: 1 },
      { line: 1, col: 3 },
      { line: 2, col: 1 },
      { line: 3, col: 1 },
      { line: 3, col: 2 },
    ]);
    expect([lines.line(1), lines.line(2), lines.line(3), lines.line(9)]).toEqual(['ab', '', 'cd', '']);
  });
});

describe('what is not part of the format is refused at its place', () => {
  test.each([
    ['an anchor', 'a: &x 1\n', 'yaml/unsupported'],
    ['an alias', 'a: &x 1\nb: *x\n', 'yaml/unsupported'],
    ['a tag', 'a: !!binary aGk=\n', 'yaml/unsupported'],
    ['an unknown tag', 'a: !mine 1\n', 'yaml/unsupported'],
    ['a merge key', '<<: {a: 1}\n', 'yaml/unsupported'],
    ['a number as a key', '1: a\n', 'yaml/unsupported'],
    ['a list as a key', '[1]: a\n', 'yaml/unsupported'],
    ['the key __proto__', '__proto__: {a: 1}\n', 'yaml/unsupported'],
    ['the key constructor', 'constructor: 1\n', 'yaml/unsupported'],
    ['a directive', '%YAML 1.1\n---\na: no\n', 'yaml/unsupported'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'yaml/multiple-documents'],
    ['a key twice', 'a: 1\na: 2\n', 'yaml/duplicate-key'],
    ['a key twice in a flow map', 'm: {a: 1, a: 2}\n', 'yaml/duplicate-key'],
    ['nothing', '', 'yaml/empty'],
    ['a comment only', '# a\n', 'yaml/empty'],
    ['an open quote', 'a: "b\n', 'yaml/syntax'],
    ['a bracket too many', 'a: [1]]\n', 'yaml/syntax'],
    ['a bracket that closes nothing', 'a: ]\n', 'yaml/syntax'],
    ['a number in words that only some readers know', 'a: 1_000\n', 'yaml/ambiguous'],
    ['the same to the base of two', 'a: 0b101\n', 'yaml/ambiguous'],
    ['tabs for indentation', 'a:\n\tb: 1\n', 'yaml/syntax'],
  ])('%s', (_, text, code) => {
    const { findings } = source(text);
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(Object.prototype).not.toHaveProperty('a');
  });
  test('data has no prototype that could be mistaken for a key', () => {
    const data = source('a: {b: 1}\n').source.data as Record<string, unknown>;
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(data['constructor']).toBeUndefined();
  });
});

describe('limits', () => {
  const codes = (text: string): string[] => source(text).findings.map(({ code }) => code);
  test('no more findings of one file than anybody reads', () => {
    const text = Array.from({ length: 80 }, (_, i) => `k${i}: no\n`).join('');
    expect(codes(text)).toEqual(Array<string>(LIMITS.findings).fill('yaml/ambiguous'));
    expect(codes(text.replaceAll(': no', ': !t x'))).toEqual(Array<string>(LIMITS.findings).fill('yaml/unsupported'));
  });
  test('tokens', () => {
    expect(scan('a: 1\n', 8).refusals).toEqual([]);
    const { tokens, refusals } = scan('a: 1\n', 7);
    expect(tokens).toEqual([]);
    expect(refusals).toMatchObject([{ rule: { code: 'yaml/limit' }, message: 'the file has more than 7 tokens' }]);
  });
});

describe('bytes', () => {
  test.each([
    ['UTF-16, the small end first', Buffer.from([0xff, 0xfe, 0x61, 0x00]), 0],
    ['UTF-16, the large end first', Buffer.from([0xfe, 0xff, 0x00, 0x61]), 0],
    ['half of the mark of UTF-16', Buffer.from([0xff, 0x61]), 0],
    ['the other half', Buffer.from([0xfe, 0x61]), 0],
    ['a byte that is not UTF-8', Buffer.from([0x61, 0x0a, 0x62, 0xe9, 0x63]), 3],
    ['a sequence that is cut off', Buffer.from([0x61, 0xe2, 0x82]), 1],
    ['an overlong encoding', Buffer.from([0x61, 0xc0, 0xaf]), 1],
    ['NUL', Buffer.from('ab\0'), 2],
    ['a bell', Buffer.from('a\u0007'), 1],
    ['a C1 control', Buffer.from('a\u0085b'), 1],
    ['a private-use character', Buffer.from('ab\ue000'), 2],
    ['the character that stands for a region', Buffer.from('ab\u0091'), 2],
  ])('%s is refused where it stands', (_, bytes, offset) => expect(decode(bytes)).toMatchObject({ offset, problem: expect.any(String) as string }));
  test('UTF-16 is called by its name', () => {
    const problems = [
      [0xff, 0xfe],
      [0xfe, 0xff],
      [0xff, 0xff],
      [0xfe, 0xfe],
    ].map((bytes) => decode(Buffer.from(bytes)));
    expect(problems.map((decoded) => 'problem' in decoded && decoded.problem)).toEqual([
      'is UTF-16, not UTF-8',
      'is UTF-16, not UTF-8',
      'is not valid UTF-8 here',
      'is not valid UTF-8 here',
    ]);
  });
  test('a byte order mark is no part of the text', () => expect(decode(Buffer.from('\ufeffa'))).toEqual({ text: 'a' }));
});

describe('a fleet in parts', () => {
  const root = source('regions: {north: {}}\nagents:\n  alpha: {image: x}\n', 'fleet.yaml').source;
  const part = (name: string, text: string) => ({ source: source(text, `agents/${name}.yaml`).source, section: 'agents' as const, name });
  test('is one map, and each pointer leads into its own file', () => {
    const { data, locate, findings } = assemble(root, [part('beta', 'image: y\n')], []);
    expect(findings).toEqual([]);
    expect(JSON.parse(JSON.stringify(data))).toEqual({ regions: { north: {} }, agents: { alpha: { image: 'x' }, beta: { image: 'y' } } });
    expect(locate({ path: '/agents/beta/image' })).toMatchObject({ file: 'agents/beta.yaml', line: 1, col: 8 });
    expect(locate({ path: '/agents/alpha/image' })).toMatchObject({ file: 'fleet.yaml', line: 3 });
  });
  test('a name that begins like another is not taken for it', () => {
    const { locate } = assemble(root, [part('beta', 'image: y\n'), part('beta2', '# two\nimage: z\n')], []);
    expect(locate({ path: '/agents/beta2/image' })).toMatchObject({ file: 'agents/beta2.yaml', line: 2 });
    expect(locate({ path: '/agents/beta' })).toMatchObject({ file: 'agents/beta.yaml', line: 1 });
  });
  test('a file that is no part of the fleet is found by its name', () => {
    const { locate } = assemble(root, [], [source('\n- op: add\n', 'patches/p.yaml').source]);
    expect(locate({ file: 'patches/p.yaml', path: '/0/op' })).toMatchObject({ file: 'patches/p.yaml', line: 2, col: 7 });
  });
  test('a file nobody knows is taken for the fleet itself', () => {
    const { locate } = assemble(root, [], []);
    expect(locate({ file: 'nowhere.yaml', path: '/agents/alpha' })).toMatchObject({ file: 'fleet.yaml', line: 3 });
  });
  test('sections that the fleet does not have come with the first part', () => {
    const { data } = assemble(source('name: pap\n', 'fleet.yaml').source, [part('beta', 'image: y\n')], []);
    expect(JSON.parse(JSON.stringify(data))).toEqual({ name: 'pap', agents: { beta: { image: 'y' } } });
  });
  test.each([
    ['a fleet that is a list stays one', '- a\n', ['a']],
    ['a section that is no map stays as it is', 'agents: [a]\n', { agents: ['a'] }],
  ])('%s: the schema will say what it should be', (_, text, expected) => {
    const { data, findings } = assemble(source(text, 'fleet.yaml').source, [part('beta', 'image: y\n')], []);
    expect(findings).toEqual([]);
    expect(JSON.parse(JSON.stringify(data))).toEqual(expected);
  });
  test('the data of the fleet itself is not touched', () => {
    assemble(root, [part('beta', 'image: y\n')], []);
    expect(Object.keys((root.data as { agents: object }).agents)).toEqual(['alpha']);
  });
  test('what a value is written as is asked of its own file', () => {
    const { written } = assemble(root, [part('beta', 'image: "1.10"\n')], []);
    expect([written('/agents/beta/image'), written('/agents/alpha/image'), written('/agents/alpha')]).toEqual(['1.10', 'x', undefined]);
  });
  test('a region in two files is defined twice', () => {
    const file = (path: string) => ({ source: source('state: active\n', path).source, section: 'regions' as const, name: 'south' });
    expect(assemble(root, [file('regions/south.yaml'), file('more/south.yaml')], []).findings).toMatchObject([
      {
        message: 'region "south" is defined twice',
        place: { file: 'regions/south.yaml' },
        related: [{ place: { file: 'more/south.yaml', line: 1 } }],
      },
    ]);
  });
  test('a name defined twice is named in both places', () => {
    const { findings } = assemble(root, [part('alpha', 'image: y\n')], []);
    expect(findings).toMatchObject([
      { code: 'fleet/duplicate-name', place: { file: 'agents/alpha.yaml' }, related: [{ place: { file: 'fleet.yaml', line: 3 } }] },
    ]);
  });
});

test.each([
  ['fleet.yaml', 'fleet'],
  ['agents/a.yaml', 'agents'],
  ['regions/a.yaml', 'regions'],
  ['extra/all/agents/a.yaml', 'extra'],
  ['patches/north/dns/a.yaml', 'patches'],
  ['approvals/a.yaml', 'approval'],
  ['agents/a.yml', 'unexpected'],
  ['agents/deep/a.yaml', 'unexpected'],
  ['extra/all/a.yaml', 'unexpected'],
  ['other.yaml', 'unexpected'],
  ['fleet.json', 'unexpected'],
])('config/%s is read as %s', (path, role) => expect(configRole(path).role).toBe(role));
