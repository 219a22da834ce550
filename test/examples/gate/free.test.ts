// At least 40 everyday changes that pass without an approval; the list is free.ts.
import { describe, expect, test } from 'vitest';
import { judged } from './fleet.ts';
import { FREE } from './free.ts';

describe.each(Object.entries(FREE))('%s', (_, rows) => {
  test.each(rows)('%s', (_name, change) => {
    const { passes, because } = judged(change);
    expect(because).toEqual([]);
    expect(passes).toBe(true);
  });
});

test('are at least 40', () => expect(Object.values(FREE).flat().length).toBeGreaterThanOrEqual(40));
