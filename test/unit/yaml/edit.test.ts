import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMap, parse, parseDocument, stringify, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { edited, flow, type Edit } from '../../../generator/yaml/edit.ts';

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

/** Whole files. */
const PLACES: readonly (readonly [what: string, text: string, edit: Edit, becomes: string])[] = [
  ['the only key of a map on one line', 'a: { b: 1 } # c\n', { path: ['a', 'b'] }, 'a: {} # c\n'],
  [
    'the only key of a map below',
    'a: # all\n  # why\n  b: 1 # one\n  # after\nc: [a, b]\n',
    { path: ['a', 'b'] },
    'a: {} # all\n  # why\n  # after\nc: [a, b]\n',
  ],
  ['the only key of a map in a list', '- b: 1 # one\n- [a, b]\n', { path: [0, 'b'] }, '- {} # one\n- [a, b]\n'],
  ['the only key of a map below a dash', '- # why\n  b: 1\n- 2\n', { path: [0, 'b'] }, '- {} # why\n- 2\n'],
  ['the only key of a file', '# head\na: 1 # one\n', { path: ['a'] }, '# head\n{} # one\n'],
  ['the only item of a list', 'a:\n  - 1 # one\n# two\nb: 2\n', { path: ['a'], value: [] }, 'a: []\n# two\nb: 2\n'],
  ['the only item of a list on one line', 'a: [1] # one\n', { path: ['a', 0] }, 'a: [] # one\n'],
  ['the only item among comments', 'a: [\n  # why\n  1, # one\n  # after\n]\n', { path: ['a', 0] }, 'a: [\n  # why\n  # after\n]\n'],
  ['the first key beside a dash', '- a: 1 # one\n  # two\n  b: 2\n', { path: [0, 'a'] }, '- # two\n  b: 2\n'],
  ['the last key of a file', 'a: 1 # one\nb: 2 # two\n', { path: ['b'] }, 'a: 1 # one\n'],
  ['a key on a line of its own', 'a: {\n  b: 1, # one\n  # two\n  c: 2\n}\n', { path: ['a', 'b'] }, 'a: {\n  # two\n  c: 2\n}\n'],
  ['a key whose comma is below', 'a: {\n  b: 1 # one\n  , c: 2\n}\n', { path: ['a', 'b'] }, 'a: {\n  c: 2\n}\n'],
  ['a comment beside a bracket', 'a: {b: 1 # one\n}\n', { path: ['a', 'b'] }, 'a: { # one\n}\n'],
  ['a key beside a comment with commas', 'a: { b: 1 # one, # two, c\n}\n', { path: ['a', 'b'] }, 'a: { # one, # two, c\n}\n'],
  ['the last key after a comment', 'a: {\n  b: 1, # one\n  c: 2 # two\n}\n', { path: ['a', 'c'] }, 'a: {\n  b: 1, # one\n  }\n'],
  ['an item of several', '- 1 # one\n- 2 # two\n-   3\n', { path: [1] }, '- 1 # one\n-   3\n'],
  ['what is below what is not there', 'a: 1\n', { path: ['b', 'c'] }, 'a: 1\n'],
  ['what is below a scalar', 'a: 1\n', { path: ['a', 'b'] }, 'a: 1\n'],
  ['an item that is not there', 'a: [1]\n', { path: ['a', 3] }, 'a: [1]\n'],
  ['a key of an item that a pointer names', 'a: [{ b: 1 }] # one\n', { path: ['a', '0', 'b'], value: 2 }, 'a: [{ b: 2 }] # one\n'],

  [
    'further items',
    'a:\n  - x # one\n  # two\n  - "y"\n  # end\n',
    { path: ['a'], value: ['x', 'y', 'z'] },
    'a:\n  - x # one\n  # two\n  - "y"\n  - z\n  # end\n',
  ],
  ['a first item', 'a:\n  -   x # one\n', { path: ['a'], value: ['w', 'x'] }, 'a:\n  -   w\n  -   x # one\n'],
  ['a first item on one line', "a: ['x', y] # one\n", { path: ['a'], value: ['w', 'x', 'y'] }, "a: [w, 'x', y] # one\n"],
  [
    'items that go, change and come',
    'a:\n  - 1 # one\n  - 2 # two\n  - 3 # three\n  - 4 # four\n',
    { path: ['a'], value: [1, 3, 5, 6] },
    'a:\n  - 1 # one\n  - 3 # three\n  - 5 # four\n  - 6\n',
  ],
  ['items on lines of their own', 'a: [\n  x, # one\n  y, # two\n]\n', { path: ['a'], value: ['x', 'z'] }, 'a: [\n  x, # one\n  z, # two\n]\n'],
  [
    'maps in a list',
    '- { a: 1 } # one\n- { b: [1] } # two\n',
    { path: [], value: [{ a: 1 }, { b: [1, 2], c: 3 }] },
    '- { a: 1 } # one\n- { b: [1, 2], c: 3 } # two\n',
  ],
  [
    'an item as the others are: below',
    '- a: 1\n  b: 2 # two\n',
    { path: [], append: { a: 3, b: [{ c: 1 }] } },
    '- a: 1\n  b: 2 # two\n- a: 3\n  b:\n    - c: 1\n',
  ],
  [
    'an item as the others are: on one line',
    '- x\n- { a: 1 } # one\n',
    { path: [], append: { a: 3, b: [{ c: 1 }] } },
    '- x\n- { a: 1 } # one\n- { a: 3, b: [{ c: 1 }] }\n',
  ],
  ['an item for another, below', '- a: 1\n- x # two\n', { path: [1], value: { b: [], c: 1 } }, '- a: 1\n- b: [] # two\n  c: 1\n'],
  ['an item after one below its dash', '-\n  a: 1\n', { path: [], append: { b: 2 } }, '-\n  a: 1\n- b: 2\n'],
  ['a list within a list', '-\n  - 1\n', { path: [0], append: 2 }, '-\n  - 1\n  - 2\n'],
  ['a map within a map', 'a:\n  b: 1 # one\n  c: 2 # two\n', { path: ['a'], value: { b: 1, d: 3 } }, 'a:\n  b: 1 # one\n  d: 3\n'],

  [
    'an item of a list that is empty',
    'a: [] # none yet\nb: 1\n',
    { path: ['a'], append: { c: 1, d: 2 } },
    'a: # none yet\n  - c: 1\n    d: 2\nb: 1\n',
  ],
  ['a short item of a list that is empty', 'a: [] # none yet\nb: [ ]\n', { path: ['a'], append: 'x' }, 'a: [x] # none yet\nb: [ ]\n'],
  ['an item between brackets with space', 'b: [  ]\n', { path: ['b'], append: 'x' }, 'b: [ x ]\n'],
  ['an item between brackets with a comment', 'b: [ # none\n]\n', { path: ['b'], append: 'x' }, 'b: [ x # none\n]\n'],
  ['a key between brackets with space', 'b: { }\n', { path: ['b', 'x'], value: 1 }, 'b: { x: 1 }\n'],
  ['a long item of an empty list in brackets', 'a: { b: [] }\n', { path: ['a', 'b'], append: { c: 1 } }, 'a: { b: [{ c: 1 }] }\n'],
  ['a key of an empty file', '{} # none\n', { path: ['a'], value: [1] }, 'a:\n  - 1 # none\n'],
  ['a key of a file of comments', '# none\n', { path: ['a'], value: 1 }, '# none\n\na: 1\n'],
  ['a scalar between spaces', 'a:     1     # here\n', { path: ['a'], value: 2 }, 'a:     2     # here\n'],
  ['a value where none is', 'a:   # here\n', { path: ['a'], value: 2 }, 'a: 2   # here\n'],
  ['a value where none is in brackets', 'a: { b }\n', { path: ['a', 'b'], value: 2 }, 'a: { b: 2 }\n'],
  ['an item where none is', '-\n- 2\n', { path: [0], value: 'x' }, '- x\n- 2\n'],
  ['a scalar for a block', 'a: # here\n  # why\n  b: 1 # one\nc: 1\n', { path: ['a'], value: 2 }, 'a: 2 # here\nc: 1\n'],
  ['a block for a block', 'a: # here\n  - b # one\nc: 1\n', { path: ['a'], value: { d: 1 } }, 'a: # here\n  d: 1\nc: 1\n'],
  ['a scalar for lines', 'a: | # here\n  x\n  # y\nc: 1\n', { path: ['a'], value: 2 }, 'a: 2 # here\nc: 1\n'],
  ['a key after lines', 'a:\n  b: |\n    x\n\nc: 1\n', { path: ['a', 'd'], value: 1 }, 'a:\n  b: |\n    x\n  d: 1\n\nc: 1\n'],
  ['a key after lines whose breaks count', 'a:\n  b: |+\n    x\n\nc: 1\n', { path: ['a', 'd'], value: 1 }, 'a:\n  b: |+\n    x\n\n  d: 1\nc: 1\n'],
  [
    'a long text with breaks in brackets',
    'a: { b: 1 }\n',
    { path: ['a', 'b'], value: `${'x'.repeat(50)}\ny` },
    `a: { b: "${'x'.repeat(50)}\\ny" }\n`,
  ],
  ['lines with an empty one', 'a: 1\n', { path: ['b'], value: { c: 'x\n\ny' } }, 'a: 1\nb:\n  c: |-\n    x\n\n    y\n'],
  ['a text that quotes cannot hold', 'a: "x"\n', { path: ['a'], value: 'x\ty' }, 'a: "x\\ty"\n'],
  ['a number for a text', 'a: "1"\n', { path: ['a'], value: 1 }, 'a: 1\n'],
  ['a key that is a number', '1: a # one\n', { path: ['1'], value: 'b' }, '1: b # one\n'],
];

/** Texts of which no part can be exchanged by itself. */
const WHOLE: readonly (readonly [what: string, text: string, edit: Edit, becomes: string])[] = [
  ['keys with a mark', '? a\n: { b: [c] } # one\nd: 2026-12-01 # day\n', { path: ['a'] }, 'd: "2026-12-01" # day\n'],
  ['a mark without a value', '? [a] # one\n? b\n', { path: ['b'], value: 2 }, '? [a] # one\nb: 2\n'],
  ['a further key after one with a mark', '? a # one\n: 1\n', { path: ['b'], value: { c: 2 } }, 'a:\n  # one\n  1\nb:\n  c: 2\n'],
  ['a tag of the value of a key', 'a: !!str 1 # one\n', { path: ['a'], value: 2 }, 'a: 2 # one\n'],
  ['a tag', '- !!str 1 # one\n- { a: b }\n', { path: [0], value: 2 }, '- 2 # one\n- { a: b }\n'],
  ['a file that is something else', '- a # one\n', { path: [], value: { at: '2026-12-01' } }, 'at: "2026-12-01"\n'],
  [
    'a pair without its own brackets',
    'a: [b: 1] # one\nat: 2026-12-01 # day\n',
    { path: ['a', 0, 'c'], value: 2 },
    'a: [{b: 1, c: 2}] # one\nat: "2026-12-01" # day\n',
  ],
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

  test.each(PLACES)('%s', (_, text, edit, becomes) => {
    expect(edited(text, [edit])).toBe(becomes);
  });

  test.each(PLACES)('%s, in a file of Windows with a mark', (_, text, edit, becomes) => {
    const marked = (each: string): string => `\uFEFF${each.replaceAll('\n', '\r\n')}`;
    expect(edited(marked(text), [edit])).toBe(marked(becomes));
  });

  test.each(PLACES)('%s, in a file that does not end its last line', (_, text, edit, becomes) => {
    const open = (each: string): string => each.replace(/\n+$/, '');
    expect(edited(open(text), [edit])).toBe(open(becomes));
  });
});

describe('what cannot be changed by itself is an error', () => {
  test.each<[what: string, text: string, path: (string | number)[]]>([
    ['a value that is meant elsewhere as well', 'a: &x { c: 1 }\nb: *x\n', ['a', 'c']],
    ['a part of an alias', 'a: &x { c: 1 }\nb: *x\n', ['b', 'c']],
    ['a key of an item that is not there', 'a: [1]\n', ['a', 3, 'b']],
    ['a key of a list', 'a: [1]\n', ['a', 'b']],
    ['a key without a name', '~: 1\n', ['']],
  ])('%s', (_, text, path) => {
    expect(() => edited(text, [{ path, value: 2 }])).toThrow(`a file cannot be edited at ${path.join('.')}`);
  });
});

describe('a text that is written anew', () => {
  test.each(WHOLE)('%s', (_, text, edit, becomes) => {
    expect(edited(text, [edit])).toBe(becomes);
  });
});

const key = fc.stringMatching(/^[a-z]{1,3}$/);
const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.string({ maxLength: 8 }),
  fc.constant(null),
  fc.constantFrom('1.35', 'yes', '2026-12-01', '0644', '# x', 'a: b', '- a', 'x\n\ny\n', 'x\n'),
);
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(key, tie('data'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

test('whatever the data and the edit, the data is what was asked for', () => {
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

/** How each part of a text is written, drawn by chance. */
class Written {
  readonly #choose: (upTo: number) => number;
  #comments = 0;

  constructor(choose: (upTo: number) => number) {
    this.#choose = choose;
  }

  whole(root: Record<string, unknown>): string {
    return `${this.#above('')}${this.#block(root, '').replace(/^\n/, '')}${this.#above('')}`;
  }

  #beside(): string {
    return this.#choose(3) === 0 ? ` # ${++this.#comments}.` : '';
  }

  #above(indent: string): string {
    return this.#choose(4) === 0 ? `${indent}# ${++this.#comments}.\n` : '';
  }

  #scalar(value: unknown, inFlow: boolean): string {
    if (typeof value === 'string' && this.#choose(2) === 0) return JSON.stringify(value);
    if (value === null && !inFlow && this.#choose(2) === 0) return '';
    return flow(value);
  }

  #flow(value: unknown): string {
    if (typeof value !== 'object' || value === null) return this.#scalar(value, true);
    const parts = Array.isArray(value)
      ? value.map((item) => this.#flow(item))
      : Object.entries(value).map(([name, inner]) => `${name}: ${this.#flow(inner)}`);
    const pad = this.#choose(2) === 0 ? ' ' : '';
    const text = `${pad}${parts.join(', ')}${parts.length > 0 && this.#choose(4) === 0 ? ',' : ''}${pad}`;
    return Array.isArray(value) ? `[${text}]` : `{${text}}`;
  }

  /** A list or map over several lines within its brackets. */
  #tall(value: object, indent: string): string {
    const parts = Array.isArray(value)
      ? value.map((item) => this.#flow(item))
      : Object.entries(value).map(([name, inner]) => `${name}: ${this.#flow(inner)}`);
    const lines = parts.map(
      (part, i) => `${this.#above(indent)}${indent}${part}${i < parts.length - 1 || this.#choose(2) === 0 ? ',' : ''}${this.#beside()}\n`,
    );
    const body = `${this.#beside()}\n${lines.join('')}${this.#above(indent)}${indent}`;
    return Array.isArray(value) ? `[${body}]` : `{${body}}`;
  }

  /** What stands behind a colon or dash, with the end of its line. */
  #block(value: unknown, indent: string): string {
    if (typeof value === 'string' && /^[a-z]+$/.test(value) && this.#choose(4) === 0) return ` |-${this.#beside()}\n${indent}  ${value}\n`;
    if (typeof value !== 'object' || value === null) {
      const said = this.#scalar(value, false);
      return `${said === '' ? '' : `${' '.repeat(1 + this.#choose(3))}${said}`}${this.#beside()}\n`;
    }
    const isEmpty = Object.keys(value).length === 0;
    const style = indent === '' ? 2 : this.#choose(4);
    if (isEmpty || style === 0) return ` ${this.#flow(value)}${this.#beside()}\n`;
    if (style === 1) return ` ${this.#tall(value, indent)}${this.#beside()}\n`;
    const inner = Array.isArray(value)
      ? value.map((item) => `${this.#above(indent)}${indent}-${this.#item(item, indent)}`)
      : Object.entries(value).map(([name, each]) => `${this.#above(indent)}${indent}${name}:${this.#block(each, `${indent}  `)}`);
    return `${this.#beside()}\n${inner.join('')}${this.#above(indent)}`;
  }

  #item(item: unknown, indent: string): string {
    const text = this.#block(item, `${indent}  `);
    // The first key of a map beside its dash.
    return this.#choose(2) === 0 ? text.replace(/^\n +(?!#)/, ' ') : text;
  }
}

/** The paths of all that is in the data. */
function pathsIn(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...steps.flatMap((step) => pathsIn((value as Record<string, unknown>)[step], [...path, step]))];
}

const at = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], value);

/** The lines on which a part stands, from its key or dash on. */
function linesOf(text: string, path: readonly (string | number)[]): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const parent = document.getIn(path.slice(0, -1)) as YAMLMap<Node, Node | null> | YAMLSeq<Node>;
  const last = path.at(-1) as string | number;
  const pair = isMap(parent) ? parent.items.find((each) => (each.key as Scalar).value === last) : undefined;
  const item = isMap(parent) ? (pair?.value ?? pair?.key) : parent.items[last as number];
  const tokens = (parent.srcToken as { items: { start: { type: string; offset: number }[] }[] }).items;
  const dash = isMap(parent) ? undefined : tokens[last as number]?.start.find(({ type }) => type === 'seq-item-ind');
  const [begin] = (pair?.key ?? item)?.range as [number, number, number];
  const ends = item?.range as [number, number, number];
  const from = text.lastIndexOf('\n', (dash?.offset ?? begin) - 1);
  return text.slice(from === -1 ? 0 : from, Math.max(ends[2], text.indexOf('\n', ends[1])));
}

const commentsIn = (text: string): string[] => text.match(/# \d+\./g) ?? [];

test('however the file is written, and whatever the edit, comments of all else stay', () => {
  const root = fc.dictionary(key, data, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  const tosses = fc.array(fc.nat({ max: 59 }), { minLength: 1, maxLength: 60 });
  const verb = fc.constantFrom('set', 'remove', 'append', 'insert');
  fc.assert(
    fc.property(
      root,
      tosses,
      verb,
      fc.nat(),
      data,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (map, stream, what, pick, value, isMarked, isOfWindows, isOpen) => {
        let toss = 0;
        const lf = new Written((upTo) => (stream[toss++ % stream.length] as number) % upTo).whole(map);
        expect(parse(lf)).toEqual(map);
        const all = pathsIn(map).filter((path) => {
          const there = at(map, path);
          if (what === 'append') return Array.isArray(there);
          if (what === 'insert') return typeof there === 'object' && there !== null && !Array.isArray(there);
          return path.length > 0;
        });
        fc.pre(all.length > 0);
        const path = all[pick % all.length] as (string | number)[];
        const wanted = structuredClone(map);
        const parent = at(wanted, path.slice(0, -1)) as Record<string, unknown> & unknown[];
        let edit: Edit = { path, value };
        if (what === 'append') {
          edit = { path, append: value };
          (at(wanted, path) as unknown[]).push(value);
        } else if (what === 'insert') {
          edit = { path: [...path, 'new'], value };
          (at(wanted, path) as Record<string, unknown>)['new'] = value;
        } else if (what === 'set') parent[path.at(-1) as number] = value;
        else {
          edit = { path };
          if (Array.isArray(parent)) parent.splice(path.at(-1) as number, 1);
          else delete parent[path.at(-1) as string];
        }
        const open = isOpen ? lf.replace(/\n+$/, '') : lf;
        const text = `${isMarked ? '\uFEFF' : ''}${isOfWindows ? open.replaceAll('\n', '\r\n') : open}`;
        const after = edited(text, [edit]);
        expect(parse(after)).toEqual(wanted);
        expect(after.startsWith('\uFEFF')).toBe(isMarked);
        if (text.includes('\n')) expect(after.replaceAll(isOfWindows ? '\r\n' : '\n', '')).not.toMatch(/[\r\n]/);
        if (isOpen) expect(after.endsWith('\n')).toBe(false);
        else expect(after.endsWith('\n')).toBe(true);
        const part = what === 'set' || what === 'remove' ? linesOf(lf, path) : '';
        const gone = commentsIn(part);
        const kept = commentsIn(lf).filter((comment) => !gone.includes(comment));
        expect(
          commentsIn(after).filter((comment) => !gone.includes(comment)),
          `${JSON.stringify(edit)}\n${text}\n---\n${after}`,
        ).toEqual(kept);
        // Of the other lines those may change on which the list or map begins and ends.
        const [were, are] = [lf.replace(part, '\n'), after].map((each) => each.replace('\uFEFF', '').split(/\r?\n/)) as [string[], string[]];
        expect(
          were.filter((line) => line.trim() !== '' && !are.includes(line)).length,
          `${JSON.stringify(edit)}\n${text}\n---\n${after}`,
        ).toBeLessThanOrEqual(2);
      },
    ),
    { numRuns: 1000 },
  );
});

describe('a key gets another name', () => {
  test.each([
    ['a: 1 # one\nb: 2\n', ['a'], 'c', 'c: 1 # one\nb: 2\n'],
    ['x: { "a b": [1], d: 2 }\r\n', ['x', 'a b'], 'c', 'x: { "c": [1], d: 2 }\r\n'],
    ["'a':\n  - 1\n", ['a'], 'yes', "'yes':\n  - 1\n"],
    ['a:\n  b: 1\n', ['a'], 'no', '"no":\n  b: 1\n'],
    ['- a: 1\n', ['0', 'a'], 'b', '- b: 1\n'],
    ['\uFEFFa: 1\n', ['a'], 'b', '\uFEFFb: 1\n'],
  ])('%j', (text, path, rename, after) => {
    expect(edited(text, [{ path, rename }])).toBe(after);
  });

  test.each([
    ['a: 1\nb: 2\n', ['a'], 'b'],
    ['a: 1\n', ['b'], 'c'],
    ['- 1\n', ['0'], 'a'],
    ['a: 1\n', [], 'b'],
    ['? a\n: 1\n', ['a', 'b'], 'c'],
  ])('not in %j at %j', (text, path, rename) => {
    expect(() => edited(text, [{ path, rename }])).toThrow('cannot be edited');
  });
});

describe('a value gets quotes', () => {
  test.each([
    ['a: 1.10 # version\n', ['a'], 'a: "1.10" # version\n'],
    ['a: [no, 012]\n', ['a', '1'], 'a: [no, "012"]\n'],
    ['a: yes\r\n', ['a'], 'a: "yes"\r\n'],
    ['1.0\n', [], '"1.0"\n'],
    ['a: x\n  y\n', ['a'], 'a: "x y"\n'],
    ['a: b\\c\n', ['a'], 'a: "b\\\\c"\n'],
  ])('%j', (text, path, after) => {
    expect(edited(text, [{ path, quote: true }])).toBe(after);
  });

  test.each([
    ['a: "x"\n', ['a']],
    ['a:\n', ['a']],
    ['a: { b: 1 }\n', ['a']],
    ['a: 1\n', ['b']],
  ])('not in %j at %j', (text, path) => {
    expect(() => edited(text, [{ path, quote: true }])).toThrow('cannot be edited');
  });
});
