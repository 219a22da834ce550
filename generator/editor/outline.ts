// Where everything stands in a text that somebody is writing: also in one that is not valid yet.
import { isMap, isScalar, isSeq, parseAllDocuments, type Node } from 'yaml';
import { LIMITS } from '../yaml/limits.ts';
import { readPlain } from '../yaml/plain.ts';

/** A part of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A key with its value, or an item of a list. */
export interface Entry {
  readonly path: readonly string[];
  readonly key?: Span;
  readonly value?: Span;
  /** What a scalar says; of a map or list, undefined. */
  readonly scalar?: unknown;
  readonly holds: 'map' | 'list' | 'scalar' | 'nothing';
}

export interface Outline {
  /** In the order of the text; what holds others stands before them. */
  readonly entries: readonly Entry[];
  readonly at: (path: readonly string[]) => Entry | undefined;
  /** The innermost entry around a place, and whether that is in its key. */
  readonly around: (offset: number) => { readonly entry: Entry; readonly inKey: boolean } | undefined;
}

const NOTHING: Outline = { entries: [], at: () => undefined, around: () => undefined };
/** Deeper is no fleet; whoever nests brackets by the thousand gets no answer. */
const DEEPEST = 100;

/**
 * @param many whether paths begin with the number of the document
 * @param limit characters beyond which a text is not looked into
 */
export function outlineOf(text: string, many: boolean, limit: number = LIMITS.bytes): Outline {
  if (text.length > limit) return NOTHING;
  const entries: Entry[] = [];
  try {
    const documents = parseAllDocuments(text, {
      version: '1.2',
      schema: 'core',
      logLevel: 'silent',
      uniqueKeys: false,
      strict: false,
      prettyErrors: false,
    });
    const list = Array.isArray(documents) ? documents : [];
    for (const [i, document] of list.entries()) {
      if (i > 0 && !many) break;
      walk(document.contents, many ? [String(i)] : [], entries);
    }
  } catch {
    return NOTHING; // a parser may give up on what is no YAML at all
  }
  const byPath = new Map<string, Entry>();
  for (const entry of entries) if (!byPath.has(JSON.stringify(entry.path))) byPath.set(JSON.stringify(entry.path), entry);
  return {
    entries,
    at: (path) => byPath.get(JSON.stringify(path)),
    around: (offset) => {
      const has = (span: Span | undefined): boolean => span !== undefined && span.start <= offset && offset <= span.end;
      const entry = entries.findLast(({ key, value }) => has(key) || has(value));
      return entry === undefined ? undefined : { entry, inKey: has(entry.key) };
    },
  };
}

/**
 * The entries alone, in a tenth of the time where the text is as most fleets are: asked for after each letter. Where a map or a list ends is not said.
 * @param many see `outlineOf`
 */
export function entriesOf(text: string, many: boolean, limit: number = LIMITS.bytes): readonly Entry[] {
  const plain = many || text.length > limit ? undefined : readPlain(text, Infinity);
  if (plain === undefined) return outlineOf(text, many, limit).entries;
  const entries: Entry[] = [];
  walk(plain.contents, [], entries);
  return entries;
}

function walk(node: Node | null, path: readonly string[], entries: Entry[]): void {
  if (path.length > DEEPEST) return;
  if (isMap(node))
    for (const { key, value } of node.items) {
      if (!isScalar(key) || typeof key.value !== 'string') continue;
      const at = [...path, key.value];
      entries.push({ path: at, ...named('key', key), ...said(value as Node | null) });
      walk(value as Node | null, at, entries);
    }
  else if (isSeq(node))
    for (const [i, item] of (node.items as (Node | null)[]).entries()) {
      const at = [...path, String(i)];
      entries.push({ path: at, ...said(item) });
      walk(item, at, entries);
    }
}

function named(name: 'key' | 'value', node: Node | null): { readonly key?: Span; readonly value?: Span } {
  const range = node?.range;
  return range === undefined || range === null ? {} : { [name]: { start: range[0], end: range[1] } };
}

function said(node: Node | null): Pick<Entry, 'value' | 'scalar' | 'holds'> {
  if (isScalar(node)) return { ...named('value', node), scalar: node.value, holds: node.value === null ? 'nothing' : 'scalar' };
  return { ...named('value', node), holds: isMap(node) ? 'map' : isSeq(node) ? 'list' : 'nothing' };
}
