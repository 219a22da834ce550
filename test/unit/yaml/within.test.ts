// Where a character of a scalar stands in its file, whatever its style.
import { parseDocument, type Scalar } from 'yaml';
import { expect, test } from 'vitest';
import { writtenAs } from '../../../generator/yaml/values.ts';
import { isBegun, within } from '../../../generator/yaml/within.ts';

function shown(text: string, offset: number): string {
  const node = parseDocument(text).get('a', true) as Scalar;
  const { start, end } = within(text, writtenAs(node), offset);
  return text.slice(start, end);
}

test.each<[what: string, text: string, offset: number, expected: string]>([
  ['a word', 'a: one two\n', 4, 'two'],
  ['a sign', 'a: x.y == 1\n', 4, '='],
  ['a word in quotes', 'a: "one two"\n', 4, 'two'],
  ['what stands behind escapes', 'a: "\\x41\\u00e9\\n\\tb c"\n', 4, 'b'],
  ['an escape itself', 'a: "x \\" y"\n', 2, '\\"'],
  ['what stands behind a quote that is written twice', "a: 'it''s so'\n", 5, 'so'],
  ['a word in a block', 'a: |\n  one\n  two three\n', 8, 'three'],
  ['a word in a folded block', 'a: >\n  one\n  two\n', 4, 'two'],
  ['the end', 'a: one\n', 3, 'e'],
  ['what stands behind a quote of the other kind', 'a: "it\'s so"\n', 5, 'so'],
  ['what stands behind escaped blanks', 'a: "\\x20\\u00a0\\v\\_b c"\n', 4, 'b'],
  ['what stands behind an escape of two units', 'a: "\\U0001F600 b"\n', 3, 'b'],
  ['what stands behind a line that goes on', 'a: "x \\\n  y z"\n', 2, 'y'],
  ['what stands behind a character beyond ASCII', 'a: é\u00a0b\n', 2, 'b'],
])('%s is shown', (_, text, offset, expected) => expect(shown(text, offset)).toBe(expected));

test.each<[what: string, written: string, offset: number, of: string | undefined, expected: boolean]>([
  ['the same text', 'up{a}', 3, 'up{a}', true],
  ['no other text', 'up{a}', 3, undefined, true],
  ['a text that differs behind', 'up == {x}', 3, 'up == 5', true],
  ['a text that differs before', '{x} == (', 7, 'something == (', false],
])('up to a character it is %s', (_, written, offset, of, expected) => expect(isBegun(written, offset, of)).toBe(expected));
