import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'waiver/unused',
  severity: 'warning',
  what: 'A waiver matches no finding, or names a code that does not exist or that no waiver can cover.',
  why: 'What it was for is mended, or it was never waived: the next reader believes otherwise.',
  fix: 'Remove it, or name code, object and region as the finding does.',
  scope: 'fleet',
  order: 10,
};
