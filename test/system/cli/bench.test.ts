// What the bench compares with must build: files of checks and of the gate are left out of the program, and come and go.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { execFileSync } from 'node:child_process';

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-without-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['checks', 'gate'])('the program without its %s starts', async (part) => {
  const { bundleWithout } = (await import(new URL('../../bench/without.mjs', import.meta.url).href)) as {
    bundleWithout: (part: string, folder: string) => Promise<string>;
  };
  const program = await bundleWithout(part, join(folder, part));
  expect(execFileSync(process.execPath, [program, '--version'], { encoding: 'utf8' })).toBe('bench\n');
});
