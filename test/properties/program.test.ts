import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileMap } from '../../generator/render/files.ts';
import { fleets, written } from '../support/fleets.ts';
import { make, mustMake } from '../support/laws.ts';

const program = resolve('dist/pap-fleet.cjs');
let folder: string;
let config: string;
let compiled: FileMap;

beforeAll(() => {
  if (!existsSync(program)) throw new Error('dist/pap-fleet.cjs is missing: run npm run build');
  folder = mkdtempSync(join(tmpdir(), 'pap-fleet-laws-'));
  config = join(folder, 'config');
  const fleet = fc.sample(fleets, { numRuns: 50, seed: 3 }).find((sample) => Object.keys(sample.customs).length > 1 && make(sample) !== undefined);
  if (fleet === undefined) throw new Error('no fleet of the sample has objects by hand');
  compiled = mustMake(fleet).files;
  for (const [path, text] of Object.entries(written(fleet, { seed: 9, shuffle: true, comments: true, flow: true, quotes: true, split: true }))) {
    mkdirSync(dirname(join(config, path)), { recursive: true });
    writeFileSync(join(config, path), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contents(root: string): [string, string][] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]);
}

function tree(root: string): string {
  const hash = createHash('sha256');
  for (const [path, text] of contents(root)) hash.update(`${path}\0${text}\0`);
  return hash.digest('hex');
}

let runs = 0;

function generate({ umask = '022', cwd = folder, ...env }: Record<string, string> = {}): string {
  const out = join(folder, `out-${runs++}`);
  const inShell = `umask ${umask} && exec "$0" "$@"`;
  execFileSync(
    '/bin/sh',
    ['-c', inShell, process.execPath, program, 'generate', '--no-cache', '--config', relative(cwd, config), '--out', relative(cwd, out)],
    {
      cwd,
      env: { HOME: folder, PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  return tree(out);
}

test('law 3: the built program writes the same bytes whatever the machine says about language, time, rights and place', () => {
  const plain = generate();
  const elsewhere = join(folder, 'deep/below');
  mkdirSync(elsewhere, { recursive: true });
  const worlds: Record<string, string>[] = [
    { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' },
    { LC_ALL: 'C', TZ: 'America/St_Johns', umask: '077' },
    { LC_ALL: 'sv_SE.UTF-8', TZ: 'UTC', umask: '002', cwd: elsewhere },
    { TERM: 'xterm-256color', FORCE_COLOR: '1', SOURCE_DATE_EPOCH: '1', GIT_COMMIT: 'abc', CI: 'true' },
  ];
  for (const world of worlds) expect(generate(world), JSON.stringify(world)).toBe(plain);
});

test('law 3: the built program writes what compile() says, and nothing the second time', () => {
  const out = join(folder, 'compared');
  const run = (...more: string[]): Buffer =>
    execFileSync(process.execPath, [program, 'generate', '--no-cache', '--json', '--config', config, '--out', out, ...more], {
      stdio: 'pipe',
      env: { HOME: folder },
    });
  run();
  expect(Object.fromEntries(contents(out))).toEqual(Object.fromEntries(compiled));
  const { changes } = JSON.parse(run().toString()) as { changes: Record<string, unknown> };
  expect(changes).toEqual({ created: [], updated: [], deleted: [], unchanged: compiled.size, edited: [], foreign: [], blocked: [] });
});
