import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { byCodeUnit } from '../model/order.ts';
import type { InputFile } from '../source/text.ts';
import { Failure } from './failure.ts';

/** Standard input, as people write it among paths. */
const STDIN = '-';

/** The files that paths name: of a folder, every YAML, JSON and Markdown file in it. */
export function readManifests(paths: readonly string[]): InputFile[] {
  return [...new Set(paths)].flatMap((path) => {
    if (path === STDIN) return [{ path: '<stdin>', bytes: readBytes(0, 'standard input') }];
    if (!isFolder(path)) return [{ path: slashes(path), bytes: readBytes(path, path) }];
    return fastGlob
      .sync('**/*.{yaml,yml,json,md,mdx}', { cwd: path, followSymbolicLinks: false, ignore: ['**/node_modules/**', '**/.git/**'] })
      .sort(byCodeUnit)
      .map((relative) => ({ path: slashes(join(path, relative)), bytes: readBytes(join(path, relative), relative) }));
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Failure('usage', `there is no file or folder ${path}`);
    throw Failure.from(error, `cannot read ${path}`);
  }
}

function readBytes(path: string | 0, what: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw Failure.from(error, `cannot read ${what}`);
  }
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
