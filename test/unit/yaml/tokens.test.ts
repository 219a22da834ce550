// What is refused before anything is read: it would be expensive, or another text than the one that is seen.
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../generator/yaml/limits.ts';
import { scan } from '../../../generator/yaml/tokens.ts';

const SPLIT = 'split the fleet over config/agents and config/regions, one file each';

describe('what is refused has no tokens', () => {
  test.each(['a: &x 1\n', 'a: 1]\n', `${'k'.repeat(1025)}: 1\n`, '- '.repeat(40)])('%j', (text) => {
    const { tokens, refusals } = scan(text.includes(']') ? 'a: [1]]\n' : text);
    expect(tokens).toEqual([]);
    expect(refusals).toHaveLength(1);
  });
  test('what is not, has some', () => {
    expect(scan('a: 1\n').tokens.length).toBeGreaterThan(0);
    expect(scan('a: 1\n').refusals).toEqual([]);
  });
});

describe('where it stands', () => {
  test.each<[string, string, object[]]>([
    ['a tag', 'ab: !t 1\n', [{ start: 4, end: 6, hint: 'remove the tag' }]],
    ['a bracket of a map', 'a: {b: 1}}\n', [{ rule: { code: 'yaml/syntax' }, start: 9, end: 10, message: 'there is no opening bracket for this }' }]],
    ['a bracket after a text', 'a: b\nc: []]\n', [{ rule: { code: 'yaml/syntax' }, start: 10, end: 11 }]],
    ['what is too deep', `a: ${'['.repeat(40)}`, [{ rule: { code: 'yaml/limit' }, start: 35, end: 36 }]],
    ['a map that is too deep', `${Array.from({ length: 40 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')} 1\n`, [{ start: 624, end: 625 }]],
    ['a key that is too long', `a: 1\n${'k'.repeat(1025)}: 1\n`, [{ start: 5, end: 6 }]],
    ['each that is too long, from above', `${'k'.repeat(1025)}: 1\n${'l'.repeat(1025)}: 1\n`, [{ start: 0 }, { start: 1029 }]],
  ])('%s', (_, text, expected) => expect(scan(text).refusals).toMatchObject(expected));
  test('a bracket of ours has no hint, as there is a common one', () => expect(scan('a: [1]]\n').refusals[0]).not.toHaveProperty('hint'));
});

describe('a file of too many tokens', () => {
  test('is read no further', () => {
    expect(scan('a: 1\nb: 2\nc: 3\n', 5).refusals).toMatchObject([
      { rule: { code: 'yaml/limit' }, start: 3, end: 4, message: 'the file has more than 5 tokens', hint: SPLIT },
    ]);
  });
});

describe('no more than anybody reads', () => {
  test('of tags', () => expect(scan('- !t 1\n'.repeat(80)).refusals).toHaveLength(LIMITS.findings));
  test('of long keys', () => expect(scan(`${'k'.repeat(1025)}: 1\n`.repeat(80)).refusals).toHaveLength(LIMITS.findings));
});

describe('a line of a hundred thousand beginnings is refused at once', () => {
  // Behind this, a parser would take time squared for them.
  test.each(['- ', '? ', '- ? '])('%j', (text) => {
    expect(scan(text.repeat(100_000)).refusals).toMatchObject([{ rule: { code: 'yaml/limit' }, hint: 'no value of a fleet needs that' }]);
  });
  test('a hundred thousand lines of a few are not', () => {
    expect(scan('- - a\n'.repeat(10_000)).refusals).toEqual([]);
    expect(scan(`a: [${'{b: 1}, '.repeat(1000)}]\n`).refusals).toEqual([]);
  });
});
