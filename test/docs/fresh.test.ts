import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** `npm run docs` says which pages it would write anew. Of the README, for which it runs every command that is shown, `npm run fresh` says so. */
function stale(...pages: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['generator/tools/docs.mjs', '--check', ...pages], { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

describe('generated documentation', () => {
  it('has the reference pages that schemas and codes give', () => {
    expect(stale('docs/fleet.md', 'docs/diagnostics.md')).toBe('');
  });
});
