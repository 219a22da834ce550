// What validation finds, and names that the fleet does not have. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../../model/rule.ts';

export const unknownKey: RuleInfo = {
  code: 'schema/unknown-key',
  severity: 'error',
  what: 'A key that the fleet format does not have.',
  why: 'A misspelt key would be ignored, and the default deployed instead of what was meant.',
  fix: 'Use the suggested key, or look the key up in docs/fleet.md.',
  scope: 'text',
  order: 10,
};

export const missingKey: RuleInfo = {
  code: 'schema/required',
  severity: 'error',
  what: 'A required key is missing.',
  why: 'There is no default that would be right.',
  fix: 'Add the key; docs/fleet.md has an example for each.',
  scope: 'text',
  order: 20,
};

export const wrongType: RuleInfo = {
  code: 'schema/type',
  severity: 'error',
  what: 'A value has the wrong type.',
  why: 'YAML reads `1.30` as the number 1.3 and `no` as text; a guess would deploy something else than what was meant.',
  fix: 'Write the type that is asked for; put text that looks like a number in quotes.',
  scope: 'text',
  order: 30,
};

export const wrongValue: RuleInfo = {
  code: 'schema/value',
  severity: 'error',
  what: 'A value is outside what is allowed.',
  why: 'The API server or a controller would refuse it later, in every cluster at once.',
  fix: 'Choose one of the allowed values, or stay within the limits that are named.',
  scope: 'text',
  order: 40,
};

export const wrongFormat: RuleInfo = {
  code: 'schema/format',
  severity: 'error',
  what: 'A text does not have the form its key asks for.',
  why: 'Names become host names, labels and paths; each of these has rules that clusters enforce.',
  fix: 'Write it in the form that is described.',
  scope: 'text',
  order: 50,
};

export const unknownComponent: RuleInfo = {
  code: 'fleet/unknown-component',
  severity: 'error',
  what: 'A component is named that does not exist.',
  why: 'Its settings would have no effect.',
  fix: 'Correct the name; `pap-fleet explain --help` lists the components.',
  scope: 'text',
  order: 40,
};

export const unknownRegion: RuleInfo = {
  code: 'fleet/unknown-region',
  severity: 'error',
  what: 'A region is named that the fleet does not have.',
  why: 'The agent would not be deployed where its owner believes it is.',
  fix: 'Correct the name or define the region under `regions`.',
  scope: 'text',
  order: 20,
};
