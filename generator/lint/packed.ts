import type { Finding, Place } from '../model/finding.ts';
import { isSketch, parseManifests, type Manifest, type Note, type ParsedManifests, type Template } from '../yaml/manifests.ts';
import type { InputFile } from '../yaml/text.ts';

/** So many objects are handed on together. */
export const TOGETHER = 50;

/** A file that was read, as threads hand it to each other: objects take a tenth of the room as text. */
export interface Packed {
  readonly path: string;
  /** Of the file. Threads share them. */
  readonly bytes: Uint8Array;
  /** Lists of objects, as JSON: to put values together anew takes longer than to read that. */
  readonly objects: readonly string[];
  readonly findings: readonly Finding[];
  readonly secrets: readonly string[];
  readonly templates: readonly Template[];
  readonly notes: readonly { readonly text: string; readonly place: Place }[];
}

/** Read a file without keeping its objects. */
export function pack(file: InputFile): Packed {
  const lists: string[][] = [];
  let count = 0;
  const take = (data: Manifest['data']): void => {
    if (count++ % TOGETHER === 0) lists.push([]);
    (lists.at(-1) as string[]).push(JSON.stringify(data));
  };
  const { findings, secrets, templates, notes } = parseManifests(file, take);
  const { path, bytes } = file;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return {
    path,
    bytes: shared,
    objects: lists.map((list) => `[${list.join(',')}]`),
    findings,
    secrets,
    templates,
    notes: notes.map(({ text, place }) => ({ text, place })),
  };
}

/** The manifests of a file in the same lists. */
export function listsOf(manifests: readonly Manifest[]): (readonly Manifest[])[] {
  return Array.from({ length: Math.ceil(manifests.length / TOGETHER) }, (_, i) => manifests.slice(i * TOGETHER, (i + 1) * TOGETHER));
}

/** The same, as it is looked at. Where something stands in the file few ask: then it is read again. */
export class Unpacked {
  readonly #packed: Packed;
  #again: { readonly manifests: readonly Places[]; readonly notes: readonly Note[] } | undefined;

  constructor(packed: Packed) {
    this.#packed = packed;
  }

  parsed(): ParsedManifests {
    const { findings, secrets, templates, notes, objects } = this.#packed;
    return {
      manifests: objects.flatMap((_list, i) => this.manifests(i)),
      findings: [...findings],
      secrets,
      templates,
      notes: notes.map((note, i) => ({
        ...note,
        lines: { line: (number) => this.#note(i).line(number), covered: (number) => this.#note(i).covered(number) },
      })),
    };
  }

  /** Those of one list. */
  manifests(list: number): Manifest[] {
    const { objects, path } = this.#packed;
    return (JSON.parse(objects[list] as string) as Manifest['data'][]).map((data, i): Manifest => {
      const number = list * TOGETHER + i;
      return {
        data,
        sketch: isSketch(path),
        locate: (...where) => this.#places(number).locate(...where),
        line: (...where) => this.#places(number).line(...where),
        covered: (...where) => this.#places(number).covered(...where),
      };
    });
  }

  #places(number: number): Places {
    return this.#read().manifests[number] as Places;
  }

  #note(number: number): Note['lines'] {
    return (this.#read().notes[number] as Note).lines;
  }

  #read(): { readonly manifests: readonly Places[]; readonly notes: readonly Note[] } {
    if (this.#again === undefined) {
      const { path, bytes } = this.#packed;
      // A decoder takes no bytes that threads share.
      const { manifests, notes } = parseManifests({ path, bytes: Uint8Array.from(bytes) });
      // Of the objects nothing is kept.
      this.#again = { notes, manifests: manifests.map(placesOf) };
    }
    return this.#again;
  }
}

type Places = Pick<Manifest, 'locate' | 'line' | 'covered'>;

function placesOf(manifest: Manifest): Places {
  const { data: _data, ...places } = manifest;
  return places;
}
