import { describe, expect, test } from 'vitest';
import { count, style, visible } from '../../../generator/report/style.ts';

test('colours are those of ECMA-48, each taken back by itself, or none', () => {
  const written = (color: boolean): string[] => Object.values(style(color)).map((paint: (text: string) => string) => paint('x'));
  expect(written(true)).toEqual([
    '\u001b[1mx\u001b[22m',
    '\u001b[2mx\u001b[22m',
    '\u001b[31mx\u001b[39m',
    '\u001b[33mx\u001b[39m',
    '\u001b[32mx\u001b[39m',
  ]);
  expect(Object.keys(style(true))).toEqual(['bold', 'dim', 'red', 'yellow', 'green']);
  expect(written(false)).toEqual(['x', 'x', 'x', 'x', 'x']);
});

describe('text of others', () => {
  test.each([
    ['a\tb\nc', 'a\tb\nc'],
    ['a\u001b[1mb\r', 'a\\u001b[1mb\\u000d'],
    ['\u0000\u0008\u000b\u001f\u007f\u009f', '\\u0000\\u0008\\u000b\\u001f\\u007f\\u009f'],
    ['a\u202eb', 'a\\u202eb'],
    ['a ##[group]b ##[endgroup]', 'a ##\\u005bgroup]b ##\\u005bendgroup]'],
    ['a ##b [c]', 'a ##b [c]'],
    ['::error::x', ':\\u003aerror::x'],
    ['a\n \t::error::x', 'a\n \t:\\u003aerror::x'],
    ['a ::error::x', 'a ::error::x'],
    ['é 😀', 'é 😀'],
  ])('%j is shown as %j', (text, expected) => expect(visible(text)).toBe(expected));
});

test.each([
  [0, '0 regions'],
  [1, '1 region'],
  [2, '2 regions'],
])('%d are counted in words', (n, expected) => expect(count(n, 'region')).toBe(expected));
