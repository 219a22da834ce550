import { dirname } from 'node:path';
import { exists } from './disk.ts';
import type { Disk } from './disk.ts';
import { Failure } from './failure.ts';

/** Write a file that must not be there. @throws Failure when the disk does not give back what it was given */
export function writeWhole(disk: Disk, path: string, text: string): void {
  if (!disk.write(path, text)) throw new Failure('system', `${path} is not what was written to the disk`);
}

/** Write a file that a person asked for, in the place of one that may be there. */
export function writeFile(disk: Disk, path: string, text: string): void {
  const next = `${path}.pap-fleet-next`;
  let begun = false;
  try {
    disk.makeFolders(dirname(path));
    if (exists(next)) disk.unlink(next);
    begun = true;
    writeWhole(disk, next, text);
    disk.rename(next, path);
  } catch (error) {
    if (begun && exists(next)) disk.unlink(next);
    throw Failure.from(error, `cannot write ${path}`);
  }
}
