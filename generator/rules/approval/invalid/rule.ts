import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'approval/invalid',
  severity: 'warning',
  what: 'A file of `config/approvals` is no approval, or was made for other changes than it lists.',
  why: 'It does not count: an approval that is half understood might let through what nobody agreed on.',
  fix: 'Let `pap-fleet approve` write it anew.',
  scope: 'change',
  order: 10,
};
