// The completion that a shell runs, in real shells: one that is not there is a failure. .ci/run and ci.yml install them.
// Seen to fail: with IFS left as the caller has it, with the section of agents read to the end of the file, with a quote in a summary left as it is, with names of files as they are.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
  const { status, stderr } = spawnSync(shell, ['-n', join(folder, shell)], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('fish offers what bash offers', () => {
  const { stdout, stderr } = spawnSync(
    'fish',
    ['--no-config', '-c', 'source ./fish; complete -C "pap-fleet status --agent "; complete -C "pap-fleet va"'],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['focus', 'memory', 'research', 'validate', '']);
});

// Somebody checks out the branch of a pull request, and presses the tabulator.
describe('names that a shell would run', () => {
  const hostile = join(folder, 'hostile');
  const NAMES = ['$(touch ran-1)', '`touch ran-2`', 'a b', "x';touch ran-3;'", '-rf', '$IFS', '*', 'two\nlines;', '\u001b[31mred', '~', '{a,b}'];
  mkdirSync(join(hostile, 'config/agents'), { recursive: true });
  for (const name of [...NAMES, 'good']) writeFileSync(join(hostile, `config/agents/${name}.yaml`), '');
  writeFileSync(
    join(hostile, 'config/fleet.yaml'),
    `agents:\n  memory: {}\n${NAMES.map((name) => `  ${JSON.stringify(name)}: {}\n  $(touch ran-4): {}\n`).join('')}`,
  );

  test.each([
    ['bash', ['--norc', '-c'], 'COMP_WORDS=(pap-fleet status --agent ""); COMP_CWORD=3; _pap_fleet; printf "%s\\n" "${COMPREPLY[@]}"'],
    ['zsh', ['-f', '-c'], '_pap_fleet_names agents config'],
    ['fish', ['--no-config', '-c'], 'complete -C "pap-fleet status --agent " | string replace -r "\\t.*" ""'],
  ])('%s offers the legal ones, and runs none', (shell, options, line) => {
    const { stdout, stderr } = spawnSync(shell, [...options, `source ../${shell}; ${line}`], { cwd: hostile, encoding: 'utf8' });
    expect([stderr, stdout.split('\n').sort()]).toEqual(['', ['', 'good', 'memory']]);
    expect(readdirSync(hostile)).toEqual(['config']);
  });

  test('bash expands nothing in the names of files that it offers', () => {
    writeFileSync(join(folder, 'f*'), '');
    expect(offered('import', 'f').sort()).toEqual(['f*', 'fish']);
  });
});

test('every command and option stands in the scripts of all shells', () => {
  for (const shell of SHELLS) {
    const text = completionText(shell, commands, COMMON);
    for (const { name, options } of commands) for (const word of [name, ...options.map((option) => option.name)]) expect(text).toContain(word);
  }
});
