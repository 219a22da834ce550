// What is wrong with definitions of kinds. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../../model/rule.ts';

export const noDefinition: RuleInfo = {
  code: 'kind/no-definition',
  severity: 'error',
  what: 'A document of `config/schemas` is no CustomResourceDefinition.',
  why: 'Its author believes it has an effect. Nothing of `config/schemas` is delivered; it only says what kinds there are.',
  fix: 'Remove the document. An object that clusters shall have belongs into `config/extra`.',
  scope: 'text',
  order: 10,
};

export const invalidDefinition: RuleInfo = {
  code: 'kind/invalid-definition',
  severity: 'error',
  what: 'A CustomResourceDefinition is one that the API server refuses, or its schema is not structural.',
  why: 'No cluster has such a kind, so nothing can be proved about its objects.',
  fix: 'Take the file from the release of upstream that the clusters run, or mend what the message names.',
  scope: 'text',
  order: 20,
};

export const invalidExpression: RuleInfo = {
  code: 'kind/invalid-expression',
  severity: 'error',
  what: 'A rule of a CustomResourceDefinition (`x-kubernetes-validations`) does not compile.',
  why: 'The API server refuses the definition, and what the rule forbids would not be found before the sync.',
  fix: 'Correct the expression at the character that is named.',
  scope: 'text',
  order: 30,
};

export const invalidClasses: RuleInfo = {
  code: 'kind/invalid-classes',
  severity: 'error',
  what: 'A file `*.classes.yaml` of `config/schemas` classifies what its kind does not have, or in a way that nobody knows; or two documents classify one kind.',
  why: 'The gate would go on to take the change for power, or for less than was meant.',
  fix: 'Correct kind, field or class; `docs/gate.md` says what the classes mean.',
  scope: 'text',
  order: 50,
};

export const definedTwice: RuleInfo = {
  code: 'kind/defined-twice',
  severity: 'error',
  what: 'A kind is defined twice.',
  why: 'A cluster has one definition of a kind; objects would be held against whichever is read first.',
  fix: 'Keep the definition that the clusters have.',
  scope: 'text',
  order: 40,
};
