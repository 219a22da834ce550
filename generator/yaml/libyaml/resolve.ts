// What a scalar is (resolve.go of go.yaml.in/yaml/v2).
import { bytesOf, textOf } from './base64.ts';
import { Flaw } from './flaw.ts';
import type { ScalarNode } from './node.ts';

export type Resolved =
  | { readonly type: 'null'; readonly value: null }
  | { readonly type: 'bool'; readonly value: boolean }
  /** Those that a number does not keep are bigints. */
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'timestamp' | 'str'; readonly value: string };

const WORDS: ReadonlyMap<string, Resolved> = new Map<string, Resolved>([
  ...words({ type: 'bool', value: true }, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words({ type: 'bool', value: false }, 'n N no No NO false False FALSE off Off OFF'),
  ...words({ type: 'null', value: null }, ' ~ null Null NULL'),
  ...words({ type: 'float', value: NaN }, '.nan .NaN .NAN'),
  ...words({ type: 'float', value: Infinity }, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words({ type: 'float', value: -Infinity }, '-.inf -.Inf -.INF'),
]);

function words(what: Resolved, all: string): [string, Resolved][] {
  return all.split(' ').map((word) => [word, what]);
}

/** What a scalar that may be something else than text begins with. */
const FIRST = /^(?:[-+.0-9]|[~yYnNtTfFoO]|$)/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** Go reads underscores here between digits alone. */
const POINT_FIRST = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
/** A slip: what follows `0b` is read as a number with a sign of its own. */
const SIGNED_BINARY = /^0b([-+])([01]+)$/;
/** Of an integer of 64 bits, to the base of two and with its prefix. */
const MOST_DIGITS = 67;
const MOST_UNSIGNED = 2n ** 64n;
export const MOST_SIGNED = 2n ** 63n;

/** Characters of a number: patterns that look for more of them run out of stack, and whoever writes more means no number. */
const LONGEST_NUMBER = 2 ** 16;

/** What a scalar without tag or quotes is. */
export function resolve(text: string): Resolved {
  if (text.length > LONGEST_NUMBER || !FIRST.test(text)) return { type: 'str', value: text };
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) return (POINT_FIRST.test(text) ? float(text.replaceAll('_', '')) : undefined) ?? { type: 'str', value: text };
  if (!/^[-+0-9]/.test(text)) return { type: 'str', value: text };
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  return integer(digits) ?? (FLOAT.test(digits) ? float(digits) : undefined) ?? { type: 'str', value: text };
}

/** Whether a scalar is text, whatever it looks like. */
export function isTextual({ tag, value, isImplicit }: ScalarNode): boolean {
  return tag !== '' || !isImplicit || resolve(value).type === 'str';
}

function integer(digits: string): Resolved | undefined {
  const [, sign, magnitude] = INTEGER.exec(digits) ?? [];
  if (magnitude === undefined) {
    const [, itsSign, bits] = SIGNED_BINARY.exec(digits) ?? [];
    return bits === undefined ? undefined : signed(itsSign as string, `0b${bits}`);
  }
  if (magnitude.length > 1 && magnitude.startsWith('0') && /^[0-7]/.test(magnitude.slice(1)))
    return signed(sign as string, `0o${magnitude.slice(1)}`);
  return signed(sign as string, magnitude);
}

function signed(sign: string, magnitude: string): Resolved | undefined {
  // Within 2^53, whatever its base.
  if (magnitude.length < 13) return { type: 'int', value: sign === '-' ? 0 - Number(magnitude) : Number(magnitude) };
  const short = magnitude.replace(/^(0[xXbBo])0+/, '$10');
  if (short.length > MOST_DIGITS) return undefined;
  const value = BigInt(short);
  const limit = sign === '' ? MOST_UNSIGNED : sign === '-' ? MOST_SIGNED + 1n : MOST_SIGNED;
  return value < limit ? { type: 'int', value: sign === '-' ? -value : value } : undefined;
}

function float(digits: string): Resolved | undefined {
  const value = Number(digits);
  return Number.isFinite(value) ? { type: 'float', value } : undefined;
}

const TAGS: Readonly<Record<string, Resolved['type']>> = {
  'tag:yaml.org,2002:bool': 'bool',
  'tag:yaml.org,2002:int': 'int',
  'tag:yaml.org,2002:float': 'float',
  'tag:yaml.org,2002:null': 'null',
  'tag:yaml.org,2002:timestamp': 'timestamp',
};
const BINARY = 'tag:yaml.org,2002:binary';

/** What a scalar is that has a tag or no quotes. @throws Flaw where it is not what its tag says */
export function resolveScalar({ tag, value, start, end }: ScalarNode): Resolved {
  if (tag === '') return resolve(value);
  if (tag === BINARY) {
    const bytes = bytesOf(value);
    if (bytes === undefined) throw new Flaw('this is no base64', start, end);
    return { type: 'str', value: textOf(bytes) };
  }
  const type = Object.hasOwn(TAGS, tag) ? TAGS[tag] : undefined;
  if (type === undefined) return { type: 'str', value };
  if (type === 'timestamp' && isTimestamp(value)) return { type, value };
  const found = resolve(value);
  if (found.type === type) return found;
  if (type === 'float' && found.type === 'int' && found.value < MOST_SIGNED) return { type, value: Number(found.value) };
  throw new Flaw(`this is no ${type}, as its tag says`, start, end);
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d)))| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/;

/** The text with one digit for the part of a second, which may have millions: an expression has been seen to end a run over those. */
function withShortFraction(text: string): string {
  const point = text.search(/[.,]/);
  if (point === -1) return text;
  let end = point + 1;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end += 1;
  return end === point + 1 ? text : `${text.slice(0, point)}.0${text.slice(end)}`;
}

/** Whether Go's time.Parse takes a text in one of the forms of `allowedTimestampFormats`. */
function isTimestamp(text: string): boolean {
  const found = TIMESTAMP.exec(withShortFraction(text));
  if (found === null) return false;
  const [year, month, day, hour, minute, second, zoneHour, zoneMinute, otherHour, otherMinute, otherSecond] = found
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0)) as [number, number, number, number, number, number, number, number, number, number, number];
  const days = month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= days &&
    Math.max(hour, otherHour) < 24 &&
    Math.max(minute, otherMinute, second, otherSecond) < 60 &&
    zoneHour <= 24 &&
    zoneMinute <= 60
  );
}
