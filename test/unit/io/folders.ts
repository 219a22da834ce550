import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

/** A folder for each test; gone after it. */
export function scratch(): () => string {
  const folders: string[] = [];
  // Not with Node, which stops where paths are too long.
  afterEach(() => void spawnSync('rm', ['-rf', ...folders.splice(0)]));
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-unit-'));
    folders.push(folder);
    return folder;
  };
}

/**
 * What the system lists and yet refuses to open, also to root: paths that are longer than it takes (PATH_MAX of Linux).
 * @returns the folder that holds it, relative to the one given, and its name
 */
export function tooLong(folder: string, kind: 'file' | 'folder'): { below: string; name: string } {
  const steps: string[] = [];
  while (join(folder, ...steps).length < 3700) steps.push('d'.repeat(200));
  const deep = join(folder, ...steps, 'e'.repeat(3900 - join(folder, ...steps).length));
  mkdirSync(deep, { recursive: true });
  const name = `${'f'.repeat(240)}.yaml`;
  const handle = openSync(deep, 'r');
  try {
    const by = `/proc/self/fd/${handle}/${name}`;
    if (kind === 'file') writeFileSync(by, 'a: b\n');
    else mkdirSync(by);
  } finally {
    closeSync(handle);
  }
  return { below: deep.slice(folder.length + 1), name };
}
