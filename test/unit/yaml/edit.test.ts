import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { edited, type Edit } from '../../../generator/yaml/edit.ts';

const TEXT = `# a fleet
agents: # all of them
  research:
    ref: pluggedin/research@1.2.0 # pinned
    image: "plugged.in/agents/research:v1.2.0"
    autoscale: { min: 3, max: 10 } # by hand
    args: [-v, --fast]
    env:
      # where it looks
      HOST: 'a'
  # the other one
  focus: { ref: pluggedin/focus@0.9.1, regions: [us-east] }
  empty:
  none: {}
history:
  - { wave: 1, at: "2026-12-01T09:12:00Z" }
# the end
`;

const ROWS: readonly (readonly [what: string, edit: Edit, was: string, becomes: string])[] = [
  ['a scalar', { path: ['agents', 'research', 'ref'], value: 'a/b@2.0.0' }, 'ref: pluggedin/research@1.2.0 # pinned', 'ref: a/b@2.0.0 # pinned'],
  ['a quoted scalar keeps its quotes', { path: ['agents', 'research', 'image'], value: 'x:1' }, '"plugged.in/agents/research:v1.2.0"', '"x:1"'],
  ['one that its quotes cannot hold', { path: ['agents', 'research', 'env', 'HOST'], value: "it's" }, "HOST: 'a'", `HOST: it's`],
  ['in a map on one line', { path: ['agents', 'research', 'autoscale', 'max'], value: 12 }, 'max: 10 }', 'max: 12 }'],
  ['a new key on one line', { path: ['agents', 'focus', 'tier'], value: 'light' }, '[us-east] }', '[us-east], tier: light }'],
  ['a new key below others', { path: ['agents', 'research', 'env', 'PORT'], value: '80' }, "HOST: 'a'\n", `HOST: 'a'\n      PORT: "80"\n`],
  ['a new map', { path: ['agents', 'research', 'ports'], value: { http: 80 } }, "HOST: 'a'\n", `HOST: 'a'\n    ports:\n      http: 80\n`],
  ['what YAML 1.1 would misread', { path: ['agents', 'focus', 'tier'], value: 'on' }, '[us-east] }', '[us-east], tier: "on" }'],
  ['below a key without a value', { path: ['agents', 'empty', 'ref'], value: 'a/b@1.0.0' }, '  empty:\n', '  empty:\n    ref: a/b@1.0.0\n'],
  ['in an empty map', { path: ['agents', 'none', 'tier'], value: 'x' }, 'none: {}', 'none: { tier: x }'],
  ['a list for another', { path: ['agents', 'research', 'args'], value: ['-q'] }, 'args: [-v, --fast]', 'args: [-q]'],
  ['another item', { path: ['history'], append: { wave: 2 } }, ':00Z" }\n', ':00Z" }\n  - { wave: 2 }\n'],
  ['another item on one line', { path: ['agents', 'research', 'args'], append: 'x' }, '--fast]', '--fast, x]'],
  ['an item of a list that is not there', { path: ['notes'], append: 'x' }, ':00Z" }\n', ':00Z" }\nnotes: [x]\n'],
  ['a key of an item', { path: ['history', 0, 'wave'], value: 3 }, 'wave: 1', 'wave: 3'],
  ['a key that goes', { path: ['agents', 'research', 'args'] }, '    args: [-v, --fast]\n', ''],
  ['a block that goes', { path: ['agents', 'research', 'env'] }, "    env:\n      # where it looks\n      HOST: 'a'\n", ''],
  ['the first on a line that goes', { path: ['agents', 'research', 'autoscale', 'min'] }, '{ min: 3, max: 10 }', '{ max: 10 }'],
  ['the last on a line that goes', { path: ['agents', 'research', 'autoscale', 'max'] }, '{ min: 3, max: 10 }', '{ min: 3 }'],
  ['what is not there goes', { path: ['agents', 'research', 'nothing'] }, '', ''],
];

describe('only what is edited changes', () => {
  test.each(ROWS)('%s', (_, edit, was, becomes) => {
    expect(TEXT).toContain(was);
    expect(edited(TEXT, [edit])).toBe(TEXT.replace(was, becomes));
  });

  test.each(ROWS)('%s, in a file of Windows', (_, edit, was, becomes) => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    expect(edited(crlf(TEXT), [edit])).toBe(crlf(TEXT).replace(crlf(was), crlf(becomes)));
  });

  test('in a file that does not end its last line', () => {
    expect(edited('a: 1', [{ path: ['b', 'c'], value: [{ d: 1 }] }])).toBe('a: 1\nb:\n  c:\n    - d: 1');
  });

  test('the last key of a map leaves an empty one', () => {
    expect(parse(edited(TEXT, [{ path: ['agents', 'none', 'tier'], value: 'x' }, { path: ['agents', 'none', 'tier'] }]))).toEqual(parse(TEXT));
  });
});

const key = fc.stringMatching(/^[a-z]{1,3}$/);
const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.string({ maxLength: 8 }), fc.constant(null), fc.constant('1.35'), fc.constant('yes'));
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(key, tie('data'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

test('whatever the file and the edit, the data is what was asked for, and comments stay', () => {
  fc.assert(
    fc.property(
      fc.dictionary(key, data, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      fc.array(key, { minLength: 1, maxLength: 3 }),
      data,
      (map, path, value) => {
        const text = `# head\n${stringify(map)}`;
        const target = path.slice(0, -1).reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], map);
        fc.pre(path.length === 1 || (typeof target === 'object' && target !== null && !Array.isArray(target)));
        const after = edited(text, [{ path, value }]);
        expect(after).toContain('# head\n');
        const got = path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], parse(after));
        expect(got).toEqual(value);
        expect(parse(edited(after, [{ path }])) as unknown).not.toHaveProperty(path);
      },
    ),
    { numRuns: 300 },
  );
});
