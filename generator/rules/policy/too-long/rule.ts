import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/policies/object-reports.ts`, and by the gate in `plan/gate/policies.ts`. */
export const rule: RuleInfo = {
  code: 'policy/too-long',
  severity: 'error',
  what: 'A policy takes too long to judge.',
  why: 'An expression that walks a list for each item of a list of lists stalls every run. What was not judged is not known to be right.',
  fix: 'Write the expression without nested lists, or let it match fewer objects.',
  scope: 'text',
  order: 40,
};
