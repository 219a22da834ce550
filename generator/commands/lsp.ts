import { serve } from '../editor/server.ts';
import type { Command } from './command.ts';

export const lsp: Command = {
  name: 'lsp',
  summary: 'help whoever writes config/ in an editor: findings while typing, completion, fixes',
  usage: '[--config DIR]',
  help: `A language server: an editor starts it and speaks with it over standard input and output. It shows findings while you type, over all files of
config/; on hover what a key is for, its default, and what holds in each region by which layer; it completes keys, values and names, goes from an
override to the layer below it and from a name to where it is declared, lists where a name is used, renames an agent together with the entry of
"moved" that this needs, and offers the fixes that "validate --fix" makes. docs/editors.md says how editors start it.

Examples:
  pap-fleet lsp                       what an editor runs, in the folder of the repository
  pap-fleet lsp --config fleet/config`,
  options: [{ name: 'stdio', help: 'what some editors pass; there is no other way' }],
  words: { max: 0 },
  run(context, flags) {
    serve({ config: flags.config, maxFileSize: flags.maxFileSize, version: context.version });
    return undefined;
  },
};
