import { isBlock, isPlain } from './emit.ts';

/**
 * Reads what `emit` writes, and nothing else: some ten times as fast as a YAML parser, which counts when the out/ of a
 * whole fleet is compared. A text outside of that subset gives undefined: the caller then asks a real parser.
 */
export function readEmitted(text: string): unknown[] | undefined {
  try {
    return new Reader(text).documents();
  } catch (error) {
    if (error instanceof Other) return undefined;
    throw error;
  }
}

/** The text is not as `emit` writes it. */
class Other extends Error {}

const KEY = /(?:"((?:[^"\\]|\\.)*)"|([^":\s](?:[^:]|:(?! |$))*)):(?: |$)/y;
const NUMBER = /^-?[0-9]/;
const ESCAPE = /\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g;
const ESCAPED: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', t: '\t' };
const PRINTABLE = /^[ -~]*$/;

class Reader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(text: string) {
    if (!text.endsWith('\n')) throw new Other();
    this.#lines = text.slice(0, -1).split('\n');
  }

  documents(): unknown[] {
    const found: unknown[] = [];
    for (;;) {
      found.push(this.#document());
      if (this.#at === this.#lines.length) return found;
      if (this.#lines[this.#at++] !== '---') throw new Other();
    }
  }

  #document(): unknown {
    const line = this.#line();
    if (line.startsWith('- ') || line === '-') return this.#list(0);
    if (this.#key(line, 0) !== undefined) return this.#map(0, 0);
    this.#at += 1;
    return atom(line);
  }

  #line(): string {
    const line = this.#lines[this.#at];
    if (line === undefined) throw new Other();
    return line;
  }

  /** The key that begins at a column, and the column after its colon. */
  #key(line: string, column: number): { key: string; end: number } | undefined {
    KEY.lastIndex = column;
    const match = KEY.exec(line);
    if (match === null) return undefined;
    const [, quoted, plain] = match;
    if (plain !== undefined && !isPlain(plain)) throw new Other();
    return { key: plain ?? unquote(quoted as string), end: KEY.lastIndex };
  }

  /** @param first column of the first key, which may stand behind the dash of a list */
  #map(indent: number, first: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (let column = first; ; column = indent) {
      const line = this.#line();
      const found = this.#key(line, column);
      if (found === undefined || Object.hasOwn(map, found.key) || found.key === '__proto__') throw new Other();
      map[found.key] = this.#tail(line, found.end, indent);
      const next = this.#lines[this.#at];
      if (next === undefined || next === '---' || indentOf(next) !== indent || next[indent] === '-') return map;
    }
  }

  /** What follows a key and its colon. */
  #tail(line: string, end: number, indent: number): unknown {
    this.#at += 1;
    const rest = line.slice(end);
    if (line[end - 1] === ' ') return rest === '|' || rest === '|-' ? this.#block(rest, indent + 2) : atom(rest);
    const next = this.#line();
    const deep = indentOf(next);
    if (deep === indent && next[deep] === '-' && next !== '---') return this.#list(indent);
    if (deep === indent + 2) return this.#map(deep, deep);
    throw new Other();
  }

  #list(indent: number): unknown[] {
    const items: unknown[] = [];
    for (;;) {
      const line = this.#line();
      items.push(this.#item(line, indent));
      const next = this.#lines[this.#at];
      if (next === undefined || next === '---' || indentOf(next) !== indent || next[indent] !== '-') return items;
    }
  }

  #item(line: string, indent: number): unknown {
    const rest = line.slice(indent);
    if (rest === '-') {
      this.#at += 1;
      if (indentOf(this.#line()) !== indent + 2) throw new Other();
      return this.#list(indent + 2);
    }
    if (!rest.startsWith('- ')) throw new Other();
    if (this.#key(line, indent + 2) !== undefined) return this.#map(indent + 2, indent + 2);
    this.#at += 1;
    const value = rest.slice(2);
    return value === '|' || value === '|-' ? this.#block(value, indent + 2) : atom(value);
  }

  #block(mark: '|' | '|-', indent: number): string {
    const lead = ' '.repeat(indent);
    const lines: string[] = [];
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at] as string;
      if (line !== '' && !line.startsWith(lead)) break;
      lines.push(line.slice(indent));
    }
    // Empty lines at the end are chomped in ways we never write.
    if (lines.at(-1) === '') throw new Other();
    const text = lines.join('\n') + (mark === '|' ? '\n' : '');
    if (!isBlock(text)) throw new Other();
    return text;
  }
}

function indentOf(line: string): number {
  let indent = 0;
  while (line[indent] === ' ') indent += 1;
  return indent;
}

function atom(text: string): unknown {
  switch (text) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    case '[]':
      return [];
    case '{}':
      return {};
  }
  if (text.startsWith('"')) {
    if (text.length < 2 || !text.endsWith('"')) throw new Other();
    return unquote(text.slice(1, -1));
  }
  if (NUMBER.test(text)) {
    const number = Number(text);
    if (JSON.stringify(number) !== text) throw new Other();
    return number;
  }
  if (!isPlain(text)) throw new Other();
  return text;
}

/** @param text what stands between the quotes */
function unquote(text: string): string {
  if (!PRINTABLE.test(text) || /(?:^|[^\\])(?:\\\\)*(?:"|\\$)/.test(text)) throw new Other();
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, four: string | undefined, eight: string | undefined, one: string | undefined) => {
    if (one !== undefined) {
      const character = ESCAPED[one];
      if (character === undefined) throw new Other();
      return character;
    }
    const code = Number.parseInt((four ?? eight) as string, 16);
    if (code > 0x10ffff) throw new Other();
    return four === undefined ? String.fromCodePoint(code) : String.fromCharCode(code);
  });
}
