import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_NAME, parseLock, sha256 } from '../layout/lock.ts';
import { byCodeUnit } from '../model/order.ts';
import { Failure } from './failure.ts';

/** Ending of a file that is written but not yet in its place. One that is found was left by a run that was cut off. */
export const STAGED = '.pap-fleet-new';

/** What lies in out/ now. */
export interface OutTree {
  /** Every file below out/, sorted, forward slashes. */
  readonly paths: readonly string[];
  /** Files that a run that was cut off has left behind: not among the paths. */
  readonly left: readonly string[];
  /** Files the locks list, with the hash they had when they were written. */
  readonly locked: ReadonlyMap<string, string>;
  /** Locks that cannot be read. */
  readonly brokenLocks: readonly string[];
  read(path: string): Buffer;
}

/** List out/ and read its locks. A folder that does not exist is an empty one. */
export function readOutTree(folder: string): OutTree {
  const all = list(folder, '').sort(byCodeUnit);
  const paths = all.filter((path) => !path.endsWith(STAGED));
  const left = all.filter((path) => path.endsWith(STAGED));
  const locked = new Map<string, string>();
  const brokenLocks: string[] = [];
  const read = (path: string): Buffer => {
    try {
      return readFileSync(join(folder, path));
    } catch (error) {
      throw Failure.from(error, `cannot read ${join(folder, path)}`);
    }
  };
  for (const path of paths) {
    if (!isLock(path)) continue;
    const bytes = read(path);
    const lock = parseLock(bytes.toString('utf8'));
    if (lock === undefined) {
      brokenLocks.push(path);
      continue;
    }
    const base = path.slice(0, -LOCK_NAME.length);
    locked.set(path, sha256(bytes));
    for (const [name, hash] of Object.entries(lock.files)) locked.set(base + name, hash);
  }
  return { paths, left, locked, brokenLocks, read };
}

/** Only these two places hold locks; a file of that name elsewhere is no lock of ours. */
function isLock(path: string): boolean {
  return path === LOCK_NAME || new RegExp(String.raw`^overlays/[^/]+/${LOCK_NAME.replaceAll('.', String.raw`\.`)}$`).test(path);
}

function list(root: string, below: string): string[] {
  let entries;
  try {
    if (below === '' && lstatSync(root, { throwIfNoEntry: false }) === undefined) return [];
    entries = readdirSync(join(root, below), { withFileTypes: true });
  } catch (error) {
    throw Failure.from(error, `cannot list ${join(root, below)}`);
  }
  return entries.flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? list(root, path) : [path];
  });
}
