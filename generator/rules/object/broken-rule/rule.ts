import { limitFaults } from '../../../k8s/schema/limits.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/broken-rule',
  severity: 'error',
  what: 'An object breaks a rule of the definition of its kind (`x-kubernetes-validations`).',
  why: 'The API server refuses the object; the sync stops.',
  fix: 'Change the object as the message says; the hint has the rule.',
  order: 55,
  run: (object, kinds) => (kinds.definitionOf(object) === undefined ? limitFaults(object) : kinds.faultsOf(object)).rules,
});
