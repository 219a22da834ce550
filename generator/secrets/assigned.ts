import { isMaskedKey } from './keys.ts';
import { isName } from './words.ts';

/** A part of a text: offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value that is not over where its line ends. */
export interface Carried {
  /** The column of its key: what stands further in belongs to it. */
  readonly column: number;
  /** `"` or `'`: up to the next of them everything belongs to it. */
  readonly quote?: string;
  /** A block scalar, in which `a: b` is text. */
  readonly block?: boolean;
  /** Nothing of it has been seen, so that the next line is its beginning wherever it stands. */
  readonly empty?: boolean;
  /** The next line is all of it. */
  readonly once?: boolean;
}

/** Whose values are secrets: those of keys that say so, also those called `value`, or all. */
export type Kept = 'named' | 'value' | 'all';

/** No word begins within one that was looked at: time grows with the line alone. */
const KEY = /(?<![\w.-])-{0,2}([A-Za-z_][\w.-]*)(["']?)[ \t]{0,9}(:=|=>|=|:)[ \t]{0,9}/g;
/** What stands under these is no name, however plain it is. */
const PASSWORD = /passw|passphrase|pwd|dbpass|userpass|authorization|cookie/i;
const NO_VALUE = /^(?:|\*?true|false|null|~|yes|no|on|off|\$\([\w.-]*\)|\$\{.*\}|\{\{.*\}\}|<[^<>]*>|%s|\*+|\.{3}|…)$/i;
/** Where a secret is, how old, how long; the version of an image that is called after one. */
const ABOUT_ONE = /^(?:\.{0,2}\/[\w./-]*|https?:\/\/[^@]*|(?:vault|file|env):\S*|[0-9.]{1,5}[a-z]{0,3}|v[0-9]{1,4}(?:\.[0-9]{1,4}){1,3})$/i;

/** Keys of one line that are told apart; after them all is covered. */
const MOST_KEYS = 50;
const BLOCK = /^[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$/;

/** Where a text in quotes ends, if it does in this line: within it a double quote stands behind a backslash, a single one twice. */
export function closingQuote(line: string, from: number, quote: string): number | undefined {
  const inside = quote === '"' ? /(?:[^"\\]|\\.?)*/y : /(?:[^']|'')*/y;
  inside.lastIndex = from;
  inside.test(line);
  return inside.lastIndex < line.length ? inside.lastIndex : undefined;
}

/** What a line holds under keys whose values may be secrets, and what of it the lines after it may hold more of. */
export function valuesIn(line: string, kept: Kept): { spans: Span[]; carried?: Carried } {
  const spans: Span[] = [];
  let carried: Carried | undefined;
  let left = MOST_KEYS;
  let covered = 0;
  for (const match of line.matchAll(KEY)) {
    const key = match[1] as string;
    if (match.index < covered) continue;
    if (!(kept === 'all' || (kept === 'value' && /^(?:value|default)$/.test(key)) || isMaskedKey(key))) continue;
    const start = match.index + match[0].length;
    // Each looks at the rest of the line.
    if (--left < 0) return { spans: [...spans, { start, end: line.length }] };
    // In `example.net/secret-agent:v1` it is a part of a name.
    if (match[3] === ':' && start === match.index + match[0].trimEnd().length && /[/]/.test(line[match.index - 1] ?? '')) continue;
    const isOption = (match[3] as string).startsWith('=');
    const { end, quote, over } = endOf(line, start, isOption);
    const value = line.slice(start, end).trim();
    const column = match.index - (/["']/.test(line[match.index - 1] ?? '') ? 1 : 0);
    if (quote !== undefined) carried = { column, quote };
    else if (!over) carried = { column, block: BLOCK.test(value), empty: value === '' || BLOCK.test(value) };
    if (value === '' || BLOCK.test(value) || (value.startsWith('{') && /^\{\s*["']?[\w./-]+["']?\s*:/.test(value))) continue;
    // Behind an equals sign the first word says what it is: `token=research and more`.
    if (kept === 'named' && isHarmless(isOption ? value.replace(/^([^"'\s]+)\s.*$/, '$1') : value, key)) continue;
    spans.push({ start, end });
    covered = end;
  }
  return carried === undefined ? { spans } : { spans, carried };
}

/** Where a value ends, whether it is over there, or else the quote that would end it. */
function endOf(line: string, start: number, isOption: boolean): { end: number; over: boolean; quote?: string } {
  const first = line[start];
  if (first === '"' || first === "'") {
    const end = closingQuote(line, start + 1, first);
    return end === undefined ? { end: line.length, over: false, quote: first } : { end: end + 1, over: true };
  }
  const rest = line.slice(start);
  // A password may be of several words; the next option or key is no part of it.
  if (isOption) return { end: start + rest.search(/$|["']|[ \t](?=-|[\w.-]{1,100}[ \t]{0,9}[:=])/), over: true };
  const until = (form: RegExp): { end: number; over: boolean } => {
    const length = rest.search(form);
    return length === -1 ? { end: line.length, over: false } : { end: start + length, over: true };
  };
  if (/^[[{]/.test(rest)) return until(/[\]}]/);
  if (/[[{]/.test(line.slice(0, start))) return until(/[,}\]](?=[\s,}\]]|$)/);
  // A comment may be followed by more of the value.
  return { ...until(/(?:^|[ \t])# /), over: false };
}

/** Whether what stands under such a key is no secret but the name, place or size of one. */
function isHarmless(value: string, key: string): boolean {
  const bare = value.replace(/(?:^|\s)#.*$/, '');
  if (NO_VALUE.test(bare.replace(/^["']|["']$/g, ''))) return true;
  const words = bare.split(/[\s"',[\]]+/).filter((word) => word !== '');
  return !PASSWORD.test(key.replace(/[-_.]/g, '')) && words.every((word) => isName(word) || NO_VALUE.test(word) || ABOUT_ONE.test(word));
}
