// How Kubernetes takes a text apart before it reads YAML: NewYAMLOrJSONDecoder and NewYAMLReader of k8s.io/apimachinery/pkg/util/yaml.

import type { Budget } from './libyaml/budget.ts';

/** From where to where a document stands; `json` is what it holds where it is read as JSON. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly json?: unknown;
}

/** What cannot be taken apart further, from there on. */
export interface Unparted {
  readonly start: number;
  readonly message: string;
  /** Whether there are too many. */
  readonly isLimit?: boolean;
}

export interface Parts {
  readonly parts: readonly Part[];
  readonly flaw?: Unparted;
}

/** How far a decoder looks for the brace that JSON begins with. */
const SIGHT = 4096;
/** Maps and lists within each other. */
const DEPTH = 500;

/** @param from where the text begins @param to where it ends */
export function partsOf(text: string, from: number, to: number, budget: Budget): Parts {
  const isJson = text
    .slice(from, Math.min(to, from + SIGHT))
    .trimStart()
    .startsWith('{');
  return isJson ? jsonParts(text, from, to, budget) : yamlParts(text, from, to, budget);
}

/** Objects of JSON, one behind the other. One may be followed by YAML; none, and all is YAML. */
function jsonParts(text: string, from: number, to: number, budget: Budget): Parts {
  const parts: Part[] = [];
  let start = from;
  for (;;) {
    const at = skipSpace(text, start, to);
    if (at === to) return { parts };
    if (budget.takeDocument()) return tooMany(parts, at, budget);
    const end = endOfJson(text, at, to);
    if (end === 'deep') return { parts, flaw: { start: at, message: 'maps and lists lie too deep within each other' } };
    const json = end === undefined ? undefined : parsed(text.slice(at, end));
    if (json === undefined) break;
    parts.push({ start: at, end: end as number, json });
    start = end as number;
  }
  const next = skipLine(text, start, to);
  if (parts.length > 1 || next === undefined)
    return { parts, flaw: { start: skipSpace(text, start, to), message: 'this is no JSON, as what stands before it is' } };
  const rest = yamlParts(text, next, to, budget);
  return { ...rest, parts: [...parts, ...rest.parts] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function skipSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

/** Over white space, to the end of the line at most; undefined where too little is left for a decoder to look at. */
function skipLine(text: string, from: number, to: number): number | undefined {
  for (let at = from; to - at >= 4; at += 1) {
    const each = text.charAt(at);
    if (each === '\n') return at + 1;
    if (!/\s/.test(each)) return at;
  }
  return undefined;
}

const MARK = /["{}[\]]/g;
const WORD = /[-+.\w]+/y;

/** Where the value of JSON ends that begins there, if it does. */
function endOfJson(text: string, from: number, to: number): number | 'deep' | undefined {
  const first = text.charAt(from);
  if (first === '"') return endOfString(text, from);
  if (first !== '{' && first !== '[') return endOfWord(text, from);
  let depth = 0;
  let at = from;
  for (;;) {
    MARK.lastIndex = at;
    const found = MARK.exec(text);
    if (found === null || found.index >= to) return undefined;
    if (found[0] === '"') {
      const end = endOfString(text, found.index);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    at = found.index + 1;
    depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
    if (depth > DEPTH) return 'deep';
    if (depth === 0) return at;
  }
}

function endOfString(text: string, from: number): number | undefined {
  for (let quote = text.indexOf('"', from + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  return undefined;
}

/** Where a number, `true`, `false` or `null` ends. */
function endOfWord(text: string, from: number): number | undefined {
  WORD.lastIndex = from;
  return WORD.test(text) ? WORD.lastIndex : undefined;
}

/** Documents, which lines that begin with `---` part, whatever they stand within. */
function yamlParts(text: string, from: number, to: number, budget: Budget): Parts {
  const parts: Part[] = [];
  let start = from;
  for (let at = separator(text, from, from, to); at < to;) {
    const line = text.indexOf('\n', at);
    const next = line === -1 || line >= to ? to : line + 1;
    const rest = text.slice(at + 3, next).trim();
    if (rest !== '' && !rest.startsWith('#'))
      return { parts, flaw: { start: at, message: 'a line that begins with --- parts documents, and nothing but a comment may follow in it' } };
    // The first line of a document may be a separator: it belongs to it then.
    if (at > start) {
      if (budget.takeDocument()) return tooMany(parts, start, budget);
      parts.push({ start, end: at });
      start = next;
    }
    at = separator(text, next, from, to);
  }
  if (start < to) {
    if (budget.takeDocument()) return tooMany(parts, start, budget);
    parts.push({ start, end: to });
  }
  return { parts };
}

function tooMany(parts: readonly Part[], start: number, { spent }: Budget): Parts {
  return { parts, flaw: { start, message: spent as string, isLimit: true } };
}

/** Where the next line begins with `---`, or the end. */
function separator(text: string, at: number, from: number, to: number): number {
  if (text.startsWith('---', at) && at + 3 <= to) return at;
  const begin = Math.max(from, at - 1);
  // Of a text with many parts, not all that follows is searched from each.
  const found = (to === text.length ? text : text.slice(0, to)).indexOf('\n---', begin);
  return found === -1 ? to : found + 1;
}
