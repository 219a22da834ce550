// One file out of the whole program. The bench makes variants of it.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

/**
 * @param {string} outfile
 * @param {Record<string, string>} define what the program is told about itself, as JavaScript
 * @param {import('esbuild').Plugin[]} plugins
 */
export async function bundle(outfile, define, plugins = []) {
  await build({
    absWorkingDir: join(dirname(fileURLToPath(import.meta.url)), '..', '..'),
    entryPoints: ['generator/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    define,
    loader: { '.hbs': 'text', '.yaml': 'text' },
    // The CommonJS build of Handlebars: its default entry asks for require.extensions, which a bundle has not.
    alias: { handlebars: 'handlebars/dist/cjs/handlebars.js' },
    plugins: [quietYaml, ...plugins],
    logLevel: 'warning',
  });
}
