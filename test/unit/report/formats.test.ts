// Which command prints what, where, in which format.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../generator/cli.ts';
import { commandsIn } from './findings.ts';

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-formats-'));
const [good, warned, broken] = ['good', 'warned', 'broken'].map((name) => join(folder, name)) as [string, string, string];
const out = join(folder, 'out');
afterAll(() => rmSync(folder, { recursive: true }));

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: test
gitops: { repoURL: "https://git.example.org/team/fleet.git" }
station: { id: plugged.in, controlPlane: "grpc://station.plugged.in:50051", hooksGateway: "wss://gateway.plugged.in/hooks" }
zone: { name: a.plugged.in }
components: { dns: { enabled: false }, certs: { enabled: false }, policies: { enabled: false } }
agents:
  alpha: { ref: pluggedin/alpha@1.0.0, image: "plugged.in/agents/alpha:v1.0.0", regions: [north] }
regions:
  north: { cluster: north, versions: { kubernetes: "1.35" } }
`;

function fleet(name: string, text: string): void {
  cpSync('config', name, { recursive: true, filter: (path) => path === 'config' });
  writeFileSync(join(name, 'fleet.yaml'), text);
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function cli(...argv: string[]): Ran {
  return onTerminal(false, ...argv);
}

function onTerminal(color: boolean, ...argv: string[]): Ran {
  let [stdout, stderr] = ['', ''];
  const streams = { out: (text: string) => (stdout += text), err: (text: string) => (stderr += text), color };
  const code = run(argv, { streams, version: '0.0.0', build: 'test', cacheFolder: undefined }) as number;
  return { code, out: stdout, err: stderr };
}

beforeAll(() => {
  fleet(good, FLEET);
  fleet(warned, FLEET.replace('regions: [north] }', 'regions: [north], overrides: { north: { tier: standard } } }'));
  fleet(broken, FLEET.replace('regions: [north] }', 'regions: [nowhere], "::error::\\n##[x]": 1 }'));
  expect(cli('generate', '--config', good, '--out', out).code).toBe(0);
});

describe.each(['validate', 'check', 'generate'])('%s', (command) => {
  const call = (config: string, ...more: string[]): Ran =>
    cli(command, '--config', config, ...(command === 'validate' ? [] : ['--out', out]), ...more);

  test('text: findings go to stderr', () => {
    const ran = call(broken);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining(' error ') as string });
    expect(commandsIn(ran.err)).toEqual([]);
    expect(call(good, '--format', 'text')).toEqual(call(good));
  });

  test('json: the same with both spellings', () => {
    expect(call(broken, '--format', 'json')).toEqual(call(broken, '--json'));
    expect(call(good, '--format=json')).toEqual(call(good, '--json'));
    expect(JSON.parse(call(broken, '--json').out)).toMatchObject({ command, ok: false, exitCode: 2 });
    expect(commandsIn(call(broken, '--json').out)).toEqual([]);
  });

  test('github: errors as annotations on stdout', () => {
    const ran = call(broken, '--format', 'github');
    expect(ran.code).toBe(2);
    const [first, ...rest] = ran.out.split('\n');
    expect(first).toMatch(/^::error file=.*broken\/fleet\.yaml,line=9,col=\d+,endColumn=\d+,title=schema\/unknown-key::unknown key/);
    expect(commandsIn(rest.join('\n')).filter((line) => !line.startsWith('::error file='))).toEqual([]);
    expect(ran.err).not.toContain('schema/unknown-key');
  });

  test('sarif: nothing but SARIF on stdout, and nothing on stderr', () => {
    for (const config of [good, broken]) {
      const { out: text, err } = call(config, '--format', 'sarif');
      expect(err).toBe('');
      expect((JSON.parse(text) as { version: string }).version).toBe('2.1.0');
    }
  });

  test.each([
    ['gitlab', (text: string) => Array.isArray(JSON.parse(text))],
    ['rdjson', (text: string) => 'diagnostics' in (JSON.parse(text) as object)],
    ['junit', (text: string) => text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')],
  ] as const)('%s: one document on stdout, and nothing on stderr', (format, isOne) => {
    for (const config of [good, warned, broken]) {
      const { out: text, err } = call(config, '--format', format);
      expect(err).toBe('');
      expect(isOne(text)).toBe(true);
      expect(commandsIn(text)).toEqual([]);
    }
  });

  test.each([
    ['gitlab', 'out', /"severity": "minor"/],
    ['rdjson', 'out', /"severity": "WARNING"/],
    ['junit', 'out', /failures="0"[^]*<system-out>/],
    ['text', 'err', /warning fleet\/useless-override/],
    ['github', 'out', /^::warning file=.*title=fleet\/useless-override::/m],
    ['sarif', 'out', /"level": "warning"/],
    ['json', 'out', /"severity": "warning"/],
  ] as const)('%s: findings without errors are printed too', (format, stream, expected) => {
    const ran = call(warned, '--format', format);
    expect(ran.code).toBe(0);
    expect(ran[stream]).toMatch(expected);
  });

  test.each([
    ['a format there is not', ['--format', 'xml'], /--format must be one of text, json, github, sarif, gitlab, rdjson, junit, not "xml"/],
    ['two formats', ['--json', '--format', 'sarif'], /exclude each other/],
  ])('refuses %s', (_, words, expected) => {
    const ran = call(good, ...words);
    expect(ran.code).toBe(2);
    expect(ran.err + ran.out).toMatch(expected);
  });

  test('what fails before it can look is said in the format that was asked for', () => {
    const nowhere = join(folder, 'nowhere');
    expect(call(nowhere, '--format', 'github')).toMatchObject({
      code: 2,
      err: '',
      out: expect.stringMatching(/^::error title=pap-fleet::there is no/) as string,
    });
    expect(call(nowhere, '--format=github').out).toMatch(/^::error title=pap-fleet::/);
    expect(JSON.parse(call(nowhere, '--format', 'sarif').out)).toMatchObject({
      runs: [{ invocations: [{ executionSuccessful: false, exitCode: 2 }] }],
    });
    expect(JSON.parse(call(nowhere, '--format', 'json').out)).toMatchObject({ ok: false, exitCode: 2 });
    expect(JSON.parse(call(nowhere, '--format', 'gitlab').out)).toMatchObject([{ severity: 'blocker', location: { path: '.' } }]);
    expect(JSON.parse(call(nowhere, '--format', 'rdjson').out)).toMatchObject({ diagnostics: [{ severity: 'ERROR' }] });
    expect(call(nowhere, '--format=junit').out).toMatch(/failures="1"[^]*<failure [^>]*message="there is no folder/);
  });
});

describe('plan', () => {
  const call = (config: string, ...more: string[]): Ran =>
    cli('plan', '--config', config, '--out', join(folder, 'nothing'), '--base', 'out', ...more);

  test.each([
    ['gitlab', (text: string) => Array.isArray(JSON.parse(text))],
    ['rdjson', (text: string) => 'diagnostics' in (JSON.parse(text) as object)],
    ['sarif', (text: string) => (JSON.parse(text) as { version: string }).version === '2.1.0'],
    ['junit', (text: string) => text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')],
  ] as const)('%s: one document on stdout, of a fleet that is valid and of one that is not', (format, isOne) => {
    for (const config of [warned, broken]) {
      const { out: text, err } = call(config, '--format', format);
      expect(err).toBe('');
      expect(isOne(text)).toBe(true);
    }
  });

  test('github: annotations and no line of the plan, which begins with words of others', () => {
    const ran = call(warned, '--format', 'github');
    expect(ran.out).toMatch(/^::warning file=/);
    expect(ran.out.split('\n').filter((line) => line !== '' && !line.startsWith('::'))).toEqual(['1 warning, 1 note']);
  });

  test('what the gate refuses is in it, with exit code 3', () => {
    const less = join(folder, 'less');
    fleet(
      less,
      FLEET.replace(/ {2}alpha: .*\n/, '  beta: { ref: pluggedin/beta@1.0.0, image: "plugged.in/agents/beta:v1.0.0", regions: [north] }\n'),
    );
    const ran = (format: string): Ran => cli('plan', '--config', less, '--out', out, '--base', 'out', '--format', format);
    expect(ran('gitlab')).toMatchObject({ code: 3, err: '' });
    expect(JSON.parse(ran('gitlab').out)).toContainEqual(
      expect.objectContaining({ severity: 'blocker', description: expect.stringContaining('The gate refuses this change') as string }),
    );
    expect(ran('github')).toMatchObject({ code: 3, out: expect.stringMatching(/^::error title=pap-fleet::The gate refuses this change/m) as string });
  });

  test('refuses Markdown and a format at once', () => {
    expect(call(good, '--markdown', '--format', 'junit')).toMatchObject({
      code: 2,
      out: expect.stringContaining('--format junit and --markdown exclude each other') as string,
    });
  });
});

test('check says in SARIF that out/ differs', () => {
  writeFileSync(join(out, 'README.md'), 'mine\n');
  const { code, out: text } = cli('check', '--config', good, '--out', out, '--format', 'sarif');
  expect(code).toBe(1);
  expect(JSON.parse(text)).toMatchObject({
    runs: [
      {
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: [{ message: { text: expect.stringContaining('README.md') as string } }] },
        ],
      },
    ],
  });
});

test('commands without findings of their own have no --format', () => {
  expect(cli('explain', 'alpha', '--format', 'sarif')).toMatchObject({ code: 2 });
});

describe('colours', () => {
  const bare = (text: string): string => text.replaceAll(/\p{Cc}\[[0-9]+m/gu, '');

  test.each([
    ['a finding', ['validate', '--config', broken]],
    ['a usage error', ['validate', '--config', 'nowhere']],
  ])('adorn %s on a terminal, change no word of it, and can be declined', (_, argv) => {
    const [coloured, plain] = [onTerminal(true, ...argv), cli(...argv)];
    expect(coloured.err).not.toBe(plain.err);
    expect(bare(coloured.err)).toBe(plain.err);
    expect(onTerminal(true, ...argv, '--no-color')).toEqual(plain);
  });

  test('are not part of JSON', () => expect(onTerminal(true, 'validate', '--config', broken, '--json').out).not.toContain('\u001b'));
});
