import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
export function writeNew(folder: string, files: ReadonlyMap<string, string>): void {
  const written: string[] = [];
  try {
    for (const [path, text] of files) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text, { flag: 'wx' });
      written.push(target);
    }
  } catch (error) {
    for (const target of written) rmSync(target);
    throw Failure.from(error, `cannot write below ${folder}`);
  }
}
