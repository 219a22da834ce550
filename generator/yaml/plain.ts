import { Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';
import { LIMITS } from './limits.ts';

/** A key as nearly everybody writes them, with its colon. Of what a plain one may be besides text, only words begin with a letter. */
const KEY = /(?:([A-Za-z_][A-Za-z0-9_./-]{0,200})|"([A-Za-z0-9_./ -]{0,200})"):(?=[ \n]|$)/y;
/**
 * Whatever stands on one line without quotes, up to a comment; it must neither begin with a sign nor hold a colon that makes a key of it. Without a bound, the
 * expression needs as much memory as the text is long.
 */
const PLAIN = /(?:[A-Za-z0-9_./+]|-(?=[A-Za-z0-9_./-]))(?:[!"$-9;-~]|:(?=[!-~])|#| +(?=[!"$-9;-~]|:[!-~])){0,65536}/y;
/** The same between brackets, where commas and brackets end it. */
const PLAIN_IN_FLOW =
  /(?:[A-Za-z0-9_./+]|-(?=[A-Za-z0-9_./-]))(?:[!"$-+\-.-9;-Z\\^-z|~]|:(?=[!-+\-.-Z\\^-z|~])|#| +(?=[!"$-+\-.-9;-Z\\^-z|~]|:[!-+\-.-Z\\^-z|~])){0,65536}/y;
const DOUBLE = /"([^"\\\n]*)"/y;
const SINGLE = /'([^'\n]*)'(?!')/y;
/** What may follow a value on its line. */
const REST = /(?: +#[^\n]*| *)(?:\n|$)/y;
const SPACE = / +/y;
const SPACES = / */y;
/** Of another list behind it, or nothing, somebody else knows what it is. */
const HYPHEN = /- +(?![ \n#]|-[ \n]|$)/y;
/** The end of a line between brackets: a comment stands behind a space. */
const LINE_END = /(?<![^ \n])#[^\n]*\n|\n/y;
/** A line that says nothing. */
const SILENT = / *(?:#[^\n]*)?\n/y;

/** More than anybody writes, and less than what is refused. */
const DEPTH = LIMITS.depth - 8;
const LENGTH = LIMITS.scalar - 8;

/** What is written in another way than most fleets are. */
class Unsure extends Error {}

/**
 * Read a file of maps and lists as nearly everybody writes them, in a tenth of the time that the reader of all of YAML takes. What it reads it reads as
 * that one does, with the same places; test/properties/plain.test.ts compares both.
 * @param size tokens that the file may have
 * @returns undefined where anything else stands in it: only the reader of all of YAML knows what that is, or what is wrong with it
 */
export function readPlain(text: string, size: number): { readonly contents: Node; readonly count: number } | undefined {
  if (/[\t\r]/.test(text)) return undefined;
  const reader = new Reader(text, size);
  try {
    const contents = reader.file();
    return reader.count > size ? undefined : { contents, count: reader.count };
  } catch (error) {
    if (error instanceof Unsure) return undefined;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  readonly #size: number;
  /** The next character. */
  #at = 0;
  /** Where the line begins that is read, in columns; -1 behind the last one. */
  #indent = 0;
  #depth = 0;
  /** How many tokens there are at most. */
  count = 1;

  constructor(text: string, size: number) {
    this.#text = text;
    this.#size = size;
  }

  file(): Node {
    if (this.#next() !== 0) throw new Unsure();
    const contents = this.#map(0);
    if (this.#at < this.#text.length && this.#text[this.#at] !== '#') throw new Unsure();
    return contents;
  }

  /** Go to the next line that says something. @returns the column where it begins */
  #next(): number {
    do this.count += 3;
    while (this.#take(SILENT) !== null);
    const line = this.#at;
    this.#take(SPACES);
    this.#indent = this.#at === this.#text.length || this.#text[this.#at] === '#' ? -1 : this.#at - line;
    return this.#indent;
  }

  /** What an expression finds here, or nothing; the next character is then the one behind it. */
  #take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text);
    if (found !== null) this.#at = expression.lastIndex;
    return found;
  }

  #must(expression: RegExp): RegExpExecArray {
    const found = this.#take(expression);
    if (found === null) throw new Unsure();
    return found;
  }

  /** A map or list that begins here. */
  #deeper<N extends Node>(node: N, fill: (node: N) => void): N {
    const start = this.#at;
    if (++this.#depth > DEPTH) throw new Unsure();
    fill(node);
    this.#depth -= 1;
    node.range = [start, this.#at, this.#at];
    return node;
  }

  #map(indent: number): YAMLMap {
    return this.#deeper(new YAMLMap(), ({ items }) => {
      // A line further in is none of any map around, and ends the reading.
      while (this.#indent === indent) {
        const key = this.#key();
        items.push(new Pair(key, this.#take(REST) === null ? this.#inline(indent) : this.#below(indent)));
      }
    });
  }

  #key(): Scalar {
    const start = this.#at;
    const [all, plain, quoted] = this.#must(KEY);
    this.count += 4;
    const end = start + all.length - 1;
    if (plain === undefined) return scalar(quoted, 'QUOTE_DOUBLE', start, end, quoted);
    const value = valueOf(plain);
    if (typeof value !== 'string') throw new Unsure();
    return scalar(value, 'PLAIN', start, end, plain);
  }

  /** What stands behind a key. */
  #inline(indent: number): Node {
    this.#must(SPACE);
    return this.#item(indent);
  }

  /** What stands below a key. */
  #below(indent: number): Node {
    const inner = this.#next();
    const sign = this.#text[this.#at];
    if (sign === '-' && inner >= indent) return this.#list(inner);
    if (inner <= indent) throw new Unsure();
    if (sign !== '[' && sign !== '{') return this.#map(inner);
    return this.#item(indent);
  }

  #list(indent: number): YAMLSeq {
    return this.#deeper(new YAMLSeq<Node>(), ({ items }) => {
      while (this.#indent === indent && this.#text[this.#at] === '-') {
        const [hyphen] = this.#must(HYPHEN);
        this.count += 2;
        items.push(this.#isKey() ? this.#mapIn(indent + hyphen.length) : this.#item(indent));
      }
    });
  }

  #isKey(): boolean {
    KEY.lastIndex = this.#at;
    return KEY.test(this.#text);
  }

  /** A map whose first key stands behind a hyphen. */
  #mapIn(indent: number): YAMLMap {
    this.#indent = indent;
    return this.#map(indent);
  }

  /** A value, and the way to the next line. */
  #item(indent: number): Node {
    const value = this.#value(indent, PLAIN);
    this.#must(REST);
    this.#next();
    return value;
  }

  /** @param parent column of what the value belongs to: its lines are further in */
  #value(parent: number, plain: RegExp): Node {
    const start = this.#at;
    this.count += 3;
    if (this.count > this.#size) throw new Unsure();
    switch (this.#text[start]) {
      case '[':
        return this.#deeper(new YAMLSeq<Node>(), ({ items }) => this.#between(']', parent, () => items.push(this.#value(parent, PLAIN_IN_FLOW))));
      case '{':
        return this.#deeper(new YAMLMap(), ({ items }) => this.#between('}', parent, () => items.push(this.#pair(parent))));
      case '"':
        return this.#quoted(DOUBLE, 'QUOTE_DOUBLE');
      case "'":
        return this.#quoted(SINGLE, 'QUOTE_SINGLE');
      default: {
        const [source] = this.#must(plain);
        return scalar(valueOf(source), 'PLAIN', start, this.#at, source);
      }
    }
  }

  #quoted(expression: RegExp, type: Scalar.Type): Scalar {
    const start = this.#at;
    const [, value = ''] = this.#must(expression);
    return scalar(value, type, start, this.#at, value);
  }

  #pair(parent: number): Pair {
    const key = this.#key();
    this.#space(parent);
    return new Pair(key, this.#value(parent, PLAIN_IN_FLOW));
  }

  /** Items between brackets. */
  #between(end: string, parent: number, item: () => void): void {
    this.#at += 1;
    this.#space(parent);
    while (this.#text[this.#at] !== end) {
      item();
      this.#space(parent);
      this.count += 2;
      if (this.#text[this.#at] !== ',') break;
      this.#at += 1;
      this.#space(parent);
    }
    if (this.#text[this.#at] !== end) throw new Unsure();
    this.#at += 1;
  }

  /** Between brackets, lines may end anywhere but within a text. */
  #space(parent: number): void {
    this.#take(SPACES);
    if (this.#text[this.#at] !== '\n' && this.#text[this.#at] !== '#') return;
    this.#must(LINE_END);
    if (this.#next() <= parent) throw new Unsure();
  }
}

function scalar(value: unknown, type: Scalar.Type, start: number, end: number, source: string | undefined): Scalar {
  if (end - start > LENGTH) throw new Unsure();
  const node = new Scalar(value);
  node.type = type;
  node.range = [start, end, end];
  node.source = source as string;
  return node;
}

/** What text without quotes is, by the core schema. */
function valueOf(source: string): unknown {
  if (/^[A-Za-z_/]/.test(source)) return WORDS.has(source) ? WORDS.get(source) : source;
  if (/^[-+]?[0-9]+$/.test(source)) return Number.parseInt(source, 10);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/.test(source)) return Number.parseFloat(source);
  // Numbers that nobody writes in a fleet.
  if (/^(?:0[ox]|[-+]?\.[inIN]|[-+]?[0-9.]+[eE])/.test(source)) throw new Unsure();
  return source;
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
