import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'waiver/unused',
  severity: 'warning',
  what: 'A waiver matches no finding, or a code is named that does not exist.',
  why: 'What it was for is mended, or it was never waived: the next reader believes otherwise.',
  fix: 'Remove it, or name code, object and region as the finding does.',
  scope: 'fleet',
  order: 10,
};
