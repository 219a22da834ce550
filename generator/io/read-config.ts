import { closeSync, constants, existsSync, fstatSync, openSync, readSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { limitOf } from '../yaml/config-path.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { configFiles, type ConfigEntry } from './config-names.ts';
import { Failure } from './failure.ts';

/**
 * Read every YAML file below the config folder, in sorted order; `configFiles` says which ones.
 * @param limit bytes a file may have; of a longer one only the beginning is read, which `compile` refuses
 */
export function readConfig(folder: string, limit: number): ConfigFile[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Failure('usage', `there is no folder ${folder}`, 'name the folder that holds fleet.yaml with --config; pap-fleet init begins a fleet');
  }
  return [...configFiles(entriesBelow(folder), folder).keys()].map((relative) => {
    const path = join(folder, relative);
    const most = limitOf(relative, limit);
    return { path: path.replaceAll('\\', '/'), relative, limit: most, bytes: readBytes(path, most) };
  });
}

/** Whether these are the same files with the same content. */
export function isSame(a: readonly ConfigFile[], b: readonly ConfigFile[]): boolean {
  return a.length === b.length && a.every(({ path, bytes }, i) => path === b[i]?.path && Buffer.compare(bytes, b[i].bytes) === 0);
}

/** Paths below a folder of what would be read once it holds a fleet.yaml. */
export function pathsBeside(folder: string): string[] {
  const fleet = { name: Buffer.from('fleet.yaml'), kind: 'file' } as const;
  return [...configFiles([fleet, ...entriesBelow(folder)], folder).keys()].filter((path) => path !== 'fleet.yaml');
}

/** Names are taken as bytes: a folder whose name is not UTF-8 could not be opened by its text. */
function entriesBelow(folder: string): ConfigEntry[] {
  const found: ConfigEntry[] = [];
  const visit = (below: Buffer): void => {
    let dirents: Dirent<Buffer>[];
    try {
      dirents = readdirSync(Buffer.concat([Buffer.from(`${folder}/`), below]), { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      throw Failure.from(error, `cannot list ${join(folder, below.toString('utf8')).replace(/\/$/, '')}`);
    }
    for (const dirent of dirents) {
      const name = Buffer.concat([below, dirent.name]);
      found.push({ name, kind: kindOf(dirent) });
      // Hidden folders are those of Git and of editors.
      if (dirent.isDirectory() && dirent.name[0] !== 0x2e) visit(Buffer.concat([name, Buffer.from('/')]));
    }
  };
  visit(Buffer.alloc(0));
  return found;
}

function kindOf(dirent: Dirent<Buffer>): ConfigEntry['kind'] {
  if (dirent.isSymbolicLink()) return 'link';
  if (dirent.isDirectory()) return 'folder';
  return dirent.isFile() ? 'file' : 'other';
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
