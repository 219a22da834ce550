import { mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../../generator/cli.ts';
import { AGENTS, FLEET, HEAD, REGIONS } from '../../support/program.ts';

// What a usage error says to write instead is what the program then takes: each row has the words that are said and the arguments of
// somebody who follows them.

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-hints-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): string {
  const at = join(folder, path);
  mkdirSync(join(at, '..'), { recursive: true });
  writeFileSync(at, text);
  return at;
}

put('config/fleet.yaml', FLEET);
put('twins/fleet.yaml', `${HEAD}${REGIONS}${AGENTS.replace('  alpha:', '  north:')}`);
put('yml/fleet.yml', FLEET);
const objects = put('objects.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes, namespace: agents }\ndata: { text: hello }\n');
const digests = put('digests.txt', `registry.example.net/alpha:1.0.0@sha256:${'a'.repeat(64)}\n`);
const fleet = ['--config', join(folder, 'config')];
const out = ['--out', join(folder, 'out')];

/** What the program prints, and its exit code; its words for a usage error come last. */
function cli(argv: readonly string[]): { readonly code: number; readonly text: string } {
  let text = '';
  const streams = { out: (more: string) => (text += more), err: (more: string) => (text += more), color: false };
  const code = run(argv, { streams, version: '0.0.0', build: 'test', cacheFolder: undefined }) as number;
  return { code, text };
}

/** Exit code of a usage error. */
const USAGE = 2;

/** What is written, what is said, and what somebody writes who follows it. */
const CASES: readonly (readonly [wrong: readonly string[], says: string | RegExp, right: readonly string[]])[] = [
  [['--json', 'validate', ...fleet], 'write: pap-fleet validate --json …', ['validate', '--json', ...fleet]],
  [['--no-color'], 'write: pap-fleet COMMAND --no-color …', ['validate', '--no-color', ...fleet]],
  [['valdate', ...fleet], 'did you mean "validate"?', ['validate', ...fleet]],
  [['--versoin'], 'did you mean "--version"?', ['--version']],
  [['nothing-like-it'], 'pap-fleet --help', ['--help']],
  [['help', 'genrate'], 'did you mean "generate"?', ['help', 'generate']],
  [['validate', '--formt', 'github', ...fleet], 'did you mean "--format"?', ['validate', '--format', 'github', ...fleet]],
  [['validate', '--format', 'githb', ...fleet], 'did you mean "github"?', ['validate', '--format', 'github', ...fleet]],
  [['validate', '--format'], '--format text|json|github|sarif|gitlab|rdjson|junit', ['validate', '--format', 'sarif', ...fleet]],
  [['validate', '--json=yes', ...fleet], 'usage: pap-fleet validate', ['validate', '--json', ...fleet]],
  [['validate', '--max-file-size', '4MB', ...fleet], 'for example --max-file-size 4MiB', ['validate', '--max-file-size', '4MiB', ...fleet]],
  [['validate', '--assume', 'soon', ...fleet], 'such as us-east.kubernetes=1.36', ['validate', '--assume', 'north.kubernetes=1.36', ...fleet]],
  [
    ['validate', '--assume', 'kubernetes=1.36', ...fleet],
    'name the region: REGION.kubernetes=1.36',
    ['validate', '--assume', 'north.kubernetes=1.36', ...fleet],
  ],
  [['validate', '--assume', 'north.argocd=3.4', ...fleet], 'write argocd=VERSION', ['validate', '--assume', 'argocd=3.4', ...fleet]],
  [['validate', '--assume', 'north.kubernets=1.36', ...fleet], /there is: .*kubernetes/, ['validate', '--assume', 'north.kubernetes=1.36', ...fleet]],
  [['validate', '--assume', 'north.kubernetes=1.36.1', ...fleet], /such as 1\.[0-9]+/, ['validate', '--assume', 'north.kubernetes=1.36', ...fleet]],
  [['validate', '--assume', 'nort.kubernetes=1.36', ...fleet], 'did you mean "north"?', ['validate', '--assume', 'north.kubernetes=1.36', ...fleet]],
  [['validate', '--config', join(folder, 'nowhere')], 'name the folder that holds fleet.yaml with --config', ['validate', ...fleet]],
  [['explain', ...fleet], 'usage: pap-fleet explain', ['explain', 'alpha', ...fleet]],
  [['explain', 'alhpa', ...fleet], 'did you mean "alpha"?', ['explain', 'alpha', ...fleet]],
  [['explain', 'alpha', 'replcas', ...fleet], 'did you mean "replicas"?', ['explain', 'alpha', 'replicas', ...fleet]],
  [
    ['explain', 'alpha', 'image', '--region', 'nort', ...fleet],
    'did you mean "north"?',
    ['explain', 'alpha', 'image', '--region', 'north', ...fleet],
  ],
  [['explain', 'fleet/unknwon-region'], 'did you mean "fleet/unknown-region"?', ['explain', 'fleet/unknown-region']],
  [
    ['explain', 'north', '--config', join(folder, 'twins')],
    'write agent/north or region/north',
    ['explain', 'agent/north', '--config', join(folder, 'twins')],
  ],
  [
    ['explain', 'north', '--config', join(folder, 'twins')],
    'write agent/north or region/north',
    ['explain', 'region/north', '--config', join(folder, 'twins')],
  ],
  [['preflight', 'nort', ...fleet], 'did you mean "north"?', ['preflight', 'north', ...fleet]],
  [['lint', objects, '--region', 'nort', ...fleet], 'did you mean "north"?', ['lint', objects, '--region', 'north', ...fleet]],
  [['lint', join(folder, 'yml')], 'name files or folders that hold manifests', ['lint', objects]],
  [['generate', '--wait', 'soon', ...fleet, ...out], 'a whole number from 0 to 9999', ['generate', '--wait', '5', ...fleet, ...out]],
  [['generate', ...fleet, '--out', folder], 'name a folder that is for this alone, such as out', ['generate', ...fleet, ...out]],
  [
    ['plan', '--today', '2026-13-01', '--base', 'out', ...fleet, ...out],
    'for example 2026-12-01',
    ['plan', '--today', '2026-12-01', '--base', 'out', ...fleet, ...out],
  ],
  [['pin', ...fleet], 'pap-fleet pin --help shows what such a file holds', ['pin', '--help']],
  [['pin', '--digests', objects, ...fleet], 'a line is NAME:TAG@sha256:… or NAME:TAG sha256:…', ['pin', '--digests', digests, '--dry-run', ...fleet]],
  [['approve', 'x', '--by', 'Ada', ...fleet], '--reason is missing', ['approve', '--help']],
  [['init', join(folder, 'new'), ...fleet], 'leave --config out', ['init', '--help']],
];

describe('a usage error', () => {
  test.each(CASES)('%j', (wrong, says, right) => {
    const said = cli(wrong);
    expect(said.code, said.text).toBe(USAGE);
    if (typeof says === 'string') expect(said.text).toContain(says);
    else expect(said.text).toMatch(says);
    const then = cli(right);
    expect(then.code, then.text).not.toBe(USAGE);
    expect(then.code, then.text).not.toBe(70);
  });

  test('about the name of the file: renamed, it is read', () => {
    const at = ['validate', '--config', join(folder, 'yml')];
    expect(cli(at).text).toContain('its name must end in .yaml');
    renameSync(join(folder, 'yml/fleet.yml'), join(folder, 'yml/fleet.yaml'));
    expect(cli(at).code).toBe(0);
  });
});
