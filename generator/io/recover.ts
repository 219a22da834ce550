import { exists, type Disk } from './disk.ts';
import { Failure } from './failure.ts';
import { carryConcurrentFiles, carryStragglers, ownOf, type Own } from './concurrent-files.ts';
import { placesOf } from './places.ts';
import { mustBeOurs } from './work-folder.ts';

/** What was left of a run that was cut off, and what became of it. */
export type Recovery = 'nothing' | 'finished' | 'taken back';

/**
 * Bring out/ to what it was before a run that was cut off, or to what that run wanted: whichever is complete. The old tree
 * leaves its place in one step and the new one takes it in one step, so there is never a third.
 */
export function recover(disk: Disk, folder: string): Recovery {
  const { out, work, next, last, trash } = placesOf(folder);
  if (!exists(work)) return 'nothing';
  mustBeOurs(folder);
  let became: Recovery = exists(last) || exists(trash) ? 'finished' : 'taken back';
  try {
    if (!exists(out) && exists(last)) {
      became = exists(next) && carried(disk, folder) ? 'finished' : 'taken back';
      move(disk, became === 'finished' ? next : last, out, folder);
    }
    discard(disk, folder, exists(last) ? ownOf(last, out) : undefined);
  } catch (error) {
    throw Failure.from(error, `cannot finish what a run that was cut off has left in ${work}`);
  }
  return became;
}

/** The old tree went only when the new one was complete and durable, but for what others put there meanwhile. */
function carried(disk: Disk, folder: string): boolean {
  const { next, last } = placesOf(folder);
  try {
    carryConcurrentFiles(disk, last, next, ownOf(last, next), folder);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return false; // it is in the way of the next run as well, which says so
  }
}

/** Rename within and out of the work folder, durably. */
export function move(disk: Disk, from: string, to: string, folder: string): void {
  const { parent, work } = placesOf(folder);
  disk.rename(from, to);
  disk.flushFolder(work);
  disk.flushFolder(parent);
}

/**
 * Delete what is beside out/ once out/ is as it should be.
 *
 * @param own what is whose, where there is an old tree
 * @returns what came into the old tree after it had left its place, through the hands of who was in it
 */
export function discard(disk: Disk, folder: string, own?: Own): string[] {
  const { out, last, trash } = placesOf(folder);
  if (exists(trash)) disk.removeTree(trash);
  const came = own === undefined ? [] : carryStragglers(disk, last, out, own);
  // Under the one name a tree may be incomplete; under the other one never.
  if (exists(last)) move(disk, last, trash, folder);
  removeWork(disk, folder);
  return came;
}

/** Delete the work folder, its mark last: of a folder without one nobody would know whose it is. */
export function removeWork(disk: Disk, folder: string): void {
  const { work, next, trash } = placesOf(folder);
  for (const path of [trash, next]) if (exists(path)) disk.removeTree(path);
  disk.removeTree(work);
}
