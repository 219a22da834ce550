// A kustomization as Go decodes it: what a key must hold, and no key that it does not know.
import { isMap } from '../model/data.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { quoted } from '../model/quoted.ts';
import { segments } from '../model/pointer.ts';
import { find } from '../yaml/libyaml/find.ts';
import type { Node as YamlNode } from '../yaml/libyaml/node.ts';
import type { Written } from '../yaml/written.ts';
import type { Origin } from './node.ts';
import { Refused, Unbuilt } from './stop.ts';

interface Document {
  readonly data: unknown;
  readonly root: YamlNode;
  readonly written: Written;
}

/** A value of a document, and where it stands. Null is as good as absent. */
export class Cursor {
  readonly #document: Document;
  readonly #value: unknown;
  readonly #pointer: Pointer;

  private constructor(document: Document, value: unknown, pointer: Pointer) {
    [this.#document, this.#value, this.#pointer] = [document, value, pointer];
  }

  static of(document: Document): Cursor {
    return new Cursor(document, document.data, '');
  }

  get isThere(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  get at(): Origin {
    return { source: this.#document.written, ...find(this.#document.root, segments(this.#pointer), false) };
  }

  /** Of a value that an exact place is needed of: where a block of text begins, or a map. */
  get key(): Origin {
    return { source: this.#document.written, ...find(this.#document.root, segments(this.#pointer), true) };
  }

  get written(): Written {
    return this.#document.written;
  }

  #wrong(what: string): Refused {
    return new Refused(`${quoted(segments(this.#pointer).at(-1) ?? '')} must be ${what}`, this.at);
  }

  get(key: string): Cursor {
    if (!isMap(this.#value)) return new Cursor(this.#document, undefined, child(this.#pointer, key));
    const written = Object.hasOwn(this.#value, key) ? key : (Object.keys(this.#value).find((each) => isSameWord(each, key)) ?? key);
    return new Cursor(this.#document, this.#value[written], child(this.#pointer, written));
  }

  /** @throws Refused where it is no map, or has a key that is not known */
  map(known: readonly string[]): this {
    if (!this.isThere) return this;
    if (!isMap(this.#value)) throw this.#wrong('a map');
    const keys = Object.keys(this.#value);
    for (const key of keys) {
      // Go takes a key in any case.
      if (keys.some((other) => other !== key && isSameWord(other, key)))
        throw new Unbuilt(`the key ${quoted(key)} stands twice, in another case`, this.get(key).key);
      if (known.some((each) => isSameWord(each, key))) continue;
      throw new Refused(`${quoted(key)} is no key that Kustomize knows here`, this.get(key).key, 'correct the key, or take it out');
    }
    return this;
  }

  keys(): string[] {
    return isMap(this.#value) ? Object.keys(this.#value) : [];
  }

  text(): string {
    if (!this.isThere) return '';
    if (typeof this.#value !== 'string') throw this.#wrong('a text');
    return this.#value;
  }

  number(): number {
    if (!this.isThere) return 0;
    if (typeof this.#value !== 'number' || !Number.isInteger(this.#value)) throw this.#wrong('a whole number');
    return this.#value;
  }

  flag(): boolean {
    if (!this.isThere) return false;
    if (typeof this.#value !== 'boolean') throw this.#wrong('true or false');
    return this.#value;
  }

  items(): Cursor[] {
    if (!this.isThere) return [];
    if (!Array.isArray(this.#value)) throw this.#wrong('a list');
    return this.#value.map((value: unknown, i) => new Cursor(this.#document, value, child(this.#pointer, i)));
  }

  /** Texts by key. */
  pairs(): Map<string, { readonly value: string; readonly at: Origin }> {
    if (this.isThere && !isMap(this.#value)) throw this.#wrong('a map');
    return new Map(this.keys().map((key) => [key, { value: this.get(key).text(), at: this.get(key).at }]));
  }
}

function isSameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
