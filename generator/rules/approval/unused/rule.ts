import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'approval/unused',
  severity: 'warning',
  what: 'An approval matches no change any more.',
  why: 'Its changes have been delivered, or look different now; it would only confuse the next reader.',
  fix: 'Remove the file.',
  scope: 'change',
  order: 50,
};
