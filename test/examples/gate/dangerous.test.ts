// At least 150 changes that do not pass without an approval; the list is dangerous.ts.
import { describe, expect, test } from 'vitest';
import { DANGEROUS } from './dangerous.ts';
import { judged } from './fleet.ts';

describe.each(Object.entries(DANGEROUS))('%s', (_, rows) => {
  test.each(rows)('%s', (_name, change, how) => {
    const { passes, because } = judged(change);
    expect(passes, how).toBe(false);
    expect(because).not.toEqual([]);
  });
});

test('are at least 150, each with its own name and a line that says how', () => {
  const rows = Object.values(DANGEROUS).flat();
  expect(rows.length).toBeGreaterThanOrEqual(150);
  expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length);
  expect(rows.filter(([, , how]) => how.length < 15)).toEqual([]);
});
