import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/policies/compiled.ts`, before anything is judged. */
export const rule: RuleInfo = {
  code: 'policy/invalid-expression',
  severity: 'error',
  what: 'The expression of a policy does not compile.',
  why: 'A policy that cannot be asked refuses nothing.',
  fix: 'Correct it at the column that is pointed at; docs/policies.md lists the variables and their fields.',
  scope: 'text',
  order: 20,
};
