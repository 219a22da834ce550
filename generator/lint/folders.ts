import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Batch } from './checkout.ts';

/** A file with manifests. */
interface File extends Batch {
  readonly folder: string;
  readonly name: string;
}

/** What lies in which folder. Of many folders and many who ask, nobody goes through all. */
export class Folders {
  readonly #built = new Map<string, Batch[]>();
  readonly #files = new Map<string, { readonly file: File; readonly number: number }[]>();
  /** Folders with files, as their names are sorted: those below one follow each other. */
  readonly #names: readonly string[];

  constructor(batches: readonly Batch[]) {
    for (const [number, batch] of batches.entries()) {
      const { folder, name, manifests } = batch;
      if (folder === undefined) continue;
      if (name === undefined) memo(this.#built, folder, () => []).push(batch);
      else memo(this.#files, folder, () => []).push({ file: { folder, name, manifests }, number });
    }
    this.#names = [...this.#files.keys()].sort(byCodeUnit);
  }

  /** What kustomizations of a folder became. */
  built(folder: string): readonly Batch[] {
    return this.#built.get(folder) ?? [];
  }

  /** Files of a folder, in the order they were read. @param recurse whether also of those in it */
  files(folder: string, recurse: boolean): readonly File[] {
    const found = [...(this.#files.get(folder) ?? [])];
    const inside = `${folder}/`;
    for (let i = recurse ? this.#from(inside) : this.#names.length; this.#names[i]?.startsWith(inside) === true; i++)
      found.push(...(this.#files.get(this.#names[i] as string) ?? []));
    return found.sort((a, b) => a.number - b.number).map(({ file }) => file);
  }

  /** The first name that is not before a text. */
  #from(text: string): number {
    let [low, high] = [0, this.#names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byCodeUnit(this.#names[middle] as string, text) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
