import { byCodeUnit } from '../model/order.ts';

/** What out/ shall hold: path below out/ → content. */
export type FileMap = ReadonlyMap<string, string>;

/** Files by path, each written once: two writers of one path, or two paths that differ only in case, are a bug in us. */
export class FileSet {
  readonly #files = new Map<string, string>();
  readonly #folded = new Map<string, string>();

  add(path: string, content: string): void {
    if (this.#files.get(path) === content) return;
    const folded = path.toLowerCase();
    const other = this.#folded.get(folded);
    if (other !== undefined) throw new Error(`two different files want to be out/${path} (the other is out/${other})`);
    this.#files.set(path, content);
    this.#folded.set(folded, path);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  sorted(): FileMap {
    return new Map([...this.#files].sort(([a], [b]) => byCodeUnit(a, b)));
  }
}
