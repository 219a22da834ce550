import type { RuleInfo } from '../model/rule.ts';
import { rules } from './index.js';
import type { AnyRule } from './indexed.ts';
import type { Rule, Runnable } from './rule.ts';

/** What each code means, in the order of the reference. */
export const CODES: ReadonlyMap<string, RuleInfo> = new Map(rules.map((rule) => [rule.code, rule]));

/** The rules of a code: one for each scope in which it is found. */
export function rulesWith(code: string): readonly AnyRule[] {
  return rules.filter((rule) => rule.code === code);
}

/** The rules of a scope that have a function to run. */
export function rulesOf<S extends Runnable>(scope: S): readonly Rule<S>[] {
  return rules.filter((rule) => rule.scope === scope && 'run' in rule) as unknown as readonly Rule<S>[];
}
