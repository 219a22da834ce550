/** Whether all of a long test is run, as `npm run test:torture` does; `npm run test:long` runs a sample. */
export const WHOLE = process.env['TORTURE'] === '1';

/** How many random cases a property is tried with, MOST_RUNS at most. @param most in the long suite */
export function runs(most: number): number {
  return Math.min(WHOLE ? most : Math.ceil(most / 6), Number(process.env['MOST_RUNS'] ?? most));
}
