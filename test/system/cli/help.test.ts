import { afterAll, describe, expect, test } from 'vitest';
import { commands } from '../../../generator/commands/index.ts';
import { Desk, FLEET } from '../../support/program.ts';

const desk = new Desk().write({ 'config/fleet.yaml': FLEET });
afterAll(() => desk.remove());

test('help lists every command, the daily use and the exit codes', () => {
  const { code, out, err } = desk.run('--help');
  expect(code).toBe(0);
  expect(err).toBe('');
  for (const { name, summary } of commands)
    expect(out.replace(/ +/g, ' ')).toContain(` ${name} ${summary}
`);
  expect(out).toMatch(/Exit codes: 0 ok .* 70 a bug/s);
});

describe.each(commands)('$name', ({ name, options }) => {
  test('teaches: usage, an example, every option', () => {
    const { code, out } = desk.run(name, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: pap-fleet ${name}`);
    expect(out).toMatch(/Examples?:\n {2}pap-fleet /);
    for (const option of ['config', 'json', 'help', ...options.map((o) => o.name)]) expect(out).toContain(`--${option}`);
    expect(desk.run('help', name).out).toBe(out);
  });

  test('refuses an option it does not have, and suggests one that it has', () => {
    const { code, err } = desk.run(name, '--confg=x');
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`"--confg=x" is not an option of ${name}\\n.*did you mean "--config"`));
  });
});

test('without a command the help is shown, and the exit code says that nothing was done', () => {
  const { code, out } = desk.run();
  expect(code).toBe(2);
  expect(out).toContain('Usage: pap-fleet <command>');
});

test.each([
  { name: 'a misspelt command', args: ['generat'], expected: 'there is no command "generat"\n  hint: did you mean "generate"?' },
  { name: 'an option before the command', args: ['--frobnicate'], expected: 'unknown option --frobnicate' },
  { name: 'one word too many', args: ['validate', 'now'], expected: '"now" is one word too many' },
  { name: 'explain without a name', args: ['explain'], expected: 'explain needs an agent, a region, a group or a component' },
  { name: 'lint without a path', args: ['lint'], expected: 'lint needs files or folders, or - for standard input' },
  { name: 'approve without a hash', args: ['approve'], expected: 'approve needs the hash that pap-fleet plan shows' },
  { name: 'an option with an empty value', args: ['validate', '--config='], expected: '--config needs a value\n  hint: --config DIR\n' },
  { name: 'an option without its value', args: ['validate', '--config'], expected: '--config needs a value\n  hint: --config DIR\n' },
  {
    name: 'a value that looks like an option',
    args: ['generate', '--wait', '-1'],
    expected: '--wait needs a value\n  hint: a value that begins with a hyphen: --wait=SECONDS\n',
  },
  { name: 'a value for a switch', args: ['validate', '--no-color=1'], expected: '--no-color takes no value\n  hint: usage: pap-fleet validate' },
  { name: 'an option and no command', args: ['--no-color'], expected: 'the command is missing\n  hint: write: pap-fleet COMMAND --no-color' },
  { name: 'a day that no month has', args: ['plan', '--today', '2026-02-30'], expected: '--today 2026-02-30 is no day of the calendar' },
  { name: 'a supposed version that is none', args: ['validate', '--assume', 'north.kubernetes=v1.36'], expected: '"v1.36" is no minor version' },
  { name: 'version as a command', args: ['version'], expected: 'did you mean "--version"?' },
  { name: 'a folder that does not exist', args: ['validate', '--config', 'nowhere'], expected: 'there is no folder nowhere' },
  { name: 'a folder without a fleet', args: ['validate', '--config', '.'], expected: 'holds no fleet.yaml' },
])('$name is explained', ({ args, expected }) => {
  const { code, out, err } = desk.run(...args);
  expect(err).toContain(expected);
  expect(code).toBe(2);
  expect(out).toBe('');
});

test('the version is that of package.json', () => {
  for (const option of ['--version', '-V', '-v']) expect(desk.run(option)).toEqual({ code: 0, out: '0.1.0\n', err: '' });
});

test('usage errors are JSON where JSON is asked for', () => {
  const { code, out, err } = desk.run('validate', '--config', 'nowhere', '--json');
  expect(code).toBe(2);
  expect(err).toBe('');
  expect(JSON.parse(out)).toMatchObject({ ok: false, exitCode: 2, error: { message: 'there is no folder nowhere' } });
});
