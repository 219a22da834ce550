// The plan that the job before has left in a folder: `head`, `base`, `code` and plan.txt (see plan-data.sh). It is text of others.
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

export const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** Why there is none, where the program was asked. */
export const NOT_MADE = 'The program could not make a plan; the log of the run says why.';

/** A plan is read so far; a comment shows less. */
const MOST_BYTES = 1024 * 1024;

/**
 * What each end of plan-data.sh means. Whatever is not here is no plan. No end is `neutral`: GitHub lets a required check pass
 * that is neutral or skipped.
 */
const ENDS = new Map([
  ['0', { conclusion: 'success', title: 'Nothing changes' }],
  ['1', { conclusion: 'success', title: 'The gate lets this change pass' }],
  ['2', { conclusion: 'failure', title: 'The fleet is not valid' }],
  ['3', { conclusion: 'failure', title: 'The gate refuses this change' }],
  ['conflict', { conclusion: 'failure', title: 'The head cannot be merged' }],
  ['edited', { conclusion: 'failure', title: 'The change edits generated files by hand' }],
]);

/** The beginning of a regular file of the folder, or nothing. */
function file(folder, name, most) {
  const path = join(folder, name);
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(most);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, most, 0)).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** The plan that was left for this head; without one, the reason. */
export function planIn(folder, wanted) {
  const [head, base, code] = ['head', 'base', 'code'].map((name) => file(folder, name, 100)?.trimEnd());
  const text = file(folder, 'plan.txt', MOST_BYTES);
  if (head === undefined || base === undefined || code === undefined || text === undefined || !COMMIT.test(base))
    return { why: 'The job that makes the plan left none.' };
  if (head !== wanted) return { why: 'The plan that was left is that of another commit.' };
  const end = ENDS.get(code);
  return end === undefined ? { why: NOT_MADE } : { base, text, ...end };
}
