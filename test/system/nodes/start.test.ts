// The built program under every Node that is supported: each starts from what it has compiled itself, makes the same bytes and gives the same answers.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NODES, nodeOf } from '../torture/nodes.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-nodes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// What is compiled is kept beside the program: that of this test belongs to a copy.
cpSync(join(PROJECT, 'dist'), join(folder, 'dist'), { recursive: true });

function run(version: string, ...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const env = { PATH: process.env['PATH'], XDG_CACHE_HOME: join(folder, 'cache', version) };
  const ran = spawnSync(nodeOf(version), [join(folder, 'dist/pap-fleet.cjs'), ...args], { cwd: PROJECT, env, encoding: 'utf8' });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

function digestOf(out: string): string {
  const paths = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hash = createHash('sha256');
  for (const path of paths.map((entry) => join(entry.parentPath, entry.name)).sort()) hash.update(path.slice(out.length)).update(readFileSync(path));
  return hash.digest('hex');
}

const compiled = (version: string): string[] => readdirSync(join(folder, 'dist')).filter((name) => name.startsWith(`program-v${version}-`));

test.each(NODES)('Node %s', (version) => {
  const out = join(folder, `out-${version}`);
  expect(run(version, 'validate')).toMatchObject({ code: 0, err: '' });
  expect(compiled(version)).toHaveLength(1);
  expect(run(version, 'generate', '--out', out)).toMatchObject({ code: 0, err: '' });
  expect(run(version, 'generate', '--out', out).out).toContain('is up to date');
  expect(run(version, 'check', '--out', out)).toMatchObject({ code: 0, err: '' });
  expect(run(version, 'plan', '--base', 'out', '--no-exit-code')).toMatchObject({ code: 0, err: '' });
  expect(run(version, 'validate', '--config', 'nowhere').code).toBe(2);
  expect(run(version, 'nonsense').code).toBe(2);
  expect(digestOf(out)).toBe(digestOf(join(PROJECT, 'out')));
});
