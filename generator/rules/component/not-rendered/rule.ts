import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/declared.ts`, by what regions say of the component. */
export const rule: RuleInfo = {
  code: 'component/not-rendered',
  severity: 'error',
  what: 'A chart is not rendered for a version, for values or for a version of Kubernetes that a region has.',
  why: 'Charts are rendered when they are vendored, so that reviewers see the objects and generating needs neither Helm nor a network. What is not rendered would be missing in the cluster.',
  fix: 'Run `pap-fleet vendor NAME`, and commit what it writes.',
  scope: 'text',
  order: 70,
};
