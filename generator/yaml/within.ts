import type { Scalar } from 'yaml';
import { spanOf, type Span } from './values.ts';

/** An escape of a text in quotes that stands for a character: `\x41`, `\u00e9`, `\"`; and a quote that is written twice. */
const ESCAPES = { QUOTE_DOUBLE: /\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[^])/iy, QUOTE_SINGLE: /''/y } as const;

const WORD = /^\w+/;

/**
 * Where a character of a scalar's value stands in the file. Line breaks and indentation are read in ways of their own by each style, so the characters
 * that can be seen are counted. A word is shown whole.
 * @param text of the file @param offset of the character in the value
 */
export function within(text: string, node: Scalar, offset: number): Span {
  const { start, end } = spanOf(node);
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  // The header of a block, and an opening quote, are no part of the value.
  let at = isBlock ? text.indexOf('\n', start) + 1 : start + (isQuoted ? 1 : 0);
  const last = isQuoted ? end - 1 : end;
  let left = seen(String(node.value).slice(0, offset));
  const escapes = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? ESCAPES[node.type] : undefined;
  for (let next = at; next < last;) {
    const length = lengthAt(text, next, escapes);
    const isSeen = seen(unescaped(text.slice(next, next + length))) > 0;
    if (isSeen && left === 0) return { start: next, end: next + Math.max(length, WORD.exec(text.slice(next, last))?.[0].length ?? 0) };
    if (isSeen) {
      left -= 1;
      at = next + length;
    }
    next += length;
  }
  // Behind its end.
  return { start: Math.max(start, at - 1), end: Math.max(start + 1, at) };
}

function lengthAt(text: string, at: number, escapes: RegExp | undefined): number {
  if (escapes === undefined) return 1;
  escapes.lastIndex = at;
  return escapes.exec(text)?.[0].length ?? 1;
}

/** What is written for a blank is none that can be seen. */
function unescaped(written: string): string {
  return /^\\[nrtNLP_ \n]$/.test(written) ? ' ' : written.slice(-1);
}

function seen(text: string): number {
  return text.replace(/\s/g, '').length;
}
