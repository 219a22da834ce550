import { isMap } from '../model/data.ts';
import type { Finding } from '../model/finding.ts';
import type { Span } from './assigned.ts';
import { findEncoded, findHex, findSecrets } from './find.ts';
import { isHidden, isSecretKey, isSecretOption } from './keys.ts';
import { LineMask } from './lines.ts';

/** What stands in a plan where a secret stood. */
const HIDDEN = '(hidden)';
/** Characters of a secret whose end was cut off, from which on they are taken for it. */
const FEWEST = 6;
/** A character that no text holds. */
const COVERED = '\uffff';

/** A text as it may be printed: ours, with words of others in it. */
export function redact(text: string): string {
  return cover(text, certain(text), stars);
}

/** The same for every text of some data. @param known secrets that were found where it comes from; they go also where they cannot be told by their form */
export function redactAll<T>(data: T, known: readonly string[] = []): T {
  const clean = redactor(known);
  return JSON.parse(JSON.stringify(data), (_, value: unknown) => (typeof value === 'string' ? clean(value) : value)) as T;
}

/** A finding with the line it lies on, and without what of that line may be a secret. */
export function withExcerpt(
  finding: Finding,
  lines: { line(number: number, file?: string): string; covered(number: number, file?: string): string[] },
): Finding {
  const { message, hint, place, pointer } = finding;
  const clean = redactor(lines.covered(place.line, place.file));
  return {
    ...finding,
    message: clean(message),
    // A key may be all that the line says.
    ...(pointer === undefined ? {} : { pointer: clean(pointer) }),
    ...(hint === undefined ? {} : { hint: clean(hint) }),
    excerpt: lines.line(place.line, place.file),
  };
}

/**
 * A copy of data of others without what may be a secret by its key or by its looks.
 * @param hidden what stands above it says that it is one
 */
export function redactValue(value: unknown, hidden = false): unknown {
  if (typeof value === 'string') return hidden ? HIDDEN : redactText(value);
  if (typeof value === 'number') return hidden ? HIDDEN : value;
  if (Array.isArray(value)) return value.map((item, i) => redactValue(item, hidden || isSecretOption(value[i - 1])));
  if (!isMap(value)) return value;
  // An environment variable says in its `name` what its `value` is.
  const named = typeof value['name'] === 'string' && isSecretKey(value['name']);
  const entry = (key: string, item: unknown): unknown => redactValue(item, key !== 'name' && isHidden(key, hidden || named));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), entry(key, item)]));
}

/**
 * A text with something else in the place of some of its parts, which may overlap. Every line stays a line.
 * @param put what stands there instead of so many characters
 * @param offset at which the text begins in what the spans are of
 */
export function cover(text: string, spans: readonly Span[], put = (length: number): string => '*'.repeat(length), offset = 0): string {
  let marked = text;
  for (const { start, end } of spans) {
    const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, text.length)];
    if (from < to) marked = marked.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, COVERED) + marked.slice(to);
  }
  return marked.replace(/\uffff+/g, ({ length }) => put(length));
}

function redactText(text: string): string {
  const mask = new LineMask(text);
  const spans = [...certain(text), ...findHex(text)];
  let offset = 0;
  for (const [i, { length }] of text.split('\n').entries()) {
    spans.push(...mask.of(i + 1).map(({ start, end }) => ({ start: start + offset, end: end + offset })));
    offset += length + 1;
  }
  return cover(text, spans, () => HIDDEN);
}

function redactor(known: readonly string[]): (text: string) => string {
  const longestFirst = [...new Set(known)].sort((a, b) => b.length - a.length);
  return (text) => {
    const rest = longestFirst.reduce((left, secret) => left.replaceAll(secret, stars(secret.length)), text);
    const whole = longestFirst.length === 0 ? rest : rest.replace(/([^…]+)…/g, (_, head: string) => `${withoutBeginning(head, longestFirst)}…`);
    return cover(whole, certain(whole), stars);
  };
}

/** Messages repeat the beginning of what is long. */
function withoutBeginning(head: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = Math.min(secret.length, head.length); length >= FEWEST; length--)
      if (head.endsWith(secret.slice(0, length))) return head.slice(0, -length) + stars(length);
  }
  return head;
}

function stars(length: number): string {
  return '*'.repeat(Math.min(length, 12));
}

/** In base64 a slash is a digit, in a path it is none: either may be meant. */
function certain(text: string): Span[] {
  const parts = text.includes('/') ? findEncoded(text.replaceAll('/', ' ')) : [];
  return [...findSecrets(text), ...findEncoded(text), ...parts].map(({ start, value }) => ({
    start,
    end: start + value.length,
  }));
}
