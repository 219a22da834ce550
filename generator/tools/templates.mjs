// Templates become code when the program is built: reading them at run time would cost every run 15 ms, and the reader itself its place.
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

/**
 * A template as a module. Templates arrange text; values are escaped by functions before they come here, so nothing is
 * escaped (`noEscape`), and a name that is missing is an error instead of an empty place (`strict`).
 *
 * @param {string} source
 * @throws where the template is not one
 */
export function templateModule(source) {
  return `export default ${Handlebars.precompile(source, { noEscape: true, strict: true, knownHelpersOnly: true })};`;
}

/** @type {import('esbuild').Plugin} */
export const templates = {
  name: 'templates',
  setup({ onLoad }) {
    onLoad({ filter: /\.hbs$/ }, ({ path }) => ({ contents: templateModule(readFileSync(path, 'utf8')) }));
  },
};
