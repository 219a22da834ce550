import { readdirSync, statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from './failure.ts';

/** Editors and Git write several files one after the other: they are one change. Milliseconds. */
const SETTLE_MS = 25;

/** One folder that the operating system reports about. */
interface Watched {
  readonly watcher: FSWatcher;
  /** Another folder in the same place is another inode. */
  readonly inode: string;
}

/**
 * Tells when something in a folder, or in a folder below it, may have changed: by what the operating system reports, never by looking again and
 * again. Each folder is watched by itself, so that a file that takes the place of another by its name is seen. The folder above is watched as well,
 * so that one that goes and comes back is seen.
 */
export class FolderWatch {
  readonly #folder: string;
  readonly #changed: (problem?: Failure) => void;
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param changed is called once a burst of changes has settled; with a problem where not all can be watched
   * @throws Failure (system) where the operating system refuses
   */
  constructor(folder: string, changed: (problem?: Failure) => void) {
    this.#folder = resolve(folder);
    this.#changed = changed;
    this.#follow();
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const path of this.#watched.keys()) this.#leave(path);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      try {
        // Before the files are read: what comes later is told by an event.
        this.#follow();
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return this.#changed(error);
      }
      this.#changed();
    }, SETTLE_MS);
  }

  /** To watch the folders that are there now, and no others. */
  #follow(): void {
    const above = nearest(dirname(this.#folder));
    const here = new Map([above, ...below(this.#folder)].map((path) => [path, inodeOf(path)]));
    for (const [path, { inode }] of this.#watched) if (here.get(path) !== inode) this.#leave(path);
    for (const [path, inode] of here) if (inode !== undefined && !this.#watched.has(path)) this.#enter(path, inode, path === above);
  }

  #enter(path: string, inode: string, isAbove: boolean): void {
    // Of the folder above, only the way down to the folder is of interest.
    const step = isAbove ? basename(this.#folder.slice(0, nextSlash(this.#folder, path))) : undefined;
    try {
      const watcher = watch(path, (_, name) => {
        if (step === undefined || name === null || name === step) this.#settle();
      });
      // A folder that goes: the one above it tells.
      watcher.on('error', () => this.#leave(path));
      this.#watched.set(path, { watcher, inode });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return; // it has gone meanwhile
      if (code === 'ENOSPC' || code === 'EMFILE')
        throw new Failure('system', `cannot watch ${path}: this system watches no more folders`, 'allow more: sysctl fs.inotify');
      throw Failure.from(error, `cannot watch ${path}`);
    }
  }

  #leave(path: string): void {
    this.#watched.get(path)?.watcher.close();
    this.#watched.delete(path);
  }
}

/** Calls back when the user or the system asks this process to end; the work at hand is done by then, as all of it is synchronous. */
export function onEnd(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
}

function nextSlash(folder: string, above: string): number | undefined {
  const at = folder.slice(above.length + 1).search(/[\\/]/);
  return at === -1 ? undefined : above.length + 1 + at;
}

/** The folder, or the nearest one above it that exists. */
function nearest(path: string): string {
  return inodeOf(path) !== undefined || dirname(path) === path ? path : nearest(dirname(path));
}

function inodeOf(path: string): string | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found?.isDirectory() === true ? `${found.dev} ${found.ino}` : undefined;
  } catch {
    return undefined; // a part of the path is no folder, or nobody may look into it
  }
}

/** The folder with all below it but hidden ones: those of Git and of editors. */
function below(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    return [folder, ...folders.flatMap(({ name }) => below(join(folder, name)))];
  } catch {
    return []; // whoever reads it says why it cannot be read
  }
}
