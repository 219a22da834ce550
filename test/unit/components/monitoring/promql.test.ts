import { describe, expect, test } from 'vitest';
import { duration, is, isNot, literal, matches, select } from '../../../../generator/components/monitoring/promql.ts';

describe('literal', () => {
  test.each([
    ['', '""'],
    ['research', '"research"'],
    ["it's", `"it's"`],
    ['say "no"', String.raw`"say \"no\""`],
    [String.raw`C:\temp`, String.raw`"C:\\temp"`],
    [String.raw`\"`, String.raw`"\\\""`],
    ['two\nlines', String.raw`"two\nlines"`],
    ['"} or vector(1) #', String.raw`"\"} or vector(1) #"`],
    ['${agent:regex}', '"${agent:regex}"'],
    ['Ω\t{}', '"Ω\t{}"'],
  ])('%j → %s', (text, written) => expect(literal(text)).toBe(written));

  test('only the last quote ends it', () => {
    for (const text of ['"', '\\', '\\"', '\\\\"', '\n"\\']) expect(literal(text)).toMatch(/^"(?:[^"\\\n]|\\.)*"$/);
  });
});

test('matchers', () => {
  expect(select('up', is('agent', 'a"b'), isNot('pod', ''), matches('region', 'x|'))).toBe(String.raw`up{agent="a\"b",pod!="",region=~"x|"}`);
});

test.each([
  [5, '5s'],
  [60, '1m'],
  [90, '90s'],
  [120, '2m'],
  [3600, '60m'],
])('%i seconds → %s', (seconds, written) => expect(duration(seconds)).toBe(written));
