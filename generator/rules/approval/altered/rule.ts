import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'approval/altered',
  severity: 'warning',
  what: 'An approval is for another change than the one that would be delivered: the same object, with another outcome.',
  why: 'It does not count: the change was edited after it had been approved, and nobody has agreed on what it is now.',
  fix: 'Look at `pap-fleet plan` again, approve what it says now, and remove the file.',
  scope: 'change',
  order: 40,
};
