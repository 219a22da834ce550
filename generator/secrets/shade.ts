import { isSecretValueKey } from './shape.ts';
import { isName, isPlaceholder, isRandom, isSensitiveKey } from './forms.ts';

/**
 * What of a line of a file may be a secret, judged by the line alone. Where reading stops early nobody has looked at the values, and the line
 * is shown all the same. Better too much is covered than too little: the place and the key stay, and they are what a reader needs.
 */
export interface Shade {
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
const SAID_IN_REQUESTS = /(?:authorization|cookie)$/i;
/** Keys of files that are keys: `tls.key`, `id_rsa`, `keystore.jks`. */
const KEY_FILE = /(?:\.key|\.pem|\.p12|\.pfx|\.jks|id_(?:rsa|dsa|ecdsa|ed25519)|keystore|kubeconfig|htpasswd|dockerconfigjson|netrc)$/i;
const NO_VALUE = /^(?:\*?true|false|null|~|yes|no|on|off|\$\([\w.-]*\)|\$\{.*\}|\{\{.*\}\}|<[^<>]*>|%s|\*+|\.{3}|…)$/i;
/** Where a secret is, how old, how long. */
const ABOUT_ONE = /^(?:\.{0,2}\/[\w./-]*|https?:\/\/[^@]*|(?:vault|file|env):\S*|[0-9.]{1,5}[a-z]{0,3})$/i;

const SCHEME = /\b(?:bearer|basic|digest|negotiate|apikey)[ \t]{1,9}(["']?[^\s"',;}\]]{6,})/gi;
/** `# the password is x`, `--password x`, `["--token", "x"]`. */
const SPOKEN =
  /(?<![\w.-])(-{0,2})((?:[\w.-]{0,60}[._-])?(?:passw(?:or)?d|passphrase|pwd|secret|token|credentials?|api[-_]?key))["']?,?[ \t]{1,9}(?:(?:is|was|now)[ \t]{1,9}){0,2}["'`]?([^\s"'`,}\]]{4,})/gi;
const WORD = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
const DIGEST = /sha(?:256|384|512)[:-]$/;
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

/** Whether the value of a key may be a secret. */
export function isKept(key: string): boolean {
  return isSensitiveKey(key) || isSecretValueKey(key) || KEY_FILE.test(key) || SAID_IN_REQUESTS.test(key);
}

/** What one line may hold. */
export function shadesOf(line: string, kept: Kept): Shade[] {
  return [...valuesIn(line, kept).shades, ...tellTales(line)];
}

/** What a line holds under keys whose values may be secrets, and what of it the lines after it may hold more of. */
export function valuesIn(line: string, kept: Kept): { shades: Shade[]; carried?: Carried } {
  const shades: Shade[] = [];
  let carried: Carried | undefined;
  let left = MOST_KEYS;
  let covered = 0;
  for (const match of line.matchAll(KEY)) {
    const key = match[1] as string;
    if (match.index < covered) continue;
    if (!(kept === 'all' || (kept === 'value' && /^(?:value|default)$/.test(key)) || isKept(key))) continue;
    const start = match.index + match[0].length;
    // Each looks at the rest of the line.
    if (--left < 0) return { shades: [...shades, { start, end: line.length }] };
    // In `example.net/secret-agent:v1` it is a part of a name.
    if (match[3] === ':' && start === match.index + match[0].trimEnd().length && /[/]/.test(line[match.index - 1] ?? '')) continue;
    const { end, quote, over } = endOf(line, start, match[3] as string);
    const value = line.slice(start, end).trim();
    const column = match.index - (/["']/.test(line[match.index - 1] ?? '') ? 1 : 0);
    if (quote !== undefined) carried = { column, quote };
    else if (!over) carried = { column, block: BLOCK.test(value), empty: value === '' || BLOCK.test(value) };
    if (value === '' || BLOCK.test(value) || (value.startsWith('{') && /^\{\s*["']?[\w./-]+["']?\s*:/.test(value))) continue;
    if (kept === 'named' && isHarmless(value, key)) continue;
    shades.push({ start, end });
    covered = end;
  }
  return carried === undefined ? { shades } : { shades, carried };
}

/** Where a value ends, whether it is over there, or else the quote that would end it. */
function endOf(line: string, start: number, separator: string): { end: number; over: boolean; quote?: string } {
  const first = line[start];
  if (first === '"' || first === "'") {
    const end = closingQuote(line, start + 1, first);
    return end === undefined ? { end: line.length, over: false, quote: first } : { end: end + 1, over: true };
  }
  const rest = line.slice(start);
  if (separator.startsWith('=')) return { end: start + rest.search(/$|[\s"']/), over: true };
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

/** Words, versions and short hashes one after the other, as in a path or an option; and hexadecimal digits, which digests are. */
function isPath(word: string): boolean {
  return word
    .split(/[-/_]/)
    .every((part) => /^(?:[A-Za-z]{0,24}[0-9]{0,6}|[0-9]{1,6}[a-z]{0,3}|[a-z]{1,5}[0-9]{1,4}[a-z]{1,8}[0-9]{0,2}|[0-9a-f]+)$/.test(part));
}

/** What looks like a secret whatever stands before it. */
function* tellTales(line: string): Iterable<Shade> {
  const after = (match: RegExpExecArray, group: number): Shade => {
    const end = match.index + match[0].length;
    return { start: end - (match[group] as string).length, end };
  };
  for (const match of line.matchAll(SCHEME)) if (!/^["']?[a-z]+$/.test(match[1] as string)) yield after(match, 1);
  for (const match of line.matchAll(SPOKEN)) {
    const [, dashes, , value] = match as unknown as [string, string, string, string];
    if (!/^-/.test(value) && (dashes !== '' ? !isPlaceholder(value) : /[0-9]/.test(value) && /[a-z]/i.test(value) && !isName(value)))
      yield after(match, 3);
  }
  for (const { 0: word, index } of line.matchAll(WORD)) {
    if (isRandom(word) && !isPath(word) && !DIGEST.test(line.slice(Math.max(0, index - 7), index))) yield { start: index, end: index + word.length };
  }
}
