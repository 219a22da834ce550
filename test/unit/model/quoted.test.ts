import { describe, expect, test } from 'vitest';
import { cut, inSight, linesInSight, quoted, shown, shownPath } from '../../../generator/model/quoted.ts';

describe('a value of others is cut', () => {
  test.each([
    ['what is short', 'abc', 3, 'abc'],
    ['what is one too long', 'abcd', 3, 'ab…'],
    ['what is far too long', 'abcdefghijkl', 3, 'ab…'],
    ['what is long for a computer only', '😀😀😀', 3, '😀😀😀'],
    ['what is long for both', '😀😀😀😀', 3, '😀😀…'],
    ['what is long for both and more than twice', '😀'.repeat(20), 3, '😀😀…'],
    ['nothing', '', 3, ''],
  ])('%s', (_, text, longest, expected) => expect(cut(text, longest)).toBe(expected));
  test('at 80 characters', () => {
    expect(quoted('a'.repeat(80))).toBe(`"${'a'.repeat(80)}"`);
    expect(quoted('a'.repeat(81))).toBe(`"${'a'.repeat(79)}…"`);
  });
});

describe('what nobody would see is escaped', () => {
  test.each([
    ['an escape', 'a\u001b[31mb', 'a\\u001b[31mb'],
    ['a line break', 'a\nb', 'a\\u000ab'],
    ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
    ['what turns text around', 'a\u202eb', 'a\\u202eb'],
    ['a private-use character', 'a\ue000b', 'a\\ue000b'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
    ['a tag character', 'a\u{e0041}b', 'a\\ue0041b'],
    ['the blank of Braille, a filler and a joiner', 'a\u2800\u3164\u034fb', 'a\\u2800\\u3164\\u034fb'],
    ['a variation selector', 'a\ufe0f\u{e0100}b', 'a\\ufe0f\\ue0100b'],
    ['no emoji', '❤️ 1️⃣', '❤️ 1️⃣'],
    ['a line separator', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['every one', '\u0000\u0000', '\\u0000\\u0000'],
    ['no letter of any language', 'äß漢😀 -', 'äß漢😀 -'],
  ])('%s', (_, text, expected) => {
    expect([inSight(text), shown(text)]).toEqual([expected, expected]);
  });
  test('in lines, which stay lines', () => expect(linesInSight('a\u200b\nb\r\n')).toBe('a\\u200b\nb\\u000d\n'));
  test('in a path, each key cut by itself', () => {
    expect(shownPath(`/a\u200b/${'b'.repeat(90)}/c`)).toBe(`/a\\u200b/${'b'.repeat(79)}…/c`);
  });
  test('after it is cut, so that no escape is', () => expect(shown(`${'a'.repeat(78)}\u200bbb`)).toBe(`${'a'.repeat(78)}\\u200b…`));
});
