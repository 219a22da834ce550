import type { Span } from './outline.ts';

/** Another text in the place of a part of one. */
export interface Change {
  readonly span: Span;
  readonly text: string;
}

/** What makes one text of another: what both begin and end with stays. */
export function changeBetween(before: string, after: string): Change | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  // No character of two units, and no line break of two, is taken apart.
  if (start > 0 && /[\ud800-\udbff\r]/.test(before[start - 1] as string)) start -= 1;
  if (end > 0 && /[\udc00-\udfff\n]/.test(before[before.length - end] as string)) end -= 1;
  return { span: { start, end: before.length - end }, text: after.slice(start, after.length - end) };
}

/** @param changes of parts that lie apart, in any order */
export function changed(text: string, changes: readonly Change[]): string {
  return [...changes]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((left, { span, text: put }) => left.slice(0, span.start) + put + left.slice(span.end), text);
}
