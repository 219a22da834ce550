import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { memo } from '../model/memo.ts';
import { isIn } from '../model/path.ts';
import { Failure } from './failure.ts';
import { WorkingCopy } from './git.ts';

/** The folders around what was handed in, without reading any. Paths are absolute, with forward slashes. */
export class Surroundings {
  readonly #handed: readonly string[];
  readonly #around = new Map<string, readonly string[]>();
  readonly #sparse = new Map<string, { readonly is: boolean }>();
  readonly #origins = new Map<string, { readonly url: string | undefined }>();

  /** @param paths what was handed in */
  constructor(paths: readonly string[]) {
    this.#handed = paths.filter((path) => isFolder(path)).map(absolute);
  }

  around(folder: string): readonly string[] {
    return memo(this.#around, folder, () => {
      const all = [folder];
      for (let at = folder; dirname(at) !== at;) all.push((at = dirname(at)));
      // Without a working copy, nothing above what was handed in is meant.
      const copy = all.findIndex((each) => existsSync(join(each, '.git')));
      const top = copy === -1 ? all.findLastIndex((each) => this.#handed.some((handed) => isIn(each, handed))) : copy;
      return all.slice(0, Math.max(top, 0) + 1);
    });
  }

  /** A submodule that is not checked out is an empty folder, and Git itself keeps none; of a sparse checkout any part may be elsewhere. */
  mayHave(path: string): boolean {
    if (isFolder(path)) return true;
    let nearest = dirname(path);
    while (!existsSync(nearest)) nearest = dirname(nearest);
    return (
      isFolder(nearest) &&
      (readdirSync(nearest).length === 0 || memo(this.#sparse, nearest, () => ({ is: repository(nearest)?.isSparse() === true })).is)
    );
  }

  isFile(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  }

  origin(folder: string): string | undefined {
    return memo(this.#origins, folder, () => ({ url: repository(folder)?.urls('origin').at(-1) })).url;
  }
}

/** What lint knows of Git only adds to what it looks at, so a repository that cannot be read is like none: files are all it judges. */
function repository(folder: string): WorkingCopy | undefined {
  try {
    return WorkingCopy.around(folder);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** A path as one that does not depend on where one is. */
export function absolute(path: string): string {
  return resolve(path).split(sep).join('/');
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
