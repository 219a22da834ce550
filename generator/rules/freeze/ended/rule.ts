import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/ended-freezes.ts`, where somebody has looked at the clock. */
export const rule: RuleInfo = {
  code: 'freeze/ended',
  severity: 'warning',
  what: 'The end of a freeze has passed.',
  why: 'It holds nothing any more. Where it was to hold something, its date is wrong.',
  fix: 'Remove the file, or write a later end.',
  scope: 'change',
  order: 20,
};
