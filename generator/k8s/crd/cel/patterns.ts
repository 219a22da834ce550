// Patterns that stand in an expression as they are: what is wrong with one is known before anything is matched.
import { regexpFlaw } from '../../../model/regexp.ts';
import { shownValue } from '../../shown.ts';
import { RULE_STEPS } from './budget.ts';
import { patternCost } from './costs.ts';
import type { ExpressionFlaw } from './expression.ts';
import type { Node } from './library.ts';

/** Functions of patterns, by the names under which they are called. */
const OF_PATTERNS = new Set(['matches', 'matchesRe2', 'find', 'findAll']);

/** A pattern that RE2 does not read, among the parts of an expression. The API server refuses such a rule when it makes a program of it. */
export function patternFlaw(parts: Iterable<Node>): ExpressionFlaw | undefined {
  for (const { op, args } of parts as Iterable<{ op: string; args: unknown }>) {
    if (op !== 'call' && op !== 'rcall') continue;
    const [name, first, second] = args as readonly [string, unknown, unknown];
    if (!OF_PATTERNS.has(name)) continue;
    const [given, at] = op === 'call' ? [first, 1] : [second, 0];
    const pattern = (given as readonly { op: string; args: unknown; start: number }[])[at];
    if (pattern?.op !== 'value' || typeof pattern.args !== 'string') continue;
    // What costs more than there is to read is never read.
    const flaw = patternCost(pattern.args) > RULE_STEPS ? undefined : regexpFlaw(pattern.args);
    if (flaw !== undefined) return { message: `the pattern ${shownValue(pattern.args)} ${flaw}`, offset: pattern.start };
  }
  return undefined;
}
