// YAML as programs of Kubernetes read it (sigs.k8s.io/yaml over go-yaml 2): scalars of YAML 1.1, keys that are text, the last of two equal keys.
import { isAlias, isScalar, isSeq, parseAllDocuments, type Alias, type Document, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** What a text holds, document by document, or why it is not read: line and column count from 1. */
export type KubernetesYaml = { readonly documents: readonly unknown[] } | { readonly flaw: string; readonly line: number };

/** Aliases that are followed: a few lines of them can stand for gigabytes. */
const MOST_ALIASES = 10_000;
const DEPTH = 500;

/** Read every document; one that says nothing is null. */
export function readKubernetesYaml(text: string): KubernetesYaml {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const documents: unknown[] = [];
  for (const document of parseAllDocuments(text, { version: '1.1', schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'error' })) {
    const [error] = document.errors;
    if (error !== undefined) return { flaw: error.message, line: lineOf(error.pos[0]) };
    const values = new Values(document);
    documents.push(values.of(document.contents, 0));
    if (values.flaw !== undefined) return { flaw: values.flaw.message, line: lineOf(values.flaw.offset) };
  }
  return { documents };
}

class Values {
  readonly #document: Document.Parsed;
  #aliases = 0;
  /** The first thing that cannot be read: nothing behind it is. */
  flaw: { readonly message: string; readonly offset: number } | undefined;

  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  of(node: Node | null, depth: number): unknown {
    if (node === null || this.flaw !== undefined) return null;
    if (depth > DEPTH) return this.#refuse(node, 'maps and lists lie too deep within each other');
    if (isAlias(node)) return this.#aliased(node, depth);
    if (isScalar(node)) return this.#scalar(node);
    if (isSeq(node)) return node.items.map((item) => this.of(item as Node | null, depth + 1));
    return this.#map((node as YAMLMap<Node, Node | null>).items, depth);
  }

  #aliased(alias: Alias, depth: number): unknown {
    this.#aliases += 1;
    if (this.#aliases > MOST_ALIASES) return this.#refuse(alias, 'aliases stand for too much');
    const target = alias.resolve(this.#document);
    return target === undefined ? this.#refuse(alias, `the alias *${alias.source} stands for nothing`) : this.of(target, depth + 1);
  }

  #refuse(node: Node, message: string): undefined {
    this.flaw ??= { message, offset: (node.range as [number, number, number])[0] };
  }

  #map(pairs: readonly Pair<Node, Node | null>[], depth: number): unknown {
    const out: Record<string, unknown> = {};
    const merged: Record<string, unknown> = {};
    for (const { key, value } of pairs) {
      if (isScalar(key) && key.value === '<<' && key.type === 'PLAIN') {
        const maps = this.of(value, depth + 1);
        for (const map of Array.isArray(maps) ? (maps as unknown[]) : [maps]) {
          if (typeof map !== 'object' || map === null || Array.isArray(map)) return this.#refuse(key, 'only a map is merged');
          for (const [name, item] of Object.entries(map)) if (!Object.hasOwn(merged, name)) put(merged, name, item);
        }
      } else put(out, this.#key(key, depth), this.of(value, depth + 1));
    }
    for (const [name, item] of Object.entries(merged)) if (!Object.hasOwn(out, name)) put(out, name, item);
    return out;
  }

  #key(node: Node, depth: number): string {
    const key = this.of(node, depth + 1);
    if (typeof key === 'object' && key !== null) this.#refuse(node, 'a key is text');
    return String(key);
  }

  #scalar(node: Scalar): unknown {
    const text = node.type === 'PLAIN' ? (node.source as string) : String(node.value);
    const tag = node.tag?.replace('tag:yaml.org,2002:', '!!');
    if (tag === '!!str' || (tag === undefined && node.type !== 'PLAIN') || tag === '!') return text;
    if (tag === '!!binary') return this.#refuse(node, 'binary values are not read');
    const value = plain(text);
    if (typeof value === 'number' && (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))))
      return this.#refuse(node, `the number ${text.slice(0, 40)} is too large to be kept exactly`);
    return value;
  }
}

function put(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** What a scalar without quotes is. Times stay text, and so do `.inf` and `.nan`, which no JSON has. */
function plain(text: string): unknown {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const digits = text.replaceAll('_', '');
  const [, sign, magnitude] = INTEGER.exec(digits) ?? [];
  if (magnitude !== undefined) {
    const octal = /^0[oO]?([0-7]+)$/.exec(magnitude)?.[1];
    const value = octal === undefined ? Number(magnitude) : parseInt(octal, 8);
    return sign === '-' ? -value : value;
  }
  return FLOAT.test(digits) ? Number(digits) : text;
}
