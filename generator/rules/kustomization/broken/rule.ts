import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'kustomization/broken',
  severity: 'error',
  what: 'Kustomize refuses a kustomization, or what it names.',
  why: 'Nothing of the folder is made: Argo CD and kubectl stop with an error, and what runs stays as it is.',
  fix: 'Mend the kustomization, or the file that it names.',
  scope: 'delivery',
};
