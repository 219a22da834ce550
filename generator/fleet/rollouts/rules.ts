// What is found while the rollouts of a fleet are read. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../../model/rule.ts';

export const invalidRollout: RuleInfo = {
  code: 'rollout/invalid',
  severity: 'error',
  what: 'A file of `config/rollouts` is no rollout, or says of one what cannot be.',
  why: 'Which regions have a change, and which are next, would be a guess.',
  fix: 'Let `pap-fleet rollout start` write it, and follow docs/rollouts.md where you edit it.',
  scope: 'text',
  order: 10,
};
