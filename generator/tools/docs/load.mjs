import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeRuleIndex } from '../rules.mjs';

/** The parts of the generator that pages are made from. Node 20 cannot import TypeScript, so they are bundled first. */
export async function loadGenerator(root) {
  writeRuleIndex();
  const entry = `
    export { CODES } from './generator/rules/rules.ts';
    export { GROUPS } from './generator/rules/groups.ts';
    export { examples } from './generator/rules/index.js';
    export { levelWords } from './generator/model/severity.ts';
    export { RELEASES } from './generator/fleet/versions/releases.ts';
    export { components } from './generator/components/index.ts';
  `;
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    loader: { '.hbs': 'text', '.yaml': 'text', '.sh': 'text' },
    alias: { handlebars: 'handlebars/dist/cjs/handlebars.js' },
    logLevel: 'warning',
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(module, module.exports, createRequire(join(root, 'package.json')));
  return module.exports;
}
