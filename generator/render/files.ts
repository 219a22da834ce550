import { byCodeUnit } from '../model/order.ts';
import { sha256 } from '../model/sha256.ts';

/** What out/ shall hold: path below out/ → content. */
export type FileMap = ReadonlyMap<string, string>;

/** What a file shall hold, made when somebody asks for it: `validate` counts files, and reads none. */
export class Content {
  readonly #make: () => string;
  #text: string | undefined;
  #hash: string | undefined;

  constructor(make: () => string) {
    this.#make = make;
  }

  get text(): string {
    return (this.#text ??= this.#make());
  }

  /** The text for one look: it is not kept. */
  glance(): string {
    return this.#text ?? this.#make();
  }

  get hash(): string {
    return (this.#hash ??= sha256(this.text));
  }
}

/** Files by path, each written once: two writers of one path, or two paths that differ only in case, are a bug in us. */
export class FileSet {
  readonly #files = new Map<string, string | Content>();
  readonly #folded = new Map<string, string>();

  add(path: string, content: string | Content): void {
    const known = this.#files.get(path);
    if (known !== undefined && textOf(known) === textOf(content)) return;
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
    return new Files(new Map([...this.#files].sort(([a], [b]) => byCodeUnit(a, b))));
  }
}

class Files implements ReadonlyMap<string, string> {
  readonly #files: ReadonlyMap<string, string | Content>;

  constructor(files: ReadonlyMap<string, string | Content>) {
    this.#files = files;
  }

  get size(): number {
    return this.#files.size;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  get(path: string): string | undefined {
    const content = this.#files.get(path);
    return content === undefined ? undefined : textOf(content);
  }

  glance(path: string): string | undefined {
    const content = this.#files.get(path);
    return content instanceof Content ? content.glance() : content;
  }

  keys(): MapIterator<string> {
    return this.#files.keys();
  }

  *values(): Generator<string, undefined> {
    for (const content of this.#files.values()) yield textOf(content);
  }

  *entries(): Generator<[string, string], undefined> {
    for (const [path, content] of this.#files) yield [path, textOf(content)];
  }

  [Symbol.iterator](): Generator<[string, string], undefined> {
    return this.entries();
  }

  forEach(tell: (content: string, path: string, files: FileMap) => void): void {
    for (const [path, content] of this) tell(content, path, this);
  }
}

/** The text of a file for one look: the texts of all files together are large, and whoever compares them with something needs each of them once. */
export function glance(files: FileMap, path: string): string | undefined {
  return files instanceof Files ? files.glance(path) : files.get(path);
}

function textOf(content: string | Content): string {
  return typeof content === 'string' ? content : content.text;
}
