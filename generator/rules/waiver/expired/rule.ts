import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'waiver/expired',
  severity: 'error',
  what: 'The last day of a waiver has passed. Only `check` says so.',
  why: 'What was waived for a while would stay for good.',
  fix: 'Mend what it waives and remove it, or agree on another day.',
  scope: 'fleet',
  order: 20,
};
