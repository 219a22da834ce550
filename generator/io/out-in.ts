import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_NAME } from '../render/lock.ts';
import { exists } from './disk.ts';
import { Failure } from './failure.ts';

/**
 * The out/ that a folder is, or holds; undefined where there is no such folder.
 * @throws Failure (usage) where it is neither: compared with nothing, everything would be new
 */
export function outIn(path: string): string | undefined {
  const folder = path.length > 1 ? path.replace(/\/+$/, '') : path;
  if (!exists(folder) || !lstatSync(folder).isDirectory()) return undefined;
  const found = [folder, join(folder, 'out')].find((each) => exists(join(each, LOCK_NAME)));
  if (found !== undefined) return found;
  throw new Failure(
    'usage',
    `${folder} is nothing that generate wrote, nor does it hold an out/: there is no ${LOCK_NAME} in it`,
    'name the folder that generate wrote, or the one above it',
  );
}
