/** Why an expression has no value, as far as there is a way out. */
export type Mistake = 'absent' | 'outside' | 'none' | 'zero' | 'overflow' | 'type' | 'pattern' | 'reading';

/** The evaluator has words alone; those that stand first win. */
const WORDS: readonly (readonly [Mistake, RegExp])[] = [
  ['outside', /out of (bounds|range)|cannot slice|called on (an )?empty list/],
  ['absent', /no such key/],
  ['none', /optional value is not present/],
  ['zero', /(division|modulo) by zero/],
  ['overflow', /overflow/],
  ['type', /no such overload|no matching overload|requires bool|must be bool|cannot be range/],
  ['pattern', /error parsing regexp/],
  ['reading', /conversion error|cannot convert|^no (ip address|network|semantic version)|must match|invalid duration|iso 8601|url parse error/],
];

/** @param error as `Outcome` has it */
export function mistakeOf(error: string): Mistake | undefined {
  const words = error.toLowerCase();
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0];
}
