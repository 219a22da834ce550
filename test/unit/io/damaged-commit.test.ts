import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { WorkingCopy } from '../../../generator/io/git.ts';

const desk = mkdtempSync(join(tmpdir(), 'pap-fleet-damaged-'));
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', desk, '-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], { encoding: 'utf8' }).trim();

afterAll(() => {
  rmSync(desk, { recursive: true });
});

test('a damaged commit is told of by its own name, and says nothing of the names behind it', () => {
  git('init', '--quiet', '--initial-branch', 'main');
  git('commit', '--quiet', '--allow-empty', '--message', 'well');
  const well = git('rev-parse', 'HEAD');
  git('branch', 'well');
  git('commit', '--quiet', '--allow-empty', '--message', 'damaged');
  const damaged = git('rev-parse', 'HEAD');
  const path = join(desk, '.git/objects', damaged.slice(0, 2), damaged.slice(2));
  chmodSync(path, 0o600);
  writeFileSync(path, 'junk');
  const commitOf = (WorkingCopy.around(desk) as WorkingCopy).commitsOf(['refs/heads/main', 'refs/heads/well']);
  expect(commitOf('refs/heads/well')).toBe(well);
  expect(() => commitOf('refs/heads/main')).toThrow(damaged.slice(0, 12));
});
