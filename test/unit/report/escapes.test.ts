// Both escapers to the letter; markdown.test.ts and github.test.ts ask what readers make of it.
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../generator/model/finding.ts';
import { githubFailure, githubText } from '../../../generator/report/github.ts';
import { code, escaped, fenced, worded } from '../../../generator/report/markdown.ts';

const W = '\u2060';

describe('text among our words', () => {
  test.each<readonly [string, string]>([
    ['plain words, and (round) brackets.', 'plain words, and (round) brackets.'],
    ['a\nb', 'a b'],
    ...[...'\\`*_[]|~^$'].map((character) => [`x${character}y`, `x\\${character}y`] as const),
    ['<b>', '&lt;b&gt;'],
    ['a&b', 'a&amp;b'],
    ['a: b', 'a: b'],
    ['a:b', 'a\\:b'],
    ['a:', 'a:'],
    ['- a', '\\- a'],
    ['+ a', '\\+ a'],
    ['a - b + c', 'a - b + c'],
    ['!', '!'],
    ['![a', '\\!\\[a'],
    ['#a', '\\#a'],
    ['#1', `\\#${W}1`],
    ['@team', `@${W}team`],
    ['GH-1', `GH-${W}1`],
    ['gh-1', `gh-${W}1`],
    ['xGH-1', 'xGH-1'],
    ['GH-x', 'GH-x'],
    ['http://x', `http${W}\\://x`],
    ['HTTPS://x', `HTTPS${W}\\://x`],
    ['www.x', `www${W}.x`],
    ['http x', 'http x'],
    ['\u001b[1m', '\\\\u001b\\[1m'],
  ])('%j is written %j', (text, expected) => expect(escaped(text)).toBe(expected));
});

describe('text in a code span', () => {
  test.each([
    ['a', '`a`'],
    ['a\nb\tc', '`a b c`'],
    ['', '` `'],
    [' \n ', '` `'],
    ['a`b', '``a`b``'],
    ['a``b`c', '```a``b`c```'],
    ['`a', '`` `a ``'],
    ['a`', '`` a` ``'],
    [' a', '`  a `'],
    ['a ', '` a  `'],
    ['a b', '`a b`'],
    ['\u200b', '`\\u200b`'],
  ])('%j is written %j', (text, expected) => expect(code(text)).toBe(expected));
});

describe('our words with text in them', () => {
  test.each([
    ['use `a*b` for c*d', 'use `a*b` for c\\*d'],
    ['`a` and `b`', '`a` and `b`'],
    ['a ` b', 'a \\` b'],
    ['none', 'none'],
    ['`a`', '`a`'],
  ])('%j is written %j', (text, expected) => expect(worded(text)).toBe(expected));
});

describe('lines in a block', () => {
  test.each([
    ['a', '```text\na\n```\n'],
    ['a\n', '```text\na\n```\n'],
    ['a\n```\nb', '````text\na\n```\nb\n````\n'],
    ['`a`', '```text\n`a`\n```\n'],
    ['', '```text\n\n```\n'],
  ])('%j is written %j', (text, expected) => expect(fenced(text, 'text')).toBe(expected));
});

describe('annotations', () => {
  const finding = (change: Partial<Finding> = {}): Finding => ({
    code: 'yaml/syntax',
    severity: 'error',
    message: 'm',
    place: { file: 'f.yaml', line: 2, col: 3, length: 4 },
    hint: 'h',
    ...change,
  });
  test.each<[string, readonly Finding[], string]>([
    ['an error', [finding()], '::error file=f.yaml,line=2,col=3,endColumn=6,title=yaml/syntax::m%0Ahint: h\n1 error\n'],
    ['a warning', [finding({ severity: 'warning' })], '::warning file=f.yaml,line=2,col=3,endColumn=6,title=yaml/syntax::m%0Ahint: h\n1 warning\n'],
    [
      'both, and what has no hint',
      [finding({ hint: '' }), finding({ severity: 'warning', hint: '' })],
      '::error file=f.yaml,line=2,col=3,endColumn=6,title=yaml/syntax::m\n::warning file=f.yaml,line=2,col=3,endColumn=6,title=yaml/syntax::m\n1 error, 1 warning\n',
    ],
    [
      'a place without a length',
      [finding({ place: { file: 'f', line: 1, col: 1, length: 0 } })],
      '::error file=f,line=1,col=1,endColumn=1,title=yaml/syntax::m%0Ahint: h\n1 error\n',
    ],
    [
      'what is related',
      [
        finding({
          related: [
            { place: { file: 'g', line: 5, col: 6, length: 1 }, note: 'n' },
            { place: { file: 'h', line: 7, col: 8, length: 1 }, note: 'o' },
          ],
        }),
      ],
      '::error file=f.yaml,line=2,col=3,endColumn=6,title=yaml/syntax::m%0Ahint: h%0Aalso: g:5:6 n%0Aalso: h:7:8 o\n1 error\n',
    ],
    [
      'what a runner would obey',
      [finding({ message: '50%\r\n::x::', hint: 'a:b,c', place: { file: 'a:b,c%', line: 1, col: 1, length: 1 } })],
      '::error file=a%3Ab%2Cc%25,line=1,col=1,endColumn=1,title=yaml/syntax::50%25\\u000d%0A:\\u003ax::%0Ahint: a:b,c\n1 error\n',
    ],
  ])('%s', (_, findings, expected) => expect(githubText(findings)).toBe(expected));
  test('a failure', () => {
    expect(githubFailure('m', 'h')).toBe('::error title=pap-fleet::m%0Ahint: h\n');
    expect(githubFailure('m', undefined)).toBe('::error title=pap-fleet::m\n');
  });
});
