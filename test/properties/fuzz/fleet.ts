import * as fc from 'fast-check';
import { fleets } from '../../support/fleets.ts';
import type { TestFleet } from '../../support/fleets.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 400);

/** How many of all runs are a test's. */
export function runs(share: number): number {
  return Math.ceil(RUNS * share);
}

/** Making a fleet costs more than damaging it: each is damaged in several ways. */
export const some = fc.sample(fleets, { numRuns: 60, seed: 11 });
export const fleet = fc.nat({ max: some.length - 1 }).map((i) => some[i] as TestFleet);
