// Long values on a line: what differs is there, whatever it stands in.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortened, shortenedPair } from '../../../generator/report/shortened.ts';

const URL = (mode: string, pool = '5'): string =>
  `postgres://agent@database.production.internal.example.net:5432/agents?application_name=research&connect_timeout=10&sslmode=${mode}&target_session_attrs=read-write&pool_max_conns=${pool}&statement_cache_capacity=128`;

describe('two long values', () => {
  test('are cut around what differs, both alike', () => {
    expect(shortenedPair(URL('verify-full'), URL('disable'))).toEqual([
      'postgres://agent@databas…nect_timeout=10&sslmode=verify-full&target_session_attrs=re…ement_cache_capacity=128',
      'postgres://agent@databas…nect_timeout=10&sslmode=disable&target_session_attrs=re…ement_cache_capacity=128',
    ]);
  });
  test('show each of several differences', () => {
    const [before, after] = shortenedPair(URL('verify-full', '5'), URL('disable', '50'));
    expect(before).toMatch(/sslmode=verify-full&.*…?.*pool_max_conns=5&/);
    expect(after).toMatch(/sslmode=disable&.*…?.*pool_max_conns=50&/);
  });
  test('that are short are whole', () => expect(shortenedPair('a', 'b')).toEqual(['a', 'b']));
  test('of which one is short', () => expect(shortenedPair('a', `a${'b'.repeat(300)}`)[1].length).toBeLessThan(210));
  test('never look equal when they are not', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '1'), minLength: 0, maxLength: 400 });
    fc.assert(
      fc.property(word, word, word, word, (start, a, b, end) => {
        const [before, after] = shortenedPair(`${start}${a}${end}`, `${start}${b}${end}`);
        expect(before === after).toBe(a === b);
      }),
    );
  });
});

test('one long value has both ends', () => {
  expect(shortened('x'.repeat(96))).toBe('x'.repeat(96));
  expect(shortened(`a${'x'.repeat(200)}b`)).toMatch(/^ax{62}…x{31}b$/);
});
