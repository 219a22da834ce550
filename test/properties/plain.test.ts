// What the quick reader of plain files reads, it reads as the reader of all of YAML does: the same values, keys, places and spelling, and never a file
// in which that one finds something wrong. Seen red: with a list left of its key, and with a
// comment right behind a comma.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { globSync } from 'fast-glob';
import { Composer, isMap, isPair, isScalar, isSeq } from 'yaml';
import { describe, expect, test } from 'vitest';
import { readPlain } from '../../generator/yaml/plain.ts';
import { scan } from '../../generator/yaml/tokens.ts';

const { syntheticFleet } = (await import(new URL('../bench/synthetic.mjs', import.meta.url).href)) as {
  syntheticFleet: (regions: number, agents: number) => string;
};

const root = join(import.meta.dirname, '../..');
const files = globSync(['config/**/*.yaml', 'examples/**/config/**/*.yaml', 'test/examples/**/*.yaml', 'generator/rules/**/*.yaml'], {
  cwd: root,
}).map((path) => readFileSync(join(root, path), 'utf8'));
const large = syntheticFleet(20, 5);

/** Small files that have a bit of everything. */
const SHAPES = [
  'a: 1\nb:\n  c: [x, y, "z z", \'w\']\n  d: {e: f, g: [h]}\n',
  'a:\n- b: 1\n  c:\n  - d\n  - -1\n- e\n\n# end\nf: x # y\n',
  'a:\n  - b: c d: e\n  - "f"\ng:\n  [\n    x,\n    y, # z\n\n    {k: v,\n     l: m},\n  ]\n# end',
  'a: b:c # d\n"e f": .5\ng: 1.34\nh: 0.10\ni: true\nj: Null\nk: 10.0.0.0/8\nl: -0\nm: x#y\n',
];

/** All that is ever asked of a tree; the end of a map or list is not. */
function told(node: unknown): unknown {
  if (isPair(node)) return [told(node.key), told(node.value)];
  if (isMap(node) || isSeq(node)) return [isMap(node) ? 'map' : 'list', node.range?.[0], node.items.map(told)];
  if (!isScalar(node)) return node;
  return [Object.is(node.value, -0) ? '-0' : node.value, node.type, node.source, node.range?.slice(0, 2)];
}

/** What the reader of all of YAML says; nothing where something is wrong. */
function wholly(text: string): { tree: unknown; count: number } | undefined {
  const { tokens, refusals, count } = scan(text);
  if (refusals.length > 0) return undefined;
  const documents = [
    ...new Composer({ version: '1.2', schema: 'core', merge: false, uniqueKeys: false, strict: true, prettyErrors: false }).compose(tokens),
  ];
  const [document] = documents;
  if (document === undefined || documents.length > 1 || document.errors.length + document.warnings.length > 0) return undefined;
  return { tree: told(document.contents), count };
}

/** @returns whether it was read at all */
function compare(text: string): boolean {
  const found = readPlain(text, Infinity);
  if (found === undefined) return false;
  const whole = wholly(text);
  expect(told(found.contents), text).toEqual(whole?.tree);
  expect(found.count, text).toBeGreaterThanOrEqual(whole?.count ?? Infinity);
  return true;
}

describe('as the reader of all of YAML', () => {
  test('files of fleets, most of which are plain', () => {
    const read = files.filter((text) => compare(text));
    expect(read.length).toBeGreaterThan(files.length / 2);
  });

  test('a large fleet', () => {
    expect(compare(large)).toBe(true);
  });

  const SIGNS = [
    ...' \n\t:#-,[]{}"\'?!&*|>%@`~.+0e_/\\=',
    'a',
    'null',
    'true',
    '12',
    '1.5',
    ': ',
    ' #',
    '- ',
    '\n  ',
    '\n- ',
    'a: ',
    '""',
    '...',
    '---',
    'é',
    '[a, b]',
    '{a: b}',
    '\r\n',
  ];
  const small = files.filter((text) => text.length < 3000 && readPlain(text, Infinity) !== undefined);
  const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.integer({ min: 0, max: 3 }), put: fc.constantFrom(...SIGNS) });
  const edited = fc
    .tuple(fc.oneof(fc.constantFrom(...small), fc.constantFrom(...SHAPES)), fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map(([text, edits]) =>
      edits.reduce((before, { at, cut, put }) => {
        const from = Math.floor(at * before.length);
        return before.slice(0, from) + put + before.slice(from + cut);
      }, text),
    );
  const runs = Number(process.env['FUZZ_RUNS'] ?? 3000);

  test('files with a few characters changed', () => {
    let read = 0;
    fc.assert(
      fc.property(edited, (text) => void (read += compare(text) ? 1 : 0)),
      { numRuns: runs },
    );
    expect(read).toBeGreaterThan(runs / 20);
  });

  // Lists and maps as people write them, and as nobody does: steps of any width, comments and empty lines anywhere, brackets over several lines.
  const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;
  const TEXTS = [
    'x',
    'a b',
    'a:b',
    'x#y',
    "it's",
    '"q r"',
    "'s, t'",
    '1',
    '-7',
    '0.50',
    '.5',
    'true',
    'Null',
    'no',
    '10.0.0.0/8',
    '-x',
    'v1.2',
    '1e3',
    '~',
    'é',
    '"é"',
    '/a/b',
    'a, b',
    '+1',
  ];
  const ENDS = ['', '', '', ' ', ' # c', '  # [', '#c', '\n', '\n# c', '\n      # deep', '\n         on', '\n         k: v', ' on'];
  const KEYS = ['a', 'b-c', '"d e"', 'F_1', 'on', 'null', '8', '_x', 'a/b', 'n.m'];
  const numbers = fc.array(fc.nat(999), { minLength: 8, maxLength: 60 });
  function written(source: readonly number[]): string {
    let i = 0;
    const next = (): number => source[i++ % source.length] as number;
    const gap = (indent: number): string =>
      pick(
        [
          '',
          '',
          ' ',
          `\n${' '.repeat(indent + 1)}`,
          ` # c\n${' '.repeat(indent + 3)}`,
          `# c\n${' '.repeat(indent + 3)}`,
          `\n\n${' '.repeat(indent)}`,
        ],
        next(),
      );
    const flow = (indent: number, depth: number): string => {
      const kind = depth > 2 ? 0 : next() % 6;
      if (kind < 4) return pick(TEXTS, next());
      const items = Array.from(
        { length: next() % 4 },
        () => `${kind === 4 ? '' : `${pick(KEYS, next())}: `}${flow(indent, depth + 1)}${gap(indent)}`,
      );
      const inner = gap(indent) + items.join(`,${gap(indent)}`) + pick(['', '', ','], next());
      return kind === 4 ? `[${inner}]` : `{${inner}}`;
    };
    const block = (indent: number, depth: number): string => {
      const isList = depth > 0 && next() % 3 === 0;
      const space = ' '.repeat(indent);
      const lines = Array.from({ length: 1 + (next() % 3) }, () => {
        const head = isList ? `-${pick([' ', ' ', '   '], next())}` : `${pick(KEYS, next())}:`;
        if (depth < 3 && next() % 3 === 0) {
          const step = pick([2, 2, 1, 4, 0], next());
          if (!isList) return `${space}${head}${pick(ENDS, next())}\n${block(indent + step, depth + 1)}`;
          return `${space}${head}${block(indent + head.length, 4).trimStart()}`;
        }
        return `${space}${head}${isList ? '' : ' '}${flow(indent, 0)}${pick(ENDS, next())}`;
      });
      return lines.join('\n');
    };
    return `${block(0, 0)}${pick(['', '\n', '\n\n', '\n# end'], next())}`;
  }

  test('maps and lists in any layout', () => {
    let read = 0;
    fc.assert(
      fc.property(numbers, (source) => void (read += compare(written(source)) ? 1 : 0)),
      { numRuns: runs },
    );
    expect(read).toBeGreaterThan(runs / 10);
  });

  test('signs in any order', () => {
    const words = fc.array(fc.constantFrom(...SIGNS, 'b', 'c: ', 'd:\n'), { maxLength: 16 }).map((parts) => `a: ${parts.join('')}`);
    fc.assert(
      fc.property(words, (text) => void compare(text)),
      { numRuns: runs },
    );
  });
});
