// Makes the reference pages and the generated parts of README.md; with --check it only says which are stale.
//   node generator/tools/docs.mjs [--check] [FILE...]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { diagnosticsPage } from './docs/diagnostics.mjs';
import { fleetPage } from './docs/fleet.mjs';
import { fleetPicture } from './docs/picture.mjs';
import { loadGenerator } from './docs/load.mjs';
import { readmePage } from './docs/readme.mjs';
import { verificationPage } from './docs/verification.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');

/** File → its text as it should be, before formatting. */
const PAGES = {
  'docs/fleet.md': (generator) => fleetPage(root, generator.components),
  'docs/diagnostics.md': (generator) => diagnosticsPage(generator),
  'docs/verification.md': ({ RELEASES }) => verificationPage(root, read('docs/verification.md'), RELEASES),
  'docs/fleet.svg': () => fleetPicture(root),
  'README.md': (generator) => readmePage(root, read('README.md'), generator.components),
};

const words = process.argv.slice(2);
const check = words.includes('--check');
const chosen = words.filter((word) => word !== '--check');
const unknown = chosen.find((path) => PAGES[path] === undefined);
if (unknown !== undefined) {
  console.error(`${unknown} is not generated; generated are ${Object.keys(PAGES).join(', ')}`);
  process.exit(2);
}

const generator = await loadGenerator(root);
const stale = [];
for (const path of chosen.length > 0 ? chosen : Object.keys(PAGES)) {
  const options = await resolveConfig(join(root, path));
  const made = PAGES[path](generator);
  const wanted = path.endsWith('.svg') ? made : await format(made, { ...options, filepath: path });
  if (wanted === read(path)) continue;
  stale.push(path);
  if (!check) writeFileSync(join(root, path), wanted);
}
for (const path of stale) console.log(check ? `${path} is stale; run: npm run docs` : `wrote ${path}`);
process.exitCode = check && stale.length > 0 ? 1 : 0;
