import { quoted } from '../../model/quoted.ts';
import type { Cursor } from './cursor.ts';
import { matchesNothing, patternFlaw } from './patterns.ts';
import { Refused } from '../text-flaw.ts';
import { valueOf } from './tokens.ts';

/** What a selector demands of a label. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
  readonly offset: number;
  /** Where its value begins. */
  readonly at: number;
}

/** What stands in braces. */
export function readMatchers(cursor: Cursor): Matcher[] {
  const opened = cursor.token.start;
  cursor.advance();
  const found: Matcher[] = [];
  while (!cursor.take('}')) {
    const { kind, start } = cursor.token;
    if (kind === 'end') throw new Refused(opened, 'leaves a brace open');
    if (kind !== 'word' && kind !== 'string') throw cursor.unexpected('the name of a label or "}"');
    const label = kind === 'string' ? valueOf(cursor.token) : cursor.token.text;
    cursor.advance();
    const operator = cursor.token.kind === 'sign' && /^(?:=|!=|=~|!~)$/.test(cursor.token.text) ? cursor.token.text : undefined;
    if (operator === undefined) {
      // A name in quotes alone is the metric's.
      if (kind !== 'string' || !(cursor.is(',') || cursor.is('}'))) throw cursor.unexpected('one of =, !=, =~ and !~');
      if (found.some((each) => each.label === '__name__' && each.value !== '')) throw new Refused(start, 'names a second metric');
      found.push({ label: '__name__', operator: '=', value: label, offset: start, at: start + 1 });
    } else {
      cursor.advance();
      if (cursor.token.kind !== 'string') throw cursor.unexpected('a text in quotes');
      const value = valueOf(cursor.token);
      const flaw = operator.endsWith('~') ? patternFlaw(value) : undefined;
      if (flaw !== undefined) throw new Refused(cursor.token.start, `gives ${operator} no regular expression of Go: ${quoted(value)} ${flaw}`);
      found.push({ label, operator, value, offset: start, at: cursor.token.start + 1 });
      cursor.advance();
    }
    if (cursor.token.kind === 'end') throw new Refused(opened, 'leaves a brace open');
    if (!cursor.take(',') && !cursor.is('}')) throw cursor.unexpected('"," or "}"');
  }
  return found;
}

/** Whether a series without the label is none of those that are meant. */
export function isDemanding({ operator, value }: Matcher): boolean {
  switch (operator) {
    case '=':
      return value !== '';
    case '!=':
      return value === '';
    case '=~':
      return !matchesNothing(value);
    default:
      return matchesNothing(value);
  }
}
