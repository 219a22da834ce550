import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** What a script would write anew. Of the README, for which `docs.mjs` runs every command that is shown, `npm run fresh` says so. */
function stale(script: string, ...files: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`generator/tools/${script}`, '--check', ...files], { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

describe('generated documentation', () => {
  it('has the reference pages that schemas and codes give', () => {
    expect(stale('docs.mjs', 'docs/fleet.md', 'docs/diagnostics.md', 'docs/verification.md')).toBe('');
  });
});

describe('generated types', () => {
  it('are those of schemas/, and schemas/components.schema.json names every component', () => {
    expect(stale('types.mjs')).toBe('');
  });
});
