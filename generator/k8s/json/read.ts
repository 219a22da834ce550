// JSON inside texts of objects: what is wrong with it, and where each value of it stands.
import { flawIn, Refused, type TextFlaw } from '../text-flaw.ts';

/** A value, and from where to where it stands in its text. */
export type Node = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'map'; readonly items: ReadonlyMap<string, Node> }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'scalar' }
);

/** Deeper than anybody writes. */
const DEEPEST = 500;

/** What the text holds; or why it is no JSON. */
export function readJson(text: string): { readonly data: unknown } | { readonly flaw: TextFlaw } {
  try {
    return { data: JSON.parse(text) as unknown };
  } catch {
    // Engines say where in words that differ.
    const placed = placesIn(text);
    return 'flaw' in placed ? placed : { flaw: { message: 'is no JSON', offset: 0 } };
  }
}

type Places = { readonly root: Node } | { readonly flaw: TextFlaw };

/** One text is asked about again and again. */
let lastText: string | undefined;
let lastPlaces: Places | undefined;

/** Where the value at a path begins: of a text its first character. @param text that is JSON */
export function offsetIn(text: string, path: readonly (string | number)[]): number {
  const placed = lastText === text && lastPlaces !== undefined ? lastPlaces : placesIn(text);
  [lastText, lastPlaces] = [text, placed];
  if ('flaw' in placed) return placed.flaw.offset;
  let node = placed.root;
  for (const key of path) {
    const next = node.kind === 'list' ? node.items[Number(key)] : node.kind === 'map' ? node.items.get(String(key)) : undefined;
    if (next === undefined) break;
    node = next;
  }
  return node.start;
}

const ESCAPE = /\\(?:u[\da-fA-F]{4}|["\\/bfnrt])/y;

/** Where a character of a text in quotes stands, which begins at an offset of its own. */
export function offsetWithin(text: string, start: number, offset: number): number {
  let at = start + 1;
  for (let left = offset; left > 0 && at < text.length; left -= 1) {
    ESCAPE.lastIndex = at;
    at += ESCAPE.exec(text)?.[0].length ?? 1;
  }
  return at;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = new RegExp(String.raw`"(?:[^"\\\0-\x1f]|\\(?:u[\da-fA-F]{4}|["\\/bfnrt]))*"`, 'y');
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

function placesIn(text: string): Places {
  let at = 0;
  let depth = 0;
  const space = (): void => {
    SPACE.lastIndex = at;
    at += (SPACE.exec(text) as RegExpExecArray)[0].length;
  };
  const take = (sign: string): boolean => {
    space();
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  };
  const refuse = (wanted: string): never => {
    space();
    if (at >= text.length) throw new Refused(at, `ends where ${wanted} should stand`);
    if (text[at] === "'") throw new Refused(at, 'has a single quote, where JSON has double ones');
    throw new Refused(at, `has ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) as number))} where ${wanted} should stand`);
  };
  const string = (wanted: string): string => {
    space();
    if (text[at] !== '"') refuse(wanted);
    STRING.lastIndex = at;
    const found = STRING.exec(text)?.[0];
    if (found === undefined) return broken();
    at += found.length;
    return JSON.parse(found) as string;
  };
  const broken = (): never => {
    for (let i = at + 1; i < text.length; i += 1) {
      const each = text.charAt(i);
      if (each === '"') break;
      if (each < ' ') throw new Refused(i, each === '\n' ? 'breaks a line within quotes' : 'has a control character within quotes');
      if (each !== '\\') continue;
      ESCAPE.lastIndex = i;
      if (!ESCAPE.test(text)) throw new Refused(i, 'has an escape that means nothing in JSON');
      i = ESCAPE.lastIndex - 1;
    }
    throw new Refused(at, 'leaves a quote open');
  };
  const value = (): Node => {
    space();
    const start = at;
    if (++depth > DEEPEST) throw new Refused(at, `nests more than ${DEEPEST} values`);
    try {
      if (take('{')) return { kind: 'map', start, items: map(), end: at };
      if (take('[')) return { kind: 'list', start, items: list(), end: at };
      if (text[at] === '"') {
        string('a value');
        return { kind: 'scalar', start, end: at };
      }
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0];
      if (word === undefined) return refuse('a value');
      at += word.length;
      return { kind: 'scalar', start, end: at };
    } finally {
      depth -= 1;
    }
  };
  const map = (): Map<string, Node> => {
    const items = new Map<string, Node>();
    if (take('}')) return items;
    do {
      space();
      if (text[at] === '}') throw new Refused(at, 'has a comma behind its last value');
      const key = string('a key in double quotes');
      if (!take(':')) refuse('":"');
      items.set(key, value());
    } while (take(','));
    if (!take('}')) refuse('"," or "}"');
    return items;
  };
  const list = (): Node[] => {
    const items: Node[] = [];
    if (take(']')) return items;
    do {
      space();
      if (text[at] === ']') throw new Refused(at, 'has a comma behind its last value');
      items.push(value());
    } while (take(','));
    if (!take(']')) refuse('"," or "]"');
    return items;
  };
  try {
    const root = value();
    space();
    if (at < text.length) throw new Refused(at, 'goes on after its end');
    return { root };
  } catch (error) {
    return { flaw: flawIn(error) };
  }
}
