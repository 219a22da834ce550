import type { Span } from '../secrets/assigned.ts';

/** What is known of a scalar: where it stands, how it is written, and what it means. */
export interface Written extends Span {
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  readonly value: string;
}

/** An escape of a text in quotes that stands for a character: `\x41`, `\u00e9`, `\"`; and a quote that is written twice. */
const ESCAPES = { double: /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])/y, single: /''/y } as const;

const WORD = /\$?\w+/y;

/** Whether what is written is the same text up to a character: what a placeholder stands in for may be longer. */
export function isBegun(written: string, offset: number, of = written): boolean {
  return written.slice(0, offset) === of.slice(0, offset);
}

/**
 * Where a character of a scalar's value stands in the file. Line breaks and indentation are read in ways of their own by each style, so the characters
 * that can be seen are counted. A word is shown whole.
 * @param text of the file @param offset of the character in the value
 */
export function within(text: string, { start, end, style, value }: Written, offset: number): Span {
  const isBlock = style === 'literal' || style === 'folded';
  const isQuoted = style === 'double' || style === 'single';
  // The header of a block, and an opening quote, are no part of the value.
  let at = isBlock ? text.indexOf('\n', start) + 1 : start + (isQuoted ? 1 : 0);
  const last = isQuoted ? end - 1 : end;
  let left = seen(value, 0, offset);
  const escapes = style === 'double' || style === 'single' ? ESCAPES[style] : undefined;
  for (let next = at; next < last;) {
    const length = lengthAt(text, next, escapes);
    const count = length === 1 ? seen(text, next, next + 1) : escaped(text.slice(next, next + length));
    if (count > 0 && left < count) return { start: next, end: next + Math.max(length, wordAt(text, next, last)) };
    if (count > 0) {
      left -= count;
      at = next + length;
    }
    next += length;
  }
  // Behind its end.
  return { start: Math.max(start, at - 1), end: Math.max(start + 1, at) };
}

function wordAt(text: string, at: number, last: number): number {
  WORD.lastIndex = at;
  return Math.min(WORD.exec(text)?.[0].length ?? 0, last - at);
}

function lengthAt(text: string, at: number, escapes: RegExp | undefined): number {
  const first = text.charCodeAt(at);
  if (escapes === undefined || (first !== BACKSLASH && first !== QUOTE)) return 1;
  escapes.lastIndex = at;
  return escapes.exec(text)?.[0].length ?? 1;
}

const BACKSLASH = 0x5c;
const QUOTE = 0x27;

/** How many characters that can be seen an escape means. */
function escaped(written: string): number {
  if (/^\\[xuU]./.test(written)) return seenIn(String.fromCodePoint(Math.min(Number.parseInt(written.slice(2), 16), 0x10_ff_ff)));
  // What is written for a blank is none that can be seen, and what ends a line means nothing.
  return /^\\[nrtvNLP_ \n\r]$/.test(written) ? 0 : 1;
}

function seenIn(text: string): number {
  return seen(text, 0, text.length);
}

const SPACE = /\s/;

/** How many of the characters can be seen. */
function seen(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < Math.min(to, text.length); i += 1) {
    const code = text.charCodeAt(i);
    const isBlank = code <= 0x20 ? code === 0x20 || (code >= 0x09 && code <= 0x0d) : code >= 0x80 && SPACE.test(text.charAt(i));
    if (!isBlank) count += 1;
  }
  return count;
}
