import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../../generator/model/memory.ts';
import { child } from '../../../generator/model/pointer.ts';
import type { Pointer } from '../../../generator/model/pointer.ts';
import { parseInPieces } from '../../../generator/yaml/pieces.ts';
import { parseSource } from '../../../generator/yaml/source.ts';
import type { Parsed } from '../../../generator/yaml/source.ts';
import { fleets, styles, written } from '../../support/fleets.ts';
import { runs } from '../../support/runs.ts';

/** Both ways to read a text. */
function both(text: string, memory = new Memory()): { whole: Parsed; pieces: Parsed | undefined } {
  const file = { path: 'config/fleet.yaml', bytes: Buffer.from(text) };
  return { whole: parseSource(file), pieces: parseInPieces(file, () => memory.open('pieces')) };
}

/** Every place of data, and some that it does not have. */
function* pointers(data: unknown, at: Pointer = ''): Iterable<Pointer> {
  yield at;
  yield child(at, 'nowhere');
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data)) yield* pointers(value, child(at, key));
}

function expectSame({ whole, pieces }: { whole: Parsed; pieces: Parsed | undefined }): void {
  if (pieces === undefined) return;
  expect(whole.findings).toEqual([]);
  expect(JSON.stringify(pieces.source.data)).toBe(JSON.stringify(whole.source.data));
  for (const at of pointers(whole.source.data)) {
    for (const key of [true, false]) expect([at, pieces.source.locate(at, key)]).toEqual([at, whole.source.locate(at, key)]);
    expect(pieces.source.written(at)).toBe(whole.source.written(at));
  }
}

const PLAIN = `# The fleet.
name: pap # short

zone:
  name: a.example.net
  ttl: 300
regions:
  # In the north.
  north: {cluster: north-1, versions: {kubernetes: "1.34"}}

  south:
    cluster: |-
      block
       text

    # Why it is so.
    versions: {
      kubernetes: "1.35"
      }
agents:
  a:
    env:
      A: "two
        lines"
      B: plain
        text
    regions: [north,
      south]
empty:
# the end
`;

test('a fleet is read piece by piece', () => {
  const read = both(PLAIN);
  expect(read.pieces).toBeDefined();
  expectSame(read);
});

test('a piece that stays as it is is read once, wherever it then stands', () => {
  const memory = new Memory();
  const before = both(PLAIN, memory).pieces?.source.data as { regions: Record<string, object> };
  const after = both(PLAIN.replace('# The fleet.', '# The\n# fleet.').replace('cluster: north-1', 'cluster: north-2'), memory);
  const data = after.pieces?.source.data as typeof before;
  expect(data.regions['south']).toBe(before.regions['south']);
  expect(data.regions['north']).not.toBe(before.regions['north']);
  expectSame(after);
});

// Each could be taken for two plain maps by somebody who looks at the beginnings of lines.
test.each([
  ['a quoted text that looks like keys', 'a:\n  b: "x\n  c: y"\nd: 1\n'],
  ['a list', 'a:\n  - b: 1\n  - c: 2\nd: 1\n'],
  ['a list that is not indented', 'a:\n- b: 1\n- c: 2\nd: 1\n'],
  ['a flow map over several lines', 'a:\n  b: {\n  c: 1\n  }\nd: 1\n'],
  ['a flow map at the margin', 'a: {\nb: 1\n}\n'],
  ['a key twice', 'a:\n  b: 1\n  c: 2\n  b: 3\n'],
  ['a section twice', 'a:\n  b: 1\na:\n  c: 1\n'],
  ['two documents', 'a:\n  b: 1\n---\na:\n  c: 1\n'],
  ['an end of the document', 'a:\n  b: 1\n...\n'],
  ['a merge conflict', 'a:\n  b: 1\n<<<<<<< HEAD\n  c: 1\n'],
  ['other indentation', 'a:\n    b: 1\n  c: 2\n'],
  ['deeper and back', 'a:\n  b:\n     x: 1\n   y: 1\n  c: 1\n'],
  ['a tab', 'a:\n\tb: 1\n  c: 2\n'],
  ['carriage returns', 'a:\r\n  b: 1\r\n  c: 2\r\n'],
  ['a block that goes on', 'a:\n  b: |\n    x\n  # no comment\n  c: 1\nd: >\n  e: 1\n  f: 2\ng: 1\n'],
  ['an anchor and an alias', 'a:\n  b: &x 1\n  c: *x\n'],
  ['an anchor at the section', 'a: &x\n  b: 1\n  c: 2\n'],
  ['a quoted key', 'a:\n  "b": 1\n  c: 2\n  "d": 3\n'],
  ['an explicit key', 'a:\n  ? b\n  : 1\n  c: 2\n'],
  ['a value and a text', 'a:\n  b: 1\n  plain text\n'],
  ['no line break at the end', 'a:\n  b: 1\n  c: 2'],
  ['blocks that keep their empty lines', 'a:\n  b: |+\n    x\n\n\n  c: |+\n    y\n\n'],
  ['numbers as keys', '1: a\nb:\n  2: c\n'],
  ['a name and a value', 'name: API_TOKEN\nvalue: abcdefgh12345678\n'],
  ['a name and a value in a section', 'a:\n  name: API_TOKEN\n  value: abcdefgh12345678\n'],
  ['a key without a value', 'a:\n  b:\n  c: 1\n'],
  ['an indented key first', '  a: 1\n'],
  ['a section that is called value', 'value:\n  a: 1\n'],
  ['a control character', 'a:\n  b: "\u0007"\n'],
  ['a secret', `a:\n  b: ghp_${'aB3'.repeat(12)}\n`],
  ['nothing', ''],
  ['comments alone', '# a\n# b\n'],
  ['a text alone', 'text\n'],
  ['a directive', '%YAML 1.1\n---\na: 1\n'],
  ['a byte order mark', '\ufeffa:\n  b: 1\n'],
])('%s is read as in the whole, or as a whole', (_, text) => {
  const read = both(text);
  if (read.whole.findings.length > 0) expect(read.pieces).toBeUndefined();
  expectSame(read);
});

test('a file with more bytes than it may have is read as a whole', () => {
  const parsed = (limit?: number) =>
    parseInPieces({ path: 'x', bytes: Buffer.from(PLAIN), ...(limit === undefined ? {} : { limit }) }, () => new Memory().open('pieces'));
  expect(parsed(PLAIN.length)).toBeDefined();
  expect(parsed(PLAIN.length - 1)).toBeUndefined();
});

test('too many tokens are counted over all pieces', () => {
  const text = `a:\n${Array.from({ length: 400 }, (_, i) => `  k${i}: [${'1,'.repeat(300)}]\n`).join('')}`;
  const { whole, pieces } = both(text + text.replace('a:', 'b:'));
  expect(whole.findings.map(({ code }) => code)).toEqual(['yaml/limit']);
  expect(pieces).toBeUndefined();
});

describe('random fleets', () => {
  test('in any hand', () => {
    let inPieces = 0;
    fc.assert(
      fc.property(fleets, styles, (fleet, style) => {
        for (const text of Object.values(written(fleet, style))) {
          const read = both(text);
          if (read.pieces !== undefined) inPieces += 1;
          expectSame(read);
        }
      }),
      { numRuns: runs(120) },
    );
    expect(inPieces).toBeGreaterThan(runs(120) / 4);
  });

  test('with a few characters put somewhere', () => {
    const scrap = fc.constantFrom(
      '\n',
      ' ',
      '  ',
      '\n  x: ',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '#',
      ': ',
      '- ',
      '|',
      '|\n',
      '\t',
      '&',
      '*',
      '!',
      '---\n',
      '\nregions:\n',
    );
    fc.assert(
      fc.property(fleets, styles, fc.nat(), scrap, fc.nat(30), (fleet, style, at, put, gone) => {
        const text = written(fleet, { ...style, split: false })['fleet.yaml'] as string;
        const here = at % text.length;
        const read = both(text.slice(0, here) + put + text.slice(here + (gone > 20 ? gone : 0)));
        if (read.whole.findings.length > 0) expect(read.pieces).toBeUndefined();
        expectSame(read);
      }),
      { numRuns: runs(600) },
    );
  });
});
