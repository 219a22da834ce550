// The connection with an editor, over standard input and output. The library is a file of its own, which no other command loads.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as Server from 'vscode-languageserver/node.js';
import type * as Documents from 'vscode-languageserver-textdocument';
import { Failure } from './failure.ts';

export type Connection = Server.Connection;
export type Library = Pick<typeof Server, 'TextDocuments' | 'ResponseError'> & Pick<typeof Documents, 'TextDocument'>;
export type { TextDocument } from 'vscode-languageserver-textdocument';
export type * as Protocol from 'vscode-languageserver/node.js';

/**
 * Begin to speak with the editor that started this program. When it goes, in whatever way, so does this process.
 * @throws Failure (usage) where a person has started it
 */
export function connect(): { readonly connection: Connection; readonly library: Library } {
  if (process.stdin.isTTY)
    throw new Failure('usage', 'pap-fleet lsp speaks with an editor, over standard input and output', 'docs/editors.md says how editors start it');
  /* eslint-disable @typescript-eslint/no-require-imports -- an import would load them at every start */
  const { createConnection, TextDocuments, ResponseError } = require('vscode-languageserver/node.js') as typeof Server;
  const { TextDocument } = require('vscode-languageserver-textdocument') as typeof Documents;
  /* eslint-enable @typescript-eslint/no-require-imports */
  // Whoever reads no more has gone.
  process.stdout.on('error', () => process.exit(1));
  return { connection: createConnection(process.stdin, process.stdout), library: { TextDocuments, ResponseError, TextDocument } };
}

/** The one of several folders in which a config folder has a fleet; else the first. @param config relative to each */
export function withFleet(folders: readonly string[], config: string): string {
  return folders.find((folder) => existsSync(join(folder, config, 'fleet.yaml'))) ?? folders[0] ?? process.cwd();
}
