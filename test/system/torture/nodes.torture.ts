// The command line on every supported Node: the tests of it run once more, under each, so that the program starts with it as well.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODES, nodeOf } from './nodes.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const { TORTURE: _, ...env } = process.env;

test.each(NODES.slice(1))('the command line on Node %s', (version) => {
  const node = nodeOf(version);
  expect(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${version}`);
  // The build has compiled for one Node; this is the first run of another one, which keeps what it compiled.
  expect(spawnSync(node, [join(PROJECT, 'dist/pap-fleet.cjs'), 'validate'], { cwd: PROJECT, env, encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
  const vitest = [join(PROJECT, 'node_modules/vitest/vitest.mjs'), 'run', 'test/system/cli'];
  const { status, stdout, stderr } = spawnSync(node, vitest, { cwd: PROJECT, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect(status, `${stdout}\n${stderr}`.slice(-8000)).toBe(0);
  expect(stdout).toMatch(/Test Files .* passed/);
});
