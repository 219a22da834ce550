import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmdirSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Changes } from '../layout/changes.ts';
import type { FileMap } from '../layout/files.ts';
import { LOCK_NAME } from '../layout/lock.ts';
import { Failure } from './failure.ts';

/**
 * Bring out/ to what is wanted: new content first, locks after what they list, deletions last. Each file is written
 * beside its place, flushed, and renamed into it, so no reader ever sees half of one.
 */
export function writeOut(folder: string, wanted: FileMap, { created, updated, deleted }: Changes): void {
  const locksLast = [...created, ...updated].sort((a, b) => Number(a.endsWith(LOCK_NAME)) - Number(b.endsWith(LOCK_NAME)));
  const made = new Set<string>();
  try {
    for (const path of locksLast) {
      const target = join(folder, path);
      const parent = dirname(target);
      if (!made.has(parent)) {
        mkdirSync(parent, { recursive: true });
        made.add(parent);
      }
      replace(target, wanted.get(path) as string);
    }
    for (const path of deleted) remove(folder, path);
  } catch (error) {
    throw Failure.from(error, `cannot write ${folder}`);
  }
}

function replace(target: string, content: string): void {
  const beside = `${target}.new`;
  const bytes = Buffer.from(content);
  const file = openSync(beside, 'w', 0o644);
  try {
    // A full disk may take less than it is given without an error.
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, target);
}

/** Delete a file and the folders that it leaves empty. */
function remove(folder: string, path: string): void {
  unlinkSync(join(folder, path));
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    try {
      rmdirSync(join(folder, parent));
    } catch {
      return; // not empty
    }
  }
}
