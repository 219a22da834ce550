import type { Finding } from '../../../generator/model/finding.ts';

/** Text that would do harm where it is shown, if it were shown as it is. */
export const HOSTILE: readonly (readonly [name: string, text: string])[] = [
  ['a command on a line of its own', 'x\n::set-output name=changes::false'],
  ['a command behind white space', 'x\n \t ::add-mask::a'],
  ['a command at once', '::stop-commands::x'],
  ['a command behind a carriage return', 'x\r::error::y'],
  ['a command of the older form', 'x ##[set-output name=changes]false'],
  ['an escape that decodes to a line break', 'x%0A::error::y'],
  ['signs that end a property', 'a,line=99::b:c'],
  ['control characters', 'x\u0000\u001b[31my\u202e\u2028::error::z'],
  ['many signs', '%%%:::,,,"\\\'<>&\t'],
  ['nothing', ''],
];

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    code: 'fleet/unknown-region',
    severity: 'error',
    message: 'there is no region "nowhere"',
    place: { file: 'config/agents/alpha.yaml', line: 3, col: 11, length: 7 },
    pointer: '/agents/alpha/regions/0',
    excerpt: 'regions: [nowhere]',
    hint: 'did you mean "north"?',
    ...more,
  };
}

/** A finding with this text wherever a text of the fleet can get to. */
export function hostile(text: string): Finding {
  return finding({
    message: text,
    hint: text,
    excerpt: text.replaceAll('\n', ' '),
    place: { file: `config/${text}.yaml`, line: 1, col: 1, length: 1 },
    related: [{ place: { file: `config/${text}.yaml`, line: 2, col: 2, length: 2 }, note: text }],
  });
}

/** Lines that a runner of GitHub Actions would act on: both forms it knows (actions/runner, ActionCommand). */
export function commandsIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => /^\s*::/.test(line) || line.includes('##['));
}
