import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/declared.ts`, on the objects that are made. */
export const rule: RuleInfo = {
  code: 'component/namespace',
  severity: 'error',
  what: 'An object of a component that the fleet brings is outside its namespaces.',
  why: 'What a component may touch is said in its `component.yaml`, where reviewers look; another component owns the other namespaces.',
  fix: 'Put the object into one of the namespaces of its component, or add the namespace there.',
  scope: 'text',
  order: 66,
};
