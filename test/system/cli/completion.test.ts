// The completion that a shell runs, in real shells where they are there: bash always is.
// Seen to fail: with IFS left as the caller has it, with the section of agents read to the end of the file, with a quote in a summary left as it is.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { COMMON } from '../../../generator/commands/command.ts';
import { commands } from '../../../generator/commands/index.ts';
import { SHELLS, completionText } from '../../../generator/report/completion.ts';

const folder = mkdtempSync(join(tmpdir(), 'pap-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'config/agents'), { recursive: true });
mkdirSync(join(folder, 'with space'));
writeFileSync(join(folder, 'config/agents/research.yaml'), 'ref: a/research@1.0.0\n');
writeFileSync(
  join(folder, 'config/fleet.yaml'),
  'regions:\n  us-east:\n    cluster: us-east\n  # a comment\n  eu-west: { cluster: eu }\nagents: # some\n    memory:\n        ref: a/memory@1.0.0\n    focus: {}\nzone:\n  name: a.example.net\n',
);
for (const shell of SHELLS) writeFileSync(join(folder, shell), completionText(shell, commands, COMMON));

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** What bash offers for a line, whose last word is not finished. */
function offered(...words: string[]): string[] {
  const script = 'source ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pap_fleet; printf "%s\\n" "${COMPREPLY[@]}"';
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', 'pap-fleet', ...words], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash', () => {
  test.each([
    ['commands', ['va'], ['validate']],
    ['commands behind help', ['help', 'simu'], ['simulate']],
    ['options', ['check', '--max'], ['--max-file-size']],
    ['the words of an option', ['check', '--format', 's'], ['sarif']],
    ['the words of a command', ['rollout', 'p'], ['promote', 'pause']],
    ['agents of files and of fleet.yaml', ['status', '--agent', ''], ['research', 'memory', 'focus']],
    ['regions', ['preflight', ''], ['us-east', 'eu-west']],
    ['a value behind =', ['status', '--region', '=', 'us'], ['us-east']],
    ['agents and regions', ['explain', ''], ['research', 'memory', 'focus', 'us-east', 'eu-west']],
    ['folders, also with a space', ['plan', '--out', 'wi'], ['with space']],
    ['nothing where there is no fleet', ['explain', '--config', 'nowhere', ''], []],
    ['nothing behind a command that is none', ['nothing', ''], []],
  ])('%s', (_, words, wanted) => expect(offered(...words)).toEqual(wanted));

  test('every option of every command', () => {
    for (const { name, options } of commands)
      expect(offered(name, '--').sort()).toEqual([...options, ...COMMON].map((option) => `--${option.name}`).sort());
  });
});

test.each(SHELLS)('%s takes the script without a complaint', (shell) => {
  if (!has(shell)) return;
  const { status, stderr } = spawnSync(shell, ['-n', join(folder, shell)], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('fish offers what bash offers', () => {
  if (!has('fish')) return;
  const { stdout, stderr } = spawnSync(
    'fish',
    ['--no-config', '-c', 'source ./fish; complete -C "pap-fleet status --agent "; complete -C "pap-fleet va"'],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['focus', 'memory', 'research', 'validate', '']);
});

test('every command and option stands in the scripts of all shells', () => {
  for (const shell of SHELLS) {
    const text = completionText(shell, commands, COMMON);
    for (const { name, options } of commands) for (const word of [name, ...options.map((option) => option.name)]) expect(text).toContain(word);
  }
});
