// What is found while the holds of a fleet are read. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../../model/rule.ts';

export const invalidHold: RuleInfo = {
  code: 'hold/invalid',
  severity: 'error',
  what: 'A file of `config/holds` is no hold.',
  why: 'What is to stay as it is could be changed, and nothing would say so.',
  fix: 'Let `pap-fleet rollback` write it, and follow docs/rollouts.md where you edit it.',
  scope: 'text',
  order: 10,
};
