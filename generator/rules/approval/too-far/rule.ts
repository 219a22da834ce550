import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'approval/too-far',
  severity: 'warning',
  what: 'An approval reaches more than 30 days ahead.',
  why: 'It does not count: it would lie about and approve what comes back after it was forgotten.',
  fix: 'Choose a nearer day.',
  scope: 'change',
  order: 30,
};
