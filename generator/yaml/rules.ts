// What the reader of `config/` finds while it reads. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../model/rule.ts';

export const encoding: RuleInfo = {
  code: 'yaml/encoding',
  severity: 'error',
  what: 'A file is not plain UTF-8 text.',
  why: 'Bytes that one reader repairs silently and another refuses make two readers see two fleets.',
  fix: 'Save the file as UTF-8 without control or private-use characters.',
  scope: 'text',
  order: 10,
};

export const syntax: RuleInfo = {
  code: 'yaml/syntax',
  severity: 'error',
  what: 'The text is not valid YAML 1.2.',
  why: 'Nothing can be generated from a file that cannot be read.',
  fix: 'Mend the line that is pointed at; indentation and unclosed quotes are the usual causes.',
  scope: 'text',
  order: 20,
};

export const emptyFile: RuleInfo = {
  code: 'yaml/empty',
  severity: 'error',
  what: 'A file holds nothing.',
  why: 'An emptied file would mean an emptied fleet; deletion is never by omission.',
  fix: 'Restore the content, or remove the file if it is one of `agents/` or `regions/`.',
  scope: 'text',
  order: 30,
};

export const multipleDocuments: RuleInfo = {
  code: 'yaml/multiple-documents',
  severity: 'error',
  what: 'A file holds more than one YAML document.',
  why: 'Readers disagree on which of them counts.',
  fix: 'Remove the `---` separator, or split the file.',
  scope: 'text',
  order: 40,
};

export const duplicateKey: RuleInfo = {
  code: 'yaml/duplicate-key',
  severity: 'error',
  what: 'A map has the same key twice.',
  why: 'Most readers keep the last one silently: a second `regions:` would replace the whole fleet.',
  fix: 'Merge the two entries or remove one.',
  scope: 'text',
  order: 50,
};

export const unsupported: RuleInfo = {
  code: 'yaml/unsupported',
  severity: 'error',
  what: 'Anchors, aliases, tags, merge keys and non-string keys are not part of the fleet format.',
  why: 'They make a line mean something that is written elsewhere, and readers treat them differently.',
  fix: 'Write the value out; share values through `agentDefaults`, `tiers` or `components`.',
  scope: 'text',
  order: 60,
};

export const ambiguous: RuleInfo = {
  code: 'yaml/ambiguous',
  severity: 'error',
  what: 'A value without quotes that readers of YAML take for different things.',
  why: '`no`, `012`, `1:30`, `1.10` and dates are text to one reader and truth values or numbers to another: a region `no` would become `false`.',
  fix: 'Put it in quotes if it is text; write a number the way it is read.',
  scope: 'text',
  order: 70,
};

export const overLimit: RuleInfo = {
  code: 'yaml/limit',
  severity: 'error',
  what: 'A file is larger, deeper or longer than a fleet ever needs.',
  why: 'Reading must never take more time or memory than the pipeline has, whoever wrote the file.',
  fix: 'Split the fleet over `agents/` and `regions/`; `--max-file-size` raises the limit of bytes.',
  scope: 'text',
  order: 80,
};

export const secretInConfig: RuleInfo = {
  code: 'secret/in-config',
  severity: 'error',
  what: 'A file of `config/` contains what looks like the value of a secret.',
  why: 'Git never forgets: everybody who can read the repository has it, and `out/` would carry it into every cluster.',
  fix: 'Remove it, give the secret a new value, and deliver it through the component `secrets` or by hand.',
  scope: 'text',
};

export const unexpectedFile: RuleInfo = {
  code: 'config/unexpected-file',
  severity: 'error',
  what: 'A file lies in `config/` where nothing reads it.',
  why: 'Its author believes it has an effect.',
  fix: 'Rename or move it to a place that is read, or remove it.',
  scope: 'text',
};

export const duplicateName: RuleInfo = {
  code: 'fleet/duplicate-name',
  severity: 'error',
  what: 'An agent or a region is defined twice.',
  why: 'One of the two would win silently.',
  fix: 'Keep one definition: in fleet.yaml or in its own file.',
  scope: 'text',
  order: 10,
};
