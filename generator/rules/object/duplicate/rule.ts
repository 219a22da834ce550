import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'object/duplicate',
  severity: 'error',
  what: 'One cluster would receive the same object twice.',
  why: 'Two Applications would fight over it, or one definition would win silently.',
  fix: 'Rename or remove one of them.',
  scope: 'delivery',
  order: 30,
};
