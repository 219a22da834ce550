import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'approval/misplaced',
  severity: 'warning',
  what: 'An approval lies in a folder below `config/approvals`, in a folder of nearly that name, or its name does not end in `.yaml`.',
  why: 'It does not count: the owners of `config/approvals` would not be asked about it.',
  fix: 'Move it to `config/approvals/<hash>.yaml`, or remove it.',
  scope: 'change',
  order: 15,
};
