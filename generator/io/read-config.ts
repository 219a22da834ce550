import { closeSync, constants, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import fastGlob from 'fast-glob';
import { byCodeUnit } from '../model/order.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { Failure } from './failure.ts';

/** Also what only looks like a file that is read: its author shall hear that nothing reads it. */
const DATA = /\.(ya?ml|json)$/i;
/** Files that an editor leaves beside those it has open, and settings of other programs beside fleet.yaml. */
const OF_PROGRAMS = /(^|\/)\.#|^\.[^/]*$/;

/**
 * Read every YAML file below the config folder, in sorted order. Only real files count: a link would bring in what no reviewer of the folder sees.
 * @param limit bytes a file may have; of a longer one only the beginning is read, which `compile` refuses
 */
export function readConfig(folder: string, limit: number): ConfigFile[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Failure('usage', `there is no folder ${folder}`, 'name the folder that holds fleet.yaml with --config; pap-fleet init begins a fleet');
  }
  const entries = entriesBelow(folder);
  if (!entries.some(({ path }) => path === 'fleet.yaml')) {
    const hint = entries.some(({ path }) => path === 'fleet.yml')
      ? `rename ${join(folder, 'fleet.yml')}: its name must end in .yaml`
      : 'docs/fleet.md describes the format; pap-fleet init writes a first one';
    throw new Failure('usage', `${folder} holds no fleet.yaml`, hint);
  }
  return entries
    .filter(({ path, dirent }) => {
      if (OF_PROGRAMS.test(path)) return false;
      const read = DATA.test(path);
      if (dirent.isSymbolicLink()) throw new Failure('usage', `${join(folder, path)} is a symbolic link`, 'put the file itself there');
      if (read && !dirent.isFile()) throw new Failure('usage', `${join(folder, path)} is not a file`, 'remove it, or put a file there');
      return read;
    })
    .map(({ path }) => path)
    .sort(byCodeUnit)
    .map((relative) => {
      const path = join(folder, relative);
      return { path: path.replaceAll('\\', '/'), relative, limit, bytes: readBytes(path, limit) };
    });
}

function entriesBelow(folder: string): fastGlob.Entry[] {
  try {
    return fastGlob.sync('**', {
      cwd: folder,
      onlyFiles: false,
      followSymbolicLinks: false,
      objectMode: true,
      dot: true,
      // Hidden folders are those of Git and of editors.
      ignore: ['**/.*/**/*'],
    });
  } catch (error) {
    const { path } = error as NodeJS.ErrnoException;
    if (path === undefined) throw error;
    throw Failure.from(error, `cannot list ${relative(folder, path) === '' ? folder : join(folder, relative(folder, path))}`);
  }
}

/** No more than one byte beyond the limit is read, whatever the file becomes meanwhile. */
function readBytes(path: string, limit: number): Uint8Array {
  let handle: number | undefined;
  try {
    // Windows has neither of the latter two, and there `undefined` adds no bit.
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const bytes = new Uint8Array(Math.min(fstatSync(handle).size, limit) + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) read = readSync(handle, bytes, length, bytes.length - length, null);
    return bytes.subarray(0, length);
  } catch (error) {
    throw Failure.from(error, `cannot read ${path}`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
