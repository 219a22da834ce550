import { compile, type Compiled } from '../compile.ts';
import { schemaOfFile } from '../fleet/schema/of-file.ts';
import type { Declared } from '../fleet/declared/declared.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import { Memory } from '../model/memory.ts';
import { readApprovals } from '../plan/approval.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { namesIn, type Named } from './names.ts';
import { entriesOf, outlineOf, type Outline, type Span } from './outline.ts';

/** A part of a file. */
export interface Place {
  readonly file: string;
  readonly span: Span;
}

/** A name with the file that it stands in. */
export type Mention = Named & { readonly file: string };

/** A file as it is now: on the disk, or in the editor. */
export interface Text {
  readonly file: string;
  readonly relative: string;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Whether nothing of it can be read. */
  readonly isEmpty: boolean;
  readonly names: readonly Named[];
  /** Where everything stands in it: nobody asks for that after each letter. */
  readonly outline: () => Outline;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What is known of a fleet while somebody writes it. What cannot be read at the moment leaves what was known of it. */
export class Workspace {
  readonly #memory = new Memory();
  readonly #texts = new Map<string, Text>();
  #config: readonly ConfigFile[] = [];
  #compiled: Compiled = { findings: [] };
  #spec: FleetSpec | undefined;
  #declared: readonly Declared[] = [];

  /** The texts are these from now on; what is found in them is not looked for yet. */
  lay(config: readonly ConfigFile[]): void {
    this.#config = config;
  }

  /** Look at the files as they are now. */
  update(config: readonly ConfigFile[]): void {
    this.lay(config);
    this.#compiled = this.judge(config);
    const { spec, declared } = this.#compiled;
    if (declared !== undefined) this.#declared = declared;
    if (spec !== undefined) this.#spec = spec;
  }

  /** What is found in files: these, or others that an edit would make of them. */
  judge(config: readonly ConfigFile[]): Compiled {
    const compiled = compile(config, [], this.#memory);
    return { ...compiled, findings: [...compiled.findings, ...readApprovals(config).defective.map(({ finding }) => finding)] };
  }

  get config(): readonly ConfigFile[] {
    return this.#config;
  }

  get compiled(): Compiled {
    return this.#compiled;
  }

  /** The fleet as it was when it could last be understood. */
  get spec(): FleetSpec | undefined {
    return this.#spec;
  }

  get declared(): readonly Declared[] {
    return this.#declared;
  }

  textOf(file: string): Text | undefined {
    const found = this.#config.find(({ path }) => path === file);
    return found === undefined ? undefined : this.#read(found);
  }

  /** All that may hold names. */
  *texts(): Iterable<Text> {
    for (const file of this.#config) if (schemaOfFile(file.relative) !== undefined) yield this.#read(file);
  }

  /** Everywhere that names stand. */
  *mentions(): Iterable<Mention> {
    for (const { file, names } of this.texts()) for (const named of names) yield { ...named, file };
  }

  #read({ path, relative, bytes, limit }: ConfigFile): Text {
    const known = this.#texts.get(path);
    if (known?.bytes === bytes) return known;
    const text = Buffer.from(bytes).toString('utf8');
    const read = known?.text === text ? { ...known, bytes } : this.#outlined(path, relative, bytes, text, limit);
    this.#texts.set(path, read);
    return read;
  }

  #outlined(file: string, relative: string, bytes: Uint8Array, text: string, limit: number | undefined): Text {
    const many = schemaOfFile(relative)?.many === true;
    const entries = entriesOf(text, many, limit);
    const names = namesIn(relative, text, entries);
    return { file, relative, bytes, text, isEmpty: entries.length === 0, names, outline: once(() => outlineOf(text, many, limit)) };
  }
}
