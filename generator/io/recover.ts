import { exists, isFolder } from './disk.ts';
import type { Disk } from './disk.ts';
import { Failure } from './failure.ts';
import { placesOf } from './places.ts';

/** What was left of a run that was cut off, and what became of it. */
export type Recovery = 'nothing' | 'finished' | 'taken back';

/**
 * Bring out/ to what it was before a run that was cut off, or to what that run wanted: whichever is complete. The old tree
 * leaves its place in one step and the new one takes it in one step, so there is never a third.
 */
export function recover(disk: Disk, folder: string): Recovery {
  const { out, work, next, last, trash } = placesOf(folder);
  if (!exists(work)) return 'nothing';
  mustBeFolders(folder);
  let became: Recovery = exists(last) || exists(trash) ? 'finished' : 'taken back';
  try {
    if (!exists(out) && exists(last)) {
      // The old tree went only when the new one was complete and durable.
      became = exists(next) ? 'finished' : 'taken back';
      move(disk, exists(next) ? next : last, out, folder);
    }
    discard(disk, folder);
  } catch (error) {
    throw Failure.from(error, `cannot finish what a run that was cut off has left in ${work}`);
  }
  return became;
}

/** Rename within and out of the work folder, durably. */
export function move(disk: Disk, from: string, to: string, folder: string): void {
  const { parent, work } = placesOf(folder);
  disk.rename(from, to);
  disk.flushFolder(work);
  disk.flushFolder(parent);
}

/** Delete what is beside out/ once out/ is as it should be. */
export function discard(disk: Disk, folder: string): void {
  const { work, last, trash } = placesOf(folder);
  if (exists(trash)) disk.removeTree(trash);
  // Under the one name a tree may be incomplete; under the other one never.
  if (exists(last)) move(disk, last, trash, folder);
  disk.removeTree(work);
}

/** A link that somebody committed in the place of what a run leaves would lead its clean-up to anywhere on the disk. */
function mustBeFolders(folder: string): void {
  const { work, next, last, trash } = placesOf(folder);
  for (const path of [work, next, last, trash])
    if (exists(path) && !isFolder(path))
      throw new Failure(
        'system',
        `${path} is no folder, so it is not what a run of pap-fleet left`,
        `look at it, and remove it by hand: nothing was changed, and nothing is read or deleted through it`,
      );
}

/** For those who only read: an out/ that a run was cut off at is neither the old nor the new one for sure. */
export function mustBeWhole(folder: string): void {
  const { work } = placesOf(folder);
  if (!exists(work)) return;
  mustBeFolders(folder);
  throw new Failure(
    'system',
    `a run that writes ${folder} is under way, or was cut off`,
    'wait for it; if there is none, pap-fleet generate finishes what it began or takes it back',
  );
}
