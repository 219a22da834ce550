import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'kustomization/no-effect',
  severity: 'warning',
  what: 'A patch or an image of a kustomization fits none of its resources.',
  why: 'Kustomize passes over it without a word: what it is to change stays as the base has it.',
  source: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/',
  fix: 'Correct the target or the name, or take it out.',
  scope: 'delivery',
};
