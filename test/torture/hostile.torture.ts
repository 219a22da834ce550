// What a hostile file may cost: within its limit two seconds, over it a fifth of one.
import { expect, test } from 'vitest';
import { parseSource } from '../../generator/source/source.ts';

const N = 1 << 20;
const repeat = (part: string, size = N): string => part.repeat(Math.floor(size / part.length));
const WITHIN: readonly (readonly [string, string])[] = [
  ...[
    '[',
    '{',
    '}',
    '- ',
    '? ',
    ': ',
    '&a ',
    '!a ',
    '#\n',
    '\n',
    '---\n',
    '- 1\n',
    'a: b: c\n',
    '%a\n',
    '"a" "b"\n',
    '"',
    "'",
    '*a ',
    'a: |\n',
    '\t',
  ].map((part) => [JSON.stringify(part), repeat(part)] as const),
  ['40,000 keys', Array.from({ length: 40_000 }, (_, i) => `k${i}: ${i % 10}`).join('\n')],
  ['40,000 equal keys', repeat('a: 1\n', 200_000)],
  ['a list of lists', `[${repeat('[],', N - 4)}]`],
  ['steps', Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
];

test.each(WITHIN)('%s', (_, text) => {
  const bytes = Buffer.from(text);
  const start = performance.now();
  parseSource({ path: 'f.yaml', bytes });
  expect(performance.now() - start).toBeLessThan(2000);
});

test('over the limit', () => {
  const bytes = Buffer.alloc(8 * N, 'a');
  const start = performance.now();
  expect(parseSource({ path: 'f.yaml', bytes }).findings).toMatchObject([{ code: 'yaml/limit' }]);
  expect(performance.now() - start).toBeLessThan(200);
});
