// What is found while the policies of a fleet are read. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../../model/rule.ts';

export const invalidPolicy: RuleInfo = {
  code: 'policy/invalid',
  severity: 'error',
  what: 'A document of `config/policies` is no policy, or one that could not be told from others.',
  why: 'What it should refuse would pass, or nobody could say which of two policies a finding is of.',
  fix: 'Follow docs/policies.md: a code of your own that no other policy has, and names of regions, groups and components that exist.',
  scope: 'text',
  order: 10,
};
