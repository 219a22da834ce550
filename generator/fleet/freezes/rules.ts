// What is found while freezes are read. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../../model/rule.ts';

export const invalidFreeze: RuleInfo = {
  code: 'freeze/invalid',
  severity: 'error',
  what: 'A file of `config/freezes` is no freeze, or one that holds nothing.',
  why: 'Somebody counts on regions that stay as they are, and they would change.',
  fix: 'Follow docs/freezes.md: the name of the file, regions and groups that exist, times with their zone, and an end after the beginning.',
  scope: 'text',
  order: 10,
};
