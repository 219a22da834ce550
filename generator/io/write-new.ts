import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exists, type Disk } from './disk.ts';
import { Failure } from './failure.ts';

/** Which of these paths are taken, be it by a link that leads nowhere. */
export function taken(folder: string, paths: Iterable<string>): string[] {
  return [...paths].filter((path) => {
    try {
      return lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined;
    } catch {
      return false; // a part of the path is no folder; writing will say which
    }
  });
}

/** Write files that must not be there yet: all of them, or none. */
export function writeNew(disk: Disk, folder: string, files: ReadonlyMap<string, string>): void {
  const written: string[] = [];
  try {
    for (const [path, text] of files) {
      const target = join(folder, path);
      disk.makeFolders(dirname(target));
      if (exists(target)) throw new Failure('system', `${target} is there already`);
      disk.write(target, text);
      written.push(target);
    }
  } catch (error) {
    for (const target of written) disk.unlink(target);
    throw Failure.from(error, `cannot write below ${folder}`);
  }
}
