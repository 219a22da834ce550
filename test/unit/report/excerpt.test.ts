import { describe, expect, test } from 'vitest';
import { findingsText } from '../../../generator/report/findings.ts';
import { style } from '../../../generator/report/style.ts';
import { finding } from './findings.ts';

/** The shown line and what stands above the mark. */
function marked(excerpt: string, wanted: string): { line: string; above: string } {
  const col = excerpt.indexOf(wanted) + 1;
  const text = findingsText([finding({ excerpt, place: { file: 'f.yaml', line: 7, col, length: wanted.length } })], style(false));
  const [, line = '', mark = ''] = text.split('\n');
  return { line, above: line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1) };
}

describe('the mark stands under what it is about', () => {
  test.each([
    ['at the beginning of a line', 'name: x', 'name', 'name'],
    ['in the middle', 'a: {b: wrong, c: 1}', 'wrong', 'wrong'],
    ['behind a tab', 'a:\twrong', 'wrong', 'wrong'],
    ['behind a character that is shown as an escape', 'a: "x\u200by", b: wrong', 'wrong', 'wrong'],
    ['on a text with such a character', 'a: x\u200by', 'x\u200by', String.raw`x\u200by`],
    ['on the last item of a long list', `a: [${'region, '.repeat(60)}wrong]`, 'wrong', 'wrong'],
    ['behind an escape in a long line', `a: "\u200b${'x'.repeat(300)}\u200b" wrong`, 'wrong', 'wrong'],
  ])('%s', (_, excerpt, wanted, above) => expect(marked(excerpt, wanted).above).toBe(above));

  test('a long line is cut around it', () => {
    const { line } = marked(`a: [${'region, '.repeat(60)}wrong${', more'.repeat(60)}]`, 'wrong');
    expect(line.length).toBeLessThan(180);
  });

  test('a text longer than the line is marked as far as it is shown', () => {
    expect(marked(`a: ${'x'.repeat(500)}`, 'x'.repeat(500)).above).toMatch(/^x{100,160}$/);
  });
});

test.each([
  [[], ''],
  [['error'], '1 error'],
  [['error', 'error'], '2 errors'],
  [['warning'], '1 warning'],
  [['error', 'warning', 'warning'], '1 error, 2 warnings'],
] as const)('findings %j are counted: %s', (severities, total) => {
  const text = findingsText(
    severities.map((severity) => finding({ severity })),
    style(false),
  );
  expect(text.trimEnd().split('\n').at(-1)).toBe(total);
});

test('of many findings with one code the first are shown, and how many more there are', () => {
  const many = Array.from({ length: 40 }, (_, i) => finding({ place: { file: 'f.yaml', line: i + 1, col: 1, length: 1 } }));
  const text = findingsText(many, style(false));
  expect(text).toContain('f.yaml:12:1 ');
  expect(text).not.toContain('f.yaml:13:1 ');
  expect(text).toMatch(/\n… and 28 more of [a-z/-]+; --json has all of them\n\n40 errors\n$/);
  expect(findingsText(many.slice(0, 13), style(false))).toContain('f.yaml:13:1 ');
});
