import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/policies/object-reports.ts`, once all objects were judged. */
export const rule: RuleInfo = {
  code: 'policy/no-match',
  severity: 'warning',
  what: 'A policy matches no object, or names a kind that nobody knows.',
  why: 'It looks as if it guarded something, and a slip of the pen lets everything pass.',
  fix: 'Correct what it matches, or remove it.',
  scope: 'text',
  order: 30,
};
