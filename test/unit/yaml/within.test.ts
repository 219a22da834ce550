// Where a character of a scalar stands in its file, whatever its style.
import { parseDocument, type Scalar } from 'yaml';
import { expect, test } from 'vitest';
import { within } from '../../../generator/yaml/within.ts';

function shown(text: string, offset: number): string {
  const node = parseDocument(text).get('a', true) as Scalar;
  const { start, end } = within(text, node, offset);
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
])('%s is shown', (_, text, offset, expected) => expect(shown(text, offset)).toBe(expected));
