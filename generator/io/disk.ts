import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';

/** From so many files on, flushing the file system once is faster than flushing each. */
const MANY = 50;

/** Of the mode of a file what says who may do what. */
const RIGHTS = 0o777;

/** Told of each call before and after it: so that a test can end the world at any of them. */
export type Witness = (moment: 'before' | 'after', call: string, path: string) => void;

/** Every call by which the program changes the file system. Nothing else does, so what holds for each of these holds for all. */
export class Disk {
  readonly #witness: Witness | undefined;
  #bytes = Buffer.allocUnsafe(1 << 16);
  #there = Buffer.allocUnsafe(1 << 16);

  constructor(witness?: Witness) {
    this.#witness = witness;
  }

  /** Make a folder and those above it. */
  makeFolders(path: string): void {
    this.#seen('mkdir', path, () => mkdirSync(path, { recursive: true }));
  }

  /** Make a folder that must not be there. @param mode its rights, whatever the umask; without one, what that leaves */
  makeFolder(path: string, mode?: number): void {
    this.#seen('mkdir', path, () => mkdirSync(path));
    if (mode === undefined) return;
    // More than the rights may be inherited from the folder above: the group of what will be in it.
    const found = lstatSync(path).mode;
    if ((found & RIGHTS) !== mode) this.#seen('chmod', path, () => chmodSync(path, (found & 0o7000) | mode));
  }

  /**
   * Write a file that must not be there, whole or not at all. A full disk may take less than it is given without an error.
   *
   * @param mode its rights, whatever the umask; without one, what that leaves of 0644
   * @throws also when the disk does not give back what it was given
   */
  write(path: string, content: string | Uint8Array, mode?: number): void {
    const bytes = typeof content === 'string' ? this.#encoded(content) : Buffer.from(content);
    const file = this.#seen('open', path, () => openSync(path, 'wx+', 0o644));
    try {
      try {
        if (mode !== undefined && (fstatSync(file).mode & RIGHTS) !== mode) this.#seen('chmod', path, () => fchmodSync(file, mode));
        for (let done = 0; done < bytes.length;) done += this.#seen('write', path, () => writeSync(file, bytes, done));
        if (!this.#holds(file, bytes)) throw new Error(`${path} is not what was written to the disk`);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      this.#takeBack(path);
      throw error;
    }
  }

  /** Give a file a second name; a symbolic link itself, not what it leads to. */
  link(from: string, to: string): void {
    this.#seen('link', to, () => linkSync(from, to));
  }

  rename(from: string, to: string): void {
    this.#seen('rename', to, () => renameSync(from, to));
  }

  unlink(path: string): void {
    this.#seen('unlink', path, () => unlinkSync(path));
  }

  /** Delete a folder with all that is in it; links are deleted, not followed, and so is a link in the folder's place. */
  removeTree(path: string): void {
    if (!lstatSync(path).isDirectory()) {
      this.unlink(path);
      return;
    }
    // Somebody may have taken away the right to delete in it; its owner can take that back.
    this.#seen('chmod', path, () => chmodSync(path, 0o700));
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const below = join(path, entry.name);
      if (entry.isDirectory()) this.removeTree(below);
      else this.unlink(below);
    }
    this.#seen('rmdir', path, () => rmdirSync(path));
  }

  /** Make the names in a folder durable. */
  flushFolder(path: string): void {
    this.#seen('fsync', path, () => {
      const folder = openSync(path, 'r');
      try {
        fsyncSync(folder);
      } finally {
        closeSync(folder);
      }
    });
  }

  /** Make new files durable, with the names of all folders below this one. */
  flush(folder: string, files: readonly string[], folders: readonly string[]): void {
    // syncfs(2) by way of coreutils: 2,000 calls of fsync wait for the disk 2,000 times.
    if (
      files.length + folders.length >= MANY &&
      this.#seen('syncfs', folder, () => spawnSync('sync', ['-f', folder], { stdio: 'ignore' }).status === 0)
    )
      return;
    for (const path of files) {
      this.#seen('fsync', path, () => {
        const file = openSync(path, 'r+');
        try {
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
      });
    }
    for (const path of folders) this.flushFolder(path);
  }

  /** Delete what was written in part. */
  #takeBack(path: string): void {
    try {
      this.unlink(path);
    } catch {
      // What went wrong first is what people need to know.
    }
  }

  /** Whether an open file has this very content. */
  #holds(file: number, wanted: Buffer): boolean {
    // One byte more than is wanted, so that a longer file is seen.
    if (this.#there.length <= wanted.length) this.#there = Buffer.allocUnsafe(2 * wanted.length + 1);
    let size = 0;
    for (let n = 1; n > 0 && size <= wanted.length; size += n) n = readSync(file, this.#there, size, wanted.length + 1 - size, size);
    return this.#there.subarray(0, size).equals(wanted);
  }

  /** Bytes of a text, until the next call: thousands of buffers would cost more than the disk. */
  #encoded(content: string): Buffer {
    if (this.#bytes.length < 3 * content.length) this.#bytes = Buffer.allocUnsafe(6 * content.length);
    return this.#bytes.subarray(0, this.#bytes.write(content));
  }

  #seen<T>(call: string, path: string, run: () => T): T {
    this.#witness?.('before', call, path);
    const result = run();
    this.#witness?.('after', call, path);
    return result;
  }
}

/** The file system a path is on; undefined when there is none. */
export function deviceOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.dev;
}

/** Whether a path is taken, be it by a link that leads nowhere. */
export function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw Failure.from(error, `cannot read ${path}`);
  }
}
