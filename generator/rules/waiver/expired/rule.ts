import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'waiver/expired',
  severity: 'error',
  what: 'The last day of a waiver or an external has passed. Only `check` says so.',
  why: 'What was waived or believed for a while would stay for good.',
  fix: 'Mend what is waived, or look whether the clusters still have what is believed; then remove the entry, or agree on another day.',
  scope: 'fleet',
  order: 20,
};
