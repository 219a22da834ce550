// What `npm pack` gives: a program that runs where nothing else is installed, with the licenses of what is in it.
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundledPackages } from '../../../generator/tools/notices.mjs';
import { PROJECT, environment, execute, scratch } from '../workflows/repositories.ts';
import type { Ran } from '../workflows/repositories.ts';

const folder = scratch();
const home = join(folder, 'desk');
/** No registry can be asked. */
const env = { ...environment(folder), npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
const MOST = 3_000_000;
let packed: { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] };

const run = (...args: readonly string[]): Ran => execute(home, env, join(home, 'node_modules/.bin/pap-fleet'), ...args);

beforeAll(() => {
  const ran = execute(PROJECT, env, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder);
  if (ran.code !== 0) throw new Error(ran.err);
  [packed] = JSON.parse(ran.out) as [typeof packed];
  mkdirSync(home);
  // Named, since npm would take a folder above it in which somebody has left node_modules.
  const installed = execute(home, env, 'npm', 'install', '--no-save', '--prefix', home, join(folder, packed.filename));
  if (installed.code !== 0) throw new Error(installed.err);
  cpSync(join(PROJECT, 'config'), join(home, 'config'), { recursive: true });
});

test('is small, and holds the program, the schemas and nothing for developers', () => {
  expect(packed.size).toBeLessThanOrEqual(MOST);
  const paths = packed.files.map(({ path }) => path);
  const known =
    /^(LICENSE|README\.md|package\.json|dist\/(pap-fleet\.cjs|program\.js|gitlab-review\.mjs|NOTICES\.txt|[a-z-]+\.(js|cjs))|schemas\/[\w./-]+\.json)$/;
  expect(paths.filter((path) => !known.test(path))).toEqual([]);
  expect(paths).toEqual(
    expect.arrayContaining(['dist/pap-fleet.cjs', 'dist/program.js', 'dist/gitlab-review.mjs', 'dist/NOTICES.txt', 'schemas/fleet.schema.json']),
  );
});

test('brings no other package, because all that it needs is in it', () => {
  expect(readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['pap-fleet']);
  expect(JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'))).not.toHaveProperty('dependencies');
});

describe('runs in an empty folder', () => {
  test('validate, generate and check on the example, with the bytes of this repository', () => {
    expect(run('--version').out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(run('validate').code).toBe(0);
    expect(run('generate').code).toBe(0);
    expect(execute(home, env, 'diff', '--recursive', 'out', join(PROJECT, 'out'))).toMatchObject({ code: 0, out: '' });
    expect(run('check').code).toBe(0);
  });

  test('what is loaded only by some fleets is there too', () => {
    cpSync(join(PROJECT, 'examples/open-world/config'), join(home, 'open-world'), { recursive: true });
    expect(run('validate', '--config', 'open-world')).toMatchObject({ code: 0 });
  });

  test('by npx, too', () => {
    expect(execute(home, env, 'npx', '--no', 'pap-fleet', '--version').code).toBe(0);
  });
});

test('the license of every package that is bundled goes with it', () => {
  const dist = join(home, 'node_modules/pap-fleet/dist');
  const notices = readFileSync(join(dist, 'NOTICES.txt'), 'utf8');
  const bundled = bundledPackages(dist);
  expect(bundled).toEqual(expect.arrayContaining(['ajv', 'fast-glob', 'handlebars', 're2js', 'yaml', '@marcbachmann/cel-js']));
  for (const name of bundled) expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w. -]+\\)\\n\\n\\S`, 'm'));
  expect(notices).toContain('Apache License');
  expect(statSync(join(dist, 'NOTICES.txt')).size).toBeLessThan(500_000);
});
