// The licenses of what is bundled: they must go where the bundle goes.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a bundler writes before each module that it takes in. */
const MODULE = /^\s*\/\/ (?:\S*\/)?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\/\S+$/gm;

/** Names of the packages whose code is in a folder of bundles, sorted. */
export function bundledPackages(folder) {
  const found = new Set();
  for (const file of readdirSync(folder).filter((each) => /\.(js|cjs|mjs)$/.test(each)))
    for (const [, name] of readFileSync(join(folder, file), 'utf8').matchAll(MODULE)) found.add(name);
  return [...found].sort();
}

/**
 * Write NOTICES.txt into the folder: our license, and that of every package that is bundled.
 * @throws where the bundle does not say what is in it, or a package has no license
 */
export function writeNotices(root, folder) {
  const packages = bundledPackages(folder);
  if (packages.length === 0) throw new Error('the bundle names no package: was it minified? NOTICES.txt is made of those names');
  const parts = packages.map((name) => {
    const at = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
    const file = readdirSync(at).find((each) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(each));
    if (typeof license !== 'string' || file === undefined) throw new Error(`${name} is bundled, and has no license that can go with it`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(at, file), 'utf8').trim()}\n`;
  });
  const own = existsSync(join(root, 'LICENSE')) ? readFileSync(join(root, 'LICENSE'), 'utf8').trim() : '';
  const line = `\n${'-'.repeat(80)}\n\n`;
  writeFileSync(join(folder, 'NOTICES.txt'), [`pap-fleet (Apache-2.0)\n\n${own}\n`, ...parts].join(line));
}
