// The whole program in a folder: what starts it, all of its code, and that code as V8 has compiled it. The bench makes variants of it.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { templates } from './templates.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

/**
 * The yaml package prints every token it reads when LOG_TOKENS or LOG_STREAM is set: a fleet's text, secrets included,
 * in the output of a command. It shall see no environment. `define` cannot do that: the package requires `process`.
 */
const quietYaml = {
  name: 'quiet-yaml',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?process$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]yaml[\\/]/.test(importer) ? { path: 'process', namespace: 'quiet-yaml' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'quiet-yaml' }, () => ({
      contents: 'module.exports = { env: {}, emitWarning: (warning) => process.emitWarning(warning) };',
    }));
  },
};

/** What speaks with editors is a file beside the program, which `pap-fleet lsp` alone loads: reading it would cost every other start. */
const LANGUAGE_SERVER = /^vscode-languageserver(\/node\.js|-textdocument)$/;
const apart = {
  name: 'language-server-apart',
  setup({ onResolve }) {
    onResolve({ filter: LANGUAGE_SERVER }, ({ importer }) =>
      /[\\/]generator[\\/]/.test(importer) ? { path: './language-server.cjs', external: true } : undefined,
    );
  },
};

/** Modules of Node that few runs need, and that take a millisecond each to load: they are loaded when they are first asked for something. */
const LATE = /^node:(child_process|tls|zlib)$/;
const late = {
  name: 'late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: LATE }, ({ path, namespace }) => (namespace === 'late' ? { path, external: true } : { path, namespace: 'late' }));
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: Object.keys(createRequire(import.meta.url)(path))
        .map(
          (key) =>
            `Object.defineProperty(exports, ${JSON.stringify(key)}, { enumerable: true, get: () => require(${JSON.stringify(path)})[${JSON.stringify(key)}] });`,
        )
        .join('\n'),
      loader: 'js',
    }));
  },
};

async function bundleLanguageServer(folder) {
  await build({
    absWorkingDir: root,
    stdin: {
      contents:
        "export { createConnection, ResponseError, TextDocuments } from 'vscode-languageserver/node.js';\nexport { TextDocument } from 'vscode-languageserver-textdocument';\n",
      resolveDir: root,
    },
    outfile: join(folder, 'language-server.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
  });
}

/** Code of ASCII alone is read in half the time and memory. What esbuild leaves of other characters stands in comments and regular expressions. */
function ascii(code) {
  return code.replaceAll(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * @param {string} folder gets `pap-fleet.cjs`, `program.js`, what V8 compiled of it, and `language-server.cjs`
 * @param {Record<string, string>} define what the program is told about itself, as JavaScript
 * @param {import('esbuild').Plugin[]} plugins
 * @returns {Promise<string>} the file to run
 * @throws when the program cannot be bundled, or cannot run a fleet of its own making
 */
export async function bundle(folder, define, plugins = []) {
  mkdirSync(folder, { recursive: true });
  // V8 compares no more of the code than its length: what was compiled of other code must be gone before.
  for (const name of readdirSync(folder)) if (name.endsWith('.v8')) rmSync(join(folder, name));
  await build({
    absWorkingDir: root,
    entryPoints: ['generator/main.ts'],
    outfile: join(folder, 'program.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: '(function (require, module) {' },
    footer: { js: '})' },
    define,
    loader: { '.yaml': 'text', '.sh': 'text' },
    // Templates are code already: what reads them stays out.
    alias: { handlebars: 'handlebars/dist/cjs/handlebars.runtime.js' },
    plugins: [quietYaml, late, templates, apart, ...plugins],
    logLevel: 'warning',
  });
  await bundleLanguageServer(folder);
  const program = join(folder, 'program.js');
  writeFileSync(program, ascii(readFileSync(program, 'utf8')));
  const start = join(folder, 'pap-fleet.cjs');
  writeFileSync(start, readFileSync(join(here, 'start.cjs')));
  chmodSync(start, 0o755);
  const { status, stderr } = spawnSync(process.execPath, [join(here, 'warm.cjs'), folder], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`the program that was built cannot run:\n${stderr}`);
  return start;
}
