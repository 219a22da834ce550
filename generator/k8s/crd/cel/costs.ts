// What a part of an expression costs beyond its step, before it is evaluated: no function does much work for little, whatever it is given.
import { charge, chargeOnce } from './budget.ts';
import { texts, weight } from './weight.ts';

type Cost = (...given: readonly unknown[]) => number;

const length = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array ? value.length : 0);

/** A search goes back over what it looks for, at every place. */
const search: Cost = (text, part) => texts(length(text)) * Math.max(1, texts(length(part)));

/** Readers of addresses, amounts, versions and the like look at a text more than once. */
const reading: Cost = (...given) =>
  Math.max(...given.filter((each) => typeof each === 'string').map((text) => text.length + text.length ** 2 / 256), 0);

const eachOfOther: Cost = (_, a, b) => Math.min(length(a) * weight(b), length(b) * weight(a));

/** Calendars of time zones are slow. */
const zone: Cost = (_, name) => (name === undefined ? 0 : 5000);

const found: Cost = (list, item) => (typeof list === 'string' ? search(list, item) : weight(list));

const replaced: Cost = (text, old, now, most) => {
  const places = Math.floor(length(text) / Math.max(1, length(old))) + 1;
  return search(text, old) + texts(length(now)) * (typeof most === 'bigint' && most >= 0n ? Math.min(Number(most), places) : places);
};

const joined: Cost = (list, between) => weight(list) + texts(length(between)) * length(list);

/** Of functions by their name, with what they are called on first. What is not named goes over the texts that it is given once. */
const CALLS: Readonly<Record<string, Cost>> = {
  ...named('contains', (of, a, b) => (typeof of === 'string' ? search(of, a) : eachOfOther(of, a, b))),
  ...named('intersects equivalent', (of, a, b) => 2 * eachOfOther(of, a, b)),
  ...named('indexOf lastIndexOf', found),
  ...named('isSorted sum max min flatten', weight),
  ...named('sort', (list) => weight(list) * Math.log2(length(list) + 2)),
  ...named('distinct', (list) => (weight(list) * length(list)) / 2),
  ...named('split', search),
  ...named('replace', replaced),
  ...named('join', joined),
  ...named('format', (text, values) => texts(length(text)) + weight(values)),
  ...named('json', length),
  ...named('duration', (text) => length(text) ** 3 / 64),
  ...named('ip isIP isCanonical cidr isCIDR containsIP containsCIDR quantity isQuantity url isURL semver isSemver validate', reading),
  ...named('getQuery', (of) => reading((of as { url?: URL } | undefined)?.url?.href)),
  ...named('getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth getSeconds', zone),
  // These take it themselves, by what they read.
  ...named('matchesRe2 find findAll', () => 0),
};

function named(names: string, cost: Cost): Record<string, Cost> {
  return Object.fromEntries(names.split(' ').map((name) => [name, cost]));
}

/** @param given what it is called on, and with */
export function chargeCall(name: string, given: readonly unknown[]): void {
  const cost = Object.hasOwn(CALLS, name) ? (CALLS[name] as Cost) : plain;
  charge(cost(...given));
}

const plain: Cost = (...given) => texts(given.reduce<number>((sum, each) => sum + (Array.isArray(each) ? 0 : length(each)), 0));

/** What comparing two values costs at most. */
function compared(a: unknown, b: unknown): number {
  const [least, other] = typeof a === 'object' ? [b, a] : [a, b];
  return typeof least === 'object' ? Math.min(weight(least), weight(other)) : weight(least);
}

export function chargeOperator(op: string, a: unknown, b: unknown): void {
  if (op === '==' || op === '!=' || op.startsWith('<') || op.startsWith('>')) charge(compared(a, b) - 1);
  else if (op === 'in' && Array.isArray(b)) charge(b.length * compared(a, b));
}

/** What it costs to write out a pattern, in steps for each part of what is made of it. */
const WRITTEN = 20;
/** Patterns that are longer are none that anybody wrote. */
const LONGEST_PATTERN = 10_000;

const PIECES = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|[\s\S]/g;

/** Of how many parts the program is that RE2 makes of a pattern, at most: what is repeated is written out. */
function programSize(pattern: string): number {
  const outer: number[] = [];
  let [size, last] = [0, 0];
  for (const [piece, least, most] of pattern.matchAll(PIECES)) {
    if (least !== undefined) {
      const all = last * Math.max(1, Number(least), Number(most ?? 0));
      [size, last] = [size - last + all, all];
    } else if (piece === '(') {
      outer.push(size);
      [size, last] = [0, 0];
    } else if (piece === ')') {
      last = size + 2;
      size = (outer.pop() ?? 0) + last;
    } else [size, last] = [size + 1, 1];
  }
  return outer.reduce((sum, each) => sum + each, size) + 2;
}

/** What it costs to read a pattern. */
export function patternCost(pattern: string): number {
  return sizeOf(pattern) * WRITTEN;
}

function sizeOf(pattern: string): number {
  return pattern.length > LONGEST_PATTERN ? Infinity : programSize(pattern);
}

/**
 * RE2 goes over a text once, and at each character over its program.
 * @returns what each match over so many characters costs
 */
export function chargePattern(pattern: string): (characters: number) => void {
  const size = sizeOf(pattern);
  chargeOnce(pattern, size * WRITTEN);
  return (characters) => charge((size * characters) / 2);
}
