import type { Cursor } from './cursor.ts';
import { Refused } from '../text-flaw.ts';
import type { Token } from './tokens.ts';

/** Go counts nanoseconds in 64 bits. */
const MOST_SECONDS = 2 ** 63 / 1e9;

/** A duration, or what is computed of durations. @returns whether it may be longer than nothing */
export function readDuration(cursor: Cursor): boolean {
  const from = cursor.passed;
  readDurationPart(cursor);
  const isPlain = cursor.since(from).every(({ kind, text }) => kind !== 'sign' || /^[-+]$/.test(text));
  const written = cursor.since(from).at(-1) as Token;
  while (cursor.token.kind === 'sign' && /^[-+*/%^]$/.test(cursor.token.text)) {
    const divides = /^[/%]$/.test(cursor.token.text);
    cursor.advance();
    const by = cursor.token;
    readDurationPart(cursor);
    if (divides && isNothing(by)) throw new Refused(by.start, 'divides by nothing');
  }
  const isAlone = written === cursor.since(from).at(-1);
  return !(isAlone && isPlain && (cursor.since(from)[0]?.text === '-' || isNothing(written)));
}

export function readDurationPart(cursor: Cursor): void {
  while (cursor.take('-') || cursor.take('+'));
  const { kind, text, start } = cursor.token;
  if (kind === 'number' || kind === 'duration') {
    if (kind === 'number' && Number(text) > MOST_SECONDS) throw new Refused(start, 'is longer than 292 years');
    cursor.advance();
  } else if (cursor.take('(')) {
    cursor.deeper(() => readDuration(cursor));
    cursor.need(')');
  } else if (cursor.isWord('step', 'range')) {
    cursor.advance();
    cursor.need('(');
    cursor.need(')');
  } else if (cursor.isWord('min_of', 'max_of')) {
    cursor.advance();
    cursor.need('(');
    readDuration(cursor);
    cursor.need(',');
    readDuration(cursor);
    cursor.need(')');
  } else throw cursor.unexpected('a duration such as 5m');
}

function isNothing({ kind, text }: Token): boolean {
  return (kind === 'number' || kind === 'duration') && /^[0._a-z]+$/.test(text);
}
