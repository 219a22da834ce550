import { closeSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Changes } from '../layout/changes.ts';
import type { FileMap } from '../layout/files.ts';
import { LOCK_NAME } from '../layout/lock.ts';
import { Failure } from './failure.ts';
import { flush } from './flush.ts';
import { STAGED } from './out-tree.ts';

/**
 * Bring out/ to what is wanted. Every new file is written beside its place, all are flushed, and only then renamed:
 * no reader ever sees half of one, and a full disk is noticed while out/ is still as it was. Locks come after what they
 * list, deletions last.
 * @param left files that a run that was cut off has left behind
 */
export function writeOut(folder: string, wanted: FileMap, { created, updated, deleted }: Changes, left: readonly string[] = []): void {
  const paths = [...created, ...updated].sort((a, b) => Number(a.endsWith(LOCK_NAME)) - Number(b.endsWith(LOCK_NAME)));
  try {
    for (const path of left) unlinkSync(join(folder, path));
    stage(folder, paths, wanted);
    for (const path of paths) renameSync(join(folder, path + STAGED), join(folder, path));
    for (const path of deleted) remove(folder, path);
  } catch (error) {
    throw Failure.from(error, `cannot write ${folder}`);
  }
}

function stage(folder: string, paths: readonly string[], wanted: FileMap): void {
  const made = new Set<string>();
  const staged: string[] = [];
  try {
    for (const path of paths) {
      const target = join(folder, path + STAGED);
      const parent = dirname(target);
      if (!made.has(parent)) {
        mkdirSync(parent, { recursive: true });
        made.add(parent);
      }
      staged.push(target);
      write(target, wanted.get(path) as string);
    }
    flush(folder, staged);
  } catch (error) {
    for (const target of staged) rmSync(target, { force: true });
    throw error;
  }
}

function write(target: string, content: string): void {
  const bytes = Buffer.from(content);
  const file = openSync(target, 'w', 0o644);
  try {
    // A full disk may take less than it is given without an error.
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
  } finally {
    closeSync(file);
  }
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
