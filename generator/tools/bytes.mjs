// Says whether the bytes of out/ for an unchanged config/ are others than those of the last release, and so which version the next one has at
// least and what the changelog must name. The fleets are those whose out/ lies in this repository.
//   node generator/tools/bytes.mjs [BASE]            BASE: a commit; without it the newest tag v* before this commit
//   node generator/tools/bytes.mjs --release [BASE]  also demands that package.json has such a version: what a release asks
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The heading under which the changelog names fleets whose bytes are others. */
const HEADING = '### Bytes of out/';

function git(root, ...args) {
  const { status, stdout, stderr } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr.trim()}`);
  return stdout;
}

/** Folders of fleets: name → folder that holds config/ and out/. */
function fleetsAt(root, commit) {
  const paths = git(root, 'ls-tree', '-r', '-d', '--name-only', '-z', commit).split('\0');
  const folders = paths
    .filter((path) => /^(test\/examples\/golden\/[^/]+\/|examples\/[^/]+\/)?out$/.test(path))
    .map((path) => path.slice(0, -'out'.length));
  return new Map(folders.map((folder) => [folder === '' ? 'config' : folder.split('/').at(-2), folder]));
}

/**
 * Fleets of the base whose config/ is the same now and whose out/ is not: name → files.
 * In goldens a file that comes does not count: they hold a part of what is generated, and a test may look at more of it.
 */
export function changedFleets(root, base) {
  const changed = new Map();
  for (const [name, folder] of fleetsAt(root, base)) {
    const differing = (path) => git(root, 'diff', '--name-status', '--no-renames', '-z', base, '--', `${folder}${path}`).split('\0').slice(0, -1);
    if (differing('config').length > 0) continue;
    const fields = differing('out');
    const files = fields.flatMap((mark, i) =>
      i % 2 === 1 || (mark === 'A' && folder.startsWith('test/')) ? [] : [fields[i + 1].slice(folder.length)],
    );
    if (files.length > 0) changed.set(name, files);
  }
  return changed;
}

/** The lowest version that may have other bytes than `version`. */
export function nextMinor(version) {
  const [major, minor] = version.split('.').map(Number);
  return `${major}.${minor + 1}.0`;
}

function isBelow(version, other) {
  const [a, b] = [version, other].map((text) => text.split('-')[0].split('.').map(Number));
  const at = a.findIndex((part, i) => part !== b[i]);
  return at !== -1 && a[at] < b[at];
}

/** What of the changelog is about releases after `version`. */
export function sinceRelease(changelog, version) {
  const at = changelog.indexOf(`\n## [${version}]`);
  return at === -1 ? changelog : changelog.slice(0, at);
}

/** Names of fleets that stand in backticks below the heading. */
export function namedFleets(changelog) {
  const sections = changelog.split(/^(?=#{2,3} )/m).filter((section) => section.startsWith(HEADING));
  return new Set(sections.flatMap((section) => [...section.matchAll(/`([^`\s]+)`/g)].map(([, name]) => name)));
}

/** @returns {{ code: number, text: string }} */
export function judge({ changed, named, base, from, version, release }) {
  if (changed.size === 0) return { code: 0, text: `out/ of every fleet is as ${base} wrote it: a patch version is enough` };
  const least = nextMinor(from);
  const lines = [...changed].map(([name, files]) => `  ${name}: ${files.length} files, such as ${files[0]}`);
  const missing = [...changed.keys()].filter((name) => !named.has(name));
  const wrong = [
    ...(missing.length === 0 ? [] : [`CHANGELOG.md must say below "${HEADING}" what moves in ${missing.map((name) => `\`${name}\``).join(', ')}`]),
    ...(release && isBelow(version, least) ? [`the version of package.json is ${version}, and must be ${least} at least`] : []),
  ];
  const text = `since ${base} the bytes of out/ are others for the same config/, so the next version is ${least} at least:\n${lines.join('\n')}`;
  return { code: wrong.length === 0 ? 0 : 1, text: [text, ...wrong].join('\n') };
}

function lastRelease(root) {
  const { status, stdout } = spawnSync('git', ['describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', 'HEAD^'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function main(root, words) {
  const release = words.includes('--release');
  const base = words.find((word) => !word.startsWith('-')) ?? lastRelease(root);
  if (base === undefined) return { code: 0, text: 'no release before this one: there are no bytes to compare with' };
  const from = JSON.parse(git(root, 'show', `${base}:package.json`)).version;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = namedFleets(sinceRelease(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), from));
  return judge({ changed: changedFleets(root, base), named, base, from, version, release });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { code, text } = main(process.cwd(), process.argv.slice(2));
  console.log(text);
  process.exitCode = code;
}
