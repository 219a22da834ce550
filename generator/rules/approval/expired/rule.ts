import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'approval/expired',
  severity: 'warning',
  what: 'The last day of an approval has passed.',
  why: 'It counts no longer: what was agreed on weeks ago may not be right today.',
  fix: 'Remove the file, or approve anew.',
  scope: 'change',
  order: 20,
};
