import { isAbsolute, relative, sep } from 'node:path';
import { limitOf } from '../yaml/config-path.ts';
import type { ConfigFile } from '../yaml/read.ts';

/** The files of a config folder, with what is open in an editor laid over them. Sorted by path, as they are read. */
export function overlaid(disk: readonly ConfigFile[], open: ReadonlyMap<string, string>, folder: string, limit: number): ConfigFile[] {
  const left = new Map(open);
  const files = disk.map((file) => {
    const text = left.get(file.path);
    left.delete(file.path);
    return text === undefined ? file : { ...file, bytes: kept(file, text) };
  });
  // A file that is not saved yet.
  for (const [path, text] of left) {
    const name = relative(folder, path).split(sep).join('/');
    if (name.startsWith('..') || isAbsolute(name) || !/^[^.].*\.ya?ml$/.test(name) || /(^|\/)\./.test(name)) continue;
    files.push({ path, relative: name, limit: limitOf(name, limit), bytes: Buffer.from(text) });
  }
  return files;
}

/** Editors leave out the byte order mark. */
function kept({ bytes }: ConfigFile, text: string): Uint8Array {
  const now = Buffer.from(text);
  return Buffer.compare(bytes, now) === 0 ? bytes : now;
}
