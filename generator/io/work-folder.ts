import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exists } from './disk.ts';
import { Failure } from './failure.ts';
import { placesOf } from './places.ts';

/** The first thing a run writes beside out/, and the last one it deletes there: by it a run knows the folder as one of its own. */
export const MARK = '.gitignore';

/**
 * What lies beside out/ is moved and deleted as a whole, so it must be what a run has left: real folders, and marked. A link
 * that somebody committed under one of these names would lead the deleting to where it points.
 */
export function mustBeOurs(folder: string): void {
  const { work, next, last, trash } = placesOf(folder);
  for (const path of [work, next, last, trash]) {
    const found = exists(path) ? lstatSync(path) : undefined;
    if (found?.isDirectory() === false) throw foreign(`${path} is ${found.isSymbolicLink() ? 'a symbolic link' : 'no folder'}`);
  }
  if (!exists(work) || readdirSync(work).length === 0) return;
  const mark = join(work, MARK);
  if (!exists(mark) || !lstatSync(mark).isFile()) throw foreign(`${work} was not made by pap-fleet: it has no file ${MARK}`);
}

/** For those who only read: an out/ that a run was cut off at is neither the old nor the new one for sure. */
export function mustBeWhole(folder: string): void {
  const { work } = placesOf(folder);
  if (!exists(work)) return;
  mustBeOurs(folder);
  throw new Failure(
    'system',
    `a run that writes ${folder} is under way, or was cut off`,
    'wait for it; if there is none, pap-fleet generate finishes what it began or takes it back',
  );
}

function foreign(what: string): Failure {
  return new Failure('system', what, 'nothing was changed: find out who made it, and remove it by hand (of a link, the link alone)');
}
