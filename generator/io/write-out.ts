import { basename, dirname, join } from 'node:path';
import type { Changes } from '../render/changes.ts';
import type { FileMap } from '../render/files.ts';
import { deviceOf, exists, type Disk } from './disk.ts';
import { Failure } from './failure.ts';
import { carryConcurrentFiles, type Own } from './concurrent-files.ts';
import type { OutTree } from './out-tree.ts';
import { placesOf } from './places.ts';
import { discard, move, removeWork } from './recover.ts';
import { MARK } from './work-folder.ts';

/** out/ is the same on every machine, and everybody may read it. */
const [FILE_MODE, FOLDER_MODE] = [0o644, 0o755];

/**
 * Bring out/ to what is wanted, as a whole or not at all. The new tree is made beside it: new files are written, read back
 * and flushed, all others get a second name there. Then the old tree leaves its place and the new one takes it. A run that
 * is cut off leaves the old tree, the new one, or something that `recover` brings to one of the two.
 *
 * @param present what is there now; files of others are carried over
 * @returns files of others that came meanwhile and were carried over too
 */
export function writeOut(disk: Disk, folder: string, wanted: FileMap, { created, updated, deleted }: Changes, present: OutTree): string[] {
  const written = [...created, ...updated];
  if (written.length + deleted.length === 0) return [];
  const places = placesOf(folder);
  const { out, parent, work, next, last } = places;
  const own: Own = { old: present.locked, has: (path) => wanted.has(path) };
  const came: string[] = [];
  try {
    mustBeOneDisk(out, present);
    disk.makeFolders(parent);
    // What is there already is not this run's to take back.
    disk.makeFolder(work);
  } catch (error) {
    throw refusal(error, folder);
  }
  try {
    // Nobody commits by mistake what a run that is cut off leaves here.
    disk.write(join(work, MARK), '*\n');
    build(disk, places, wanted, written, carried(present, written, deleted), present.emptyFolders);
    if (exists(out)) {
      move(disk, out, last, folder);
      came.push(...carryConcurrentFiles(disk, last, next, own, folder));
    }
    move(disk, next, out, folder);
  } catch (error) {
    const replaced = exists(last) && !exists(next);
    takeBack(disk, folder);
    throw replaced ? Failure.from(error, `${folder} is complete, but may not survive a loss of power`) : refusal(error, folder);
  }
  try {
    came.push(...discard(disk, folder, exists(last) ? own : undefined));
  } catch (error) {
    throw Failure.from(error, `${folder} is complete, but the old one cannot be deleted`);
  }
  return came;
}

/** What is mounted in out/ would go with it, and could neither be deleted nor put back. */
export function mustBeOneDisk(out: string, { paths, emptyFolders }: Pick<OutTree, 'paths' | 'emptyFolders'>): void {
  const device = deviceOf(out);
  if (device === undefined) return;
  const folders = new Set([...emptyFolders, ...paths.map((path) => dirname(path))]);
  for (const path of folders) if (deviceOf(join(out, path)) !== device) throw Object.assign(new Error('EXDEV'), { code: 'EXDEV' });
}

/** Files that stay as they are. */
function carried({ paths }: OutTree, written: readonly string[], deleted: readonly string[]): string[] {
  const other = new Set([...written, ...deleted]);
  return paths.filter((path) => !other.has(path));
}

function build(
  disk: Disk,
  { out, next }: ReturnType<typeof placesOf>,
  wanted: FileMap,
  written: readonly string[],
  kept: readonly string[],
  emptyFolders: readonly string[],
): void {
  disk.makeFolder(next, FOLDER_MODE);
  const folders = new Set(['.']);
  const folder = (path: string): void => {
    if (folders.has(path)) return;
    folder(dirname(path));
    disk.makeFolder(join(next, path), FOLDER_MODE);
    folders.add(path);
  };
  for (const path of emptyFolders) folder(path);
  for (const path of kept) {
    folder(dirname(path));
    disk.link(join(out, path), join(next, path));
  }
  for (const path of written) {
    folder(dirname(path));
    disk.write(join(next, path), wanted.get(path) as string, FILE_MODE);
  }
  disk.flush(
    next,
    written.map((path) => join(next, path)),
    [...folders].map((path) => join(next, path)),
  );
}

/** Afterwards out/ is as it was, now or after the next run. */
function takeBack(disk: Disk, folder: string): void {
  const { out, work, last } = placesOf(folder);
  try {
    // A folder that is a mount point, for one, cannot be moved.
    if (!exists(out) && exists(last)) move(disk, last, out, folder);
    // Where somebody else took the place of out/ meanwhile, the old tree is only here.
    if (exists(work) && !exists(last)) removeWork(disk, folder);
  } catch {
    // What went wrong first is what people need to know.
  }
}

function refusal(error: unknown, folder: string): Failure {
  if (error instanceof Failure) return error;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'link' && ['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(code))
    return new Failure(
      'system',
      `cannot write ${folder}, which is as it was: its file system lets no file of it have a second name (hard link)`,
      'own its files (chown), or name a folder on a file system that has hard links, such as ext4, xfs, APFS or NTFS: --out',
    );
  if (syscall === 'rename' && code === 'EXDEV')
    return new Failure(
      'system',
      `cannot replace ${folder}: its file system does not rename it`,
      `a folder that comes with a container image is such a one; a copy is not: cp -a ${folder} ${folder}.copy && rm -r ${folder} && mv ${folder}.copy ${folder}`,
    );
  if (code === 'EBUSY' || code === 'EXDEV')
    return new Failure(
      'system',
      `cannot replace ${folder}: it, or a folder in it, is a mount point`,
      `out/ is replaced as a whole: choose a folder below the mount point, such as --out ${folder}/${basename(folder)}`,
    );
  return Failure.from(error, `cannot write ${folder}, which is as it was`);
}
