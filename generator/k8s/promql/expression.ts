import type { Type } from './functions.ts';
import type { Matcher } from './matchers.ts';

/** Which series an expression reads. */
export interface Selector {
  /** Absent where only labels tell. */
  readonly metric: string | undefined;
  /** Whether its name stands before its braces. */
  readonly isNamed: boolean;
  readonly offset: number;
  readonly matchers: readonly Matcher[];
  /** How far back it looks, as written: `5m`; and where that stands. */
  range?: { readonly text: string; readonly offset: number; readonly of: string | undefined };
}

/** A part of an expression that was read. */
export interface Expression {
  readonly type: Type;
  readonly start: number;
  readonly form: 'selector' | 'range' | 'subquery' | 'other';
  readonly selector?: Selector;
  /** Modifiers that stand behind it already. */
  readonly said: ReadonlySet<string>;
}

export const NONE: ReadonlySet<string> = new Set();

export const NAMES: Readonly<Record<Type, string>> = {
  scalar: 'a number',
  vector: 'an instant vector',
  matrix: 'a range vector',
  string: 'a string',
};
