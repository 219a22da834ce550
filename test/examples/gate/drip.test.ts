// Several deliveries within a day meet one limit: a slow drip is a change like any other.
import { describe, expect, test } from 'vitest';
import { delivered, judged, large } from './fleet.ts';
import type { Spec } from './fleet.ts';
import { agent, image } from './write.ts';

const NAMES = Object.keys(large().agents);

/** The large fleet with newer images of its first agents. */
function newer(count: number): Spec {
  const spec = large();
  for (const name of NAMES.slice(0, count)) agent(name, image(name, 'v1.3.0'))(spec);
  return spec;
}

describe('a slow drip', () => {
  const next = (from: number, to: number): Parameters<typeof judged>[0] => ({
    base: () => newer(from),
    edit: (spec) => NAMES.slice(0, to).forEach((name) => void agent(name, image(name, 'v1.3.0'))(spec)),
  });
  test('passes when nobody knows what was delivered before', () => expect(judged(next(4, 5)).passes).toBe(true));
  test('passes as long as all of a day is within the limit', () => expect(judged(next(2, 4), delivered(large())).passes).toBe(true));
  test('asks once all of a day is above it, for what comes now alone', () => {
    const { passes, because, review } = judged(next(4, 5), delivered(large()));
    expect(passes).toBe(false);
    expect(because).toEqual([expect.stringMatching(/25 of 100 agents × regions within a day; 20 % are allowed in 5 regions/)]);
    expect(review?.verdict.needed).toHaveLength(5);
  });
  test('counts what stops as what restarts', () => {
    const { passes } = judged(
      {
        base: () => newer(4),
        edit: (spec) =>
          ['r1', 'r2'].forEach((name) => void ((spec.agents['agent-t'] as { overrides?: object }).overrides = { [name]: { state: 'suspended' } })),
      },
      delivered(large()),
    );
    expect(passes).toBe(false);
  });
  test('asks nothing when nothing comes', () =>
    expect(
      judged(
        { base: () => newer(6), edit: (spec) => NAMES.slice(0, 6).forEach((name) => void agent(name, image(name, 'v1.3.0'))(spec)) },
        delivered(large()),
      ).passes,
    ).toBe(true));
});
