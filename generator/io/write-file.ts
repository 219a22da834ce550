import { dirname } from 'node:path';
import { exists, type Disk } from './disk.ts';
import { Failure } from './failure.ts';

/** Write a file that a person asked for, in the place of one that may be there. */
export function writeFile(disk: Disk, path: string, content: string | Uint8Array): void {
  const next = `${path}.pap-fleet-next`;
  let written = false;
  try {
    disk.makeFolders(dirname(path));
    // A run that was killed may have left one.
    if (exists(next)) disk.unlink(next);
    disk.write(next, content);
    written = true;
    disk.rename(next, path);
  } catch (error) {
    if (written) disk.unlink(next);
    throw Failure.from(error, `cannot write ${path}`);
  }
}
