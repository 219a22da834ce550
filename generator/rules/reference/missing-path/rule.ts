import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'reference/missing-path',
  severity: 'error',
  what: 'An Application takes its objects from a folder that its repository does not have.',
  why: 'Argo CD cannot compare it any more: nothing of it is updated, and nothing that somebody deletes comes back.',
  fix: 'Correct `path`, which begins at the root of the repository, or add the folder.',
  scope: 'delivery',
  order: 10,
};
