import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unlistedBases } from '../render/base-folder.ts';
import { LOCK_NAME, parseLock } from '../render/lock.ts';
import { sha256 } from '../model/sha256.ts';
import { byCodeUnit } from '../model/order.ts';
import { Failure } from './failure.ts';
import { mustBeWhole } from './work-folder.ts';

/** What lies in a folder. */
export interface Listing {
  /** Every file below it, sorted, forward slashes. */
  readonly paths: readonly string[];
  /** Of the paths, what is no plain file: links, pipes, sockets, devices. They are never read, followed or written through. */
  readonly special: ReadonlySet<string>;
  /** Folders that hold no file at any depth, those above first. */
  readonly emptyFolders: readonly string[];
}

/** What lies in out/ now. */
export interface OutTree extends Listing {
  /** Files the locks list, with the hash they had when they were written, and bases that are ours by their names. */
  readonly locked: ReadonlyMap<string, string>;
  /** Locks that cannot be read. */
  readonly brokenLocks: readonly string[];
  read(path: string): Buffer;
}

/** List out/ and read its locks. A folder that does not exist is an empty one. */
export function readOutTree(folder: string): OutTree {
  const { paths, special, emptyFolders } = listTree(folder);
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
    if (!isLock(path) || special.has(path)) continue;
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
  const plain = paths.filter((path) => !special.has(path));
  for (const [path, hash] of unlistedBases(plain, (listed) => locked.has(listed), read)) locked.set(path, hash);
  return { paths, special, emptyFolders, locked, brokenLocks, read };
}

export function listTree(folder: string): Listing {
  const special = new Set<string>();
  const emptyFolders: string[] = [];
  return { paths: list(folder, special, emptyFolders).sort(byCodeUnit), special, emptyFolders };
}

/** Read an out/ that another run may replace meanwhile: what was seen is of one tree. */
export function readWhole<T>(folder: string, use: (tree: OutTree) => T): T {
  for (let tries = 1; ; tries++) {
    const before = identity(folder);
    try {
      mustBeWhole(folder);
      const result = use(readOutTree(folder));
      mustBeWhole(folder);
      if (identity(folder) === before) return result;
    } catch (error) {
      // What failed because the tree went from under it did not fail.
      if (identity(folder) === before) throw error;
    }
    if (tries === 3) throw new Failure('system', `${folder} changes while it is read`, 'try again when the other run has ended');
  }
}

/** Another tree in the same place is another inode. */
function identity(folder: string): string {
  const found = lstatSync(folder, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.dev} ${found.ino}`;
}

/** Only these two places hold locks; a file of that name elsewhere is no lock of ours. */
function isLock(path: string): boolean {
  return path === LOCK_NAME || new RegExp(String.raw`^overlays/[^/]+/${LOCK_NAME.replaceAll('.', String.raw`\.`)}$`).test(path);
}

function list(root: string, special: Set<string>, emptyFolders: string[]): string[] {
  let found;
  try {
    found = lstatSync(root, { throwIfNoEntry: false });
  } catch (error) {
    throw Failure.from(error, `cannot read ${root}`);
  }
  if (found === undefined) return [];
  if (found.isSymbolicLink())
    throw new Failure('system', `${root} is a symbolic link`, 'name the folder it leads to: links in the place of out/ are not followed');
  if (!found.isDirectory()) throw new Failure('system', `${root} is in the way: it is no folder`, 'move it away, or name another folder with --out');
  const below = (folder: string): string[] => {
    let entries;
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch (error) {
      throw Failure.from(error, `cannot list ${join(root, folder)}`);
    }
    const at = emptyFolders.length;
    const paths = entries.flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return below(path);
      if (!entry.isFile()) special.add(path);
      return [path];
    });
    if (paths.length === 0 && folder !== '') emptyFolders.splice(at, 0, folder);
    return paths;
  };
  return below('');
}
