import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../model/sha256.ts';
import { exists, type Disk } from './disk.ts';
import { Failure } from './failure.ts';
import { listTree, readOutTree, type Listing } from './out-tree.ts';

/** What of two trees is the generator's own. */
export interface Own {
  /** Files of the old tree, with the hash they were generated with. */
  readonly old: ReadonlyMap<string, string>;
  /** Whether a file is generated in the new tree. */
  has(path: string): boolean;
}

/** What the locks of two trees say. */
export function ownOf(from: string, to: string): Own {
  const made = readOutTree(to).locked;
  return { old: readOutTree(from).locked, has: (path) => made.has(path) };
}

/**
 * Files of others that came into the old tree, or were replaced there, after it was read get a second name in the new one,
 * before that takes its place. What has one is passed over, so a run that dies on the way can do it again.
 *
 * @param folder where the old tree is for people
 * @returns their paths
 * @throws Failure when one is where the new tree has something of its own
 */
export function carryConcurrentFiles(disk: Disk, from: string, to: string, own: Own, folder: string): string[] {
  const listing = listTree(from);
  const came = ofOthers(from, listing, own).filter((path) => !isSame(join(from, path), join(to, path)));
  for (const path of came) {
    const target = join(to, path);
    if (own.has(path) || above(path).some((name) => own.has(name)) || isFolder(target))
      throw new Failure(
        'system',
        `${join(folder, path)} is in the way and was not made by pap-fleet: it came while the new files were being written`,
        'move it away, and generate again',
      );
    if (exists(target)) disk.unlink(target);
    carry(disk, from, to, path);
  }
  for (const path of listing.emptyFolders) if (!exists(join(to, path))) disk.makeFolders(join(to, path));
  return came;
}

/**
 * The same for what came into the old tree when it had left its place: through the hands of who was in it. By now the new tree is
 * people's, so nothing in it is replaced.
 */
export function carryStragglers(disk: Disk, from: string, to: string, own: Own): string[] {
  const came = ofOthers(from, listTree(from), own).filter((path) => !exists(join(to, path)));
  for (const path of came) carry(disk, from, to, path);
  return came;
}

function carry(disk: Disk, from: string, to: string, path: string): void {
  const target = join(to, path);
  disk.makeFolders(dirname(target));
  disk.link(join(from, path), target);
  disk.flushFolder(dirname(target));
}

/** What must not go with the old tree: all that was not generated, or was changed by hand and is generated no more. */
function ofOthers(from: string, { paths, special }: Listing, own: Own): string[] {
  return paths.filter((path) => {
    const made = special.has(path) ? undefined : own.old.get(path);
    return made === undefined || (!own.has(path) && made !== sha256(readFileSync(join(from, path))));
  });
}

/** Whether two names are of one file, or of two plain ones that hold the same. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => (exists(path) ? lstatSync(path, { bigint: true }) : undefined));
  if (a === undefined || b === undefined) return false;
  if (a.ino === b.ino && a.dev === b.dev) return true;
  return a.isFile() && b.isFile() && readFileSync(one).equals(readFileSync(other));
}

function isFolder(path: string): boolean {
  return exists(path) && lstatSync(path).isDirectory();
}

function above(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...above(folder)];
}
