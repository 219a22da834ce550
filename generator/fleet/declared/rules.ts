// What is found while a component that the fleet brings is read. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../../model/rule.ts';

export const invalidComponent: RuleInfo = {
  code: 'component/invalid',
  severity: 'error',
  what: 'A folder of `config/components` is no component.',
  why: 'What it should deliver would be left out, or be something else than what its files say.',
  fix: 'Follow docs/extending.md: `component.yaml` names every file of objects, and the settings have a schema.',
  scope: 'text',
  order: 60,
};

export const wrongPlaceholder: RuleInfo = {
  code: 'component/placeholder',
  severity: 'error',
  what: 'A placeholder stands for nothing, or stands where none can.',
  why: 'The text would reach the clusters with its braces, or without a value.',
  fix: 'Take one of the paths that docs/extending.md lists, or a setting that has a default.',
  scope: 'text',
  order: 62,
};

export const closePlaceholder: RuleInfo = {
  code: 'component/almost-placeholder',
  severity: 'warning',
  what: 'A text in braces is nearly a placeholder, and is delivered as it stands.',
  why: 'Only known roots are placeholders; everything else is literal, a slip of the pen as well.',
  fix: 'Correct the root, or leave the text where it is meant.',
  scope: 'text',
  order: 64,
};
