// Patterns of schemas are expressions of Go: no look-around, no references back, and time in proportion to the text.
import { memo } from '../../model/memo.ts';
import { re2 } from '../regexp.ts';
import type { Re2 } from '../regexp.ts';

const compiled = new Map<string, Re2>();

/** Whether a part of the text matches, as Go's `MatchString` says. @param pattern one that `regexpFlaw` has nothing against */
export function hasMatch(pattern: string, text: string): boolean {
  return memo(compiled, pattern, () => re2(pattern))
    .matcher(text)
    .find();
}
