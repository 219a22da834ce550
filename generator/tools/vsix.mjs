// Packs the extension of VS Code: `npm run vsix`. Its code and what it needs are bundled into one file, so that the package holds five files.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(root, 'docs/editors/vscode');
const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
/** What packing needs is installed here: below docs/ its pages would be taken for ours. */
const cache = join(root, 'node_modules/.cache/pap-fleet/vsix');
const packed = join(folder, `${name}-${version}.vsix`);

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

/** What a package holds, besides what describes it to the editor. */
const EXPECTED = ['extension/LICENSE.txt', 'extension/extension.js', 'extension/package.json', 'extension/readme.md'];
const LARGEST = 300_000;

/** @throws when the package holds anything else, is large, or its code does not load the server of the command */
function inspect() {
  const bytes = readFileSync(packed);
  const files = unzipSync(bytes);
  const held = Object.keys(files).filter((path) => path.startsWith('extension/'));
  if (held.sort().join() !== EXPECTED.join()) throw new Error(`the package holds ${held.join(', ')}`);
  if (bytes.length > LARGEST) throw new Error(`the package has ${bytes.length} bytes, and ${LARGEST} are enough`);
  const code = Buffer.from(files['extension/extension.js']).toString();
  const needs = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, path]) => path);
  const unknown = [...new Set(needs)].filter(
    (path) => path !== 'vscode' && !process.getBuiltinModule?.(path) && !/^node:|^(fs|os|path|net|util|url|crypto|child_process)$/.test(path),
  );
  if (unknown.length > 0) throw new Error(`the package needs ${unknown.join(', ')}, which it does not hold`);
  if (!code.includes('activate')) throw new Error('the code of the package has no function activate');
  return bytes.length;
}

const work = mkdtempSync(join(tmpdir(), 'pap-fleet-vsix-'));
try {
  mkdirSync(cache, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(folder, file), join(cache, file));
  // Scripts of the packages are of no use for packing, and are not run.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], cache);
  await build({
    absWorkingDir: folder,
    entryPoints: ['extension.js'],
    outfile: join(work, 'extension.js'),
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    external: ['vscode'],
    nodePaths: [join(cache, 'node_modules')],
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
  });
  for (const file of ['package.json', 'README.md']) copyFileSync(join(folder, file), join(work, file));
  copyFileSync(join(root, 'LICENSE'), join(work, 'LICENSE'));
  rmSync(packed, { force: true });
  run(process.execPath, [join(cache, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--out', packed], work);
  console.log(`${packed}: ${inspect()} bytes`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
