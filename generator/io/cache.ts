import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../model/sha256.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { exists, type Disk } from './disk.ts';

/**
 * Memory of the last run, so that a run with nothing changed need not generate: the hash of the input and the `stat` of
 * every file of out/. It lies in the user's cache folder, is never needed, and is believed only by `generate`.
 */
export interface Remembered<R> {
  readonly input: string;
  readonly stats: Readonly<Record<string, string>>;
  readonly result: R;
}

export function inputHash(build: string, config: readonly ConfigFile[]): string {
  const hash = createHash('sha256').update(build);
  for (const { path, bytes } of config) hash.update(`\0${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

export class Cache<R> {
  readonly #folder: string;
  readonly #out: string;

  /** @param folder the cache folder @param out out/, which the memory is about */
  constructor(folder: string, out: string) {
    this.#folder = folder;
    this.#out = out;
  }

  /** The result of the last run, if it had the same input and nobody touched a file of out/ since. */
  recall(input: string): R | undefined {
    try {
      const remembered = JSON.parse(readFileSync(this.#file(), 'utf8')) as Remembered<R>;
      if (remembered.input !== input) return undefined;
      for (const [path, stat] of Object.entries(remembered.stats)) if (this.#stat(path) !== stat) return undefined;
      return remembered.result;
    } catch {
      return undefined;
    }
  }

  remember(disk: Disk, input: string, paths: Iterable<string>, result: R): void {
    try {
      const stats: Record<string, string> = {};
      for (const path of paths) stats[path] = this.#stat(path);
      const file = this.#file();
      const next = `${file}.next`;
      disk.makeFolders(this.#folder);
      // Whoever writes the same out/ holds its lock, so this is what a run that was cut off has left.
      if (exists(next)) disk.unlink(next);
      disk.write(next, JSON.stringify({ input, stats, result } satisfies Remembered<R>));
      disk.rename(next, file);
    } catch {
      // A cache that cannot be written costs time, nothing else.
    }
  }

  #file(): string {
    return join(this.#folder, `${sha256(realpathSync(this.#out)).slice(0, 32)}.json`);
  }

  #stat(path: string): string {
    // Thousands of files: to join what is joined already would take as long as to ask for them.
    const { size, mtimeNs, ctimeNs, ino } = statSync(`${this.#out}/${path}`, { bigint: true });
    return `${size} ${mtimeNs} ${ctimeNs} ${ino}`;
  }
}
