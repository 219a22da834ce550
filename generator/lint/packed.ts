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

/** The same, as it is looked at: of what was handed over, nothing is kept but the bytes. */
export function unpack({ path, bytes, findings, secrets, templates, notes, objects }: Packed): ParsedManifests {
  const reread = new Reread(path, bytes);
  return {
    manifests: objects.flatMap((list, i) => manifestsIn(list, i, reread)),
    findings: [...findings],
    secrets,
    templates,
    notes: notes.map((note, i) => ({
      ...note,
      lines: { line: (number) => reread.note(i).line(number), covered: (number) => reread.note(i).covered(number) },
    })),
  };
}

/** Those of each list, as they are asked for. */
export function unpackLists({ path, bytes, objects }: Packed): (() => Manifest[])[] {
  const reread = new Reread(path, bytes);
  return objects.map((list, i) => () => manifestsIn(list, i, reread));
}

function manifestsIn(list: string, index: number, reread: Reread): Manifest[] {
  return (JSON.parse(list) as Manifest['data'][]).map((data, i) => new Light(data, reread, index * TOGETHER + i));
}

type Places = Pick<Manifest, 'locate' | 'line' | 'covered'>;

/** One of very many: three functions for each would take more room than its data. */
class Light implements Manifest {
  readonly data: Manifest['data'];
  readonly #reread: Reread;
  readonly #number: number;

  constructor(data: Manifest['data'], reread: Reread, number: number) {
    this.data = data;
    this.#reread = reread;
    this.#number = number;
  }

  get sketch(): boolean {
    return isSketch(this.#reread.path);
  }

  locate(...where: Parameters<Places['locate']>): Place {
    return this.#reread.places(this.#number).locate(...where);
  }

  line(...where: Parameters<Places['line']>): string {
    return this.#reread.places(this.#number).line(...where);
  }

  covered(...where: Parameters<Places['covered']>): string[] {
    return this.#reread.places(this.#number).covered(...where);
  }
}

/** A file that is read again where somebody asks for a place in it: few do. */
class Reread {
  readonly path: string;
  readonly #bytes: Uint8Array;
  #again: { readonly manifests: readonly Places[]; readonly notes: readonly Note[] } | undefined;

  constructor(path: string, bytes: Uint8Array) {
    this.path = path;
    this.#bytes = bytes;
  }

  places(number: number): Places {
    return this.#read().manifests[number] as Places;
  }

  note(number: number): Note['lines'] {
    return (this.#read().notes[number] as Note).lines;
  }

  #read(): { readonly manifests: readonly Places[]; readonly notes: readonly Note[] } {
    if (this.#again === undefined) {
      // A decoder takes no bytes that threads share.
      const { manifests, notes } = parseManifests({ path: this.path, bytes: Uint8Array.from(this.#bytes) });
      // Of the objects nothing is kept.
      this.#again = { notes, manifests: manifests.map(placesOf) };
    }
    return this.#again;
  }
}

function placesOf(manifest: Manifest): Places {
  const { data: _data, ...places } = manifest;
  return places;
}
