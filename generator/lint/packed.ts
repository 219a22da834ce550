import type { Finding, Place } from '../model/finding.ts';
import { parseManifests, type Manifest, type Note, type ParsedManifests, type Template } from '../yaml/manifests.ts';
import type { InputFile } from '../yaml/text.ts';

/** So many objects are handed on together. */
const TOGETHER = 250;

/** What one thread hands to another of a file that it has read. */
export interface Packed {
  readonly path: string;
  /** Of the file. Threads share them. */
  readonly bytes: Uint8Array;
  /** Lists of objects, as JSON: to put values together anew takes longer than to read that. */
  readonly objects: readonly string[];
  readonly sketch: boolean;
  readonly findings: readonly Finding[];
  readonly secrets: readonly string[];
  readonly templates: readonly Template[];
  readonly notes: readonly { readonly text: string; readonly place: Place }[];
}

export function packed({ path, bytes }: InputFile, { manifests, findings, secrets, templates, notes }: ParsedManifests): Packed {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return {
    path,
    bytes: shared,
    objects: listsOf(manifests).map((list) => JSON.stringify(list.map(({ data }) => data))),
    sketch: manifests[0]?.sketch === true,
    findings,
    secrets,
    templates,
    notes: notes.map(({ text, place }) => ({ text, place })),
  };
}

/** The manifests of a file in lists that are looked at together. */
export function listsOf(manifests: readonly Manifest[]): (readonly Manifest[])[] {
  return Array.from({ length: Math.ceil(manifests.length / TOGETHER) }, (_, i) => manifests.slice(i * TOGETHER, (i + 1) * TOGETHER));
}

/** A file that another thread has read. Where something stands in it few ask: then it is read again. */
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
    const { objects, sketch } = this.#packed;
    return (JSON.parse(objects[list] as string) as Manifest['data'][]).map((data, i): Manifest => {
      const number = list * TOGETHER + i;
      return {
        data,
        sketch,
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
      this.#again = { notes, manifests: manifests.map(({ locate, line, covered }) => ({ locate, line, covered })) };
    }
    return this.#again;
  }
}

type Places = Pick<Manifest, 'locate' | 'line' | 'covered'>;
