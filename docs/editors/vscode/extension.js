'use strict';
/* global require, exports */
// Starts `pap-fleet lsp` in the folder that is open, and speaks with it. All else is the server's.
const { commands, window, workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

function begin() {
  const [folder] = workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  const settings = workspace.getConfiguration('pap-fleet', folder.uri);
  const [command, ...args] = settings.get('command');
  const config = settings.get('config');
  client = new LanguageClient(
    'pap-fleet',
    'pap-fleet',
    // On Windows npx is a script, which a shell alone starts; whoever may write the setting may run programs.
    { command, args: [...args, 'lsp', '--config', config], options: { cwd: folder.uri.fsPath, shell: process.platform === 'win32' } },
    { documentSelector: [{ scheme: 'file', pattern: `${folder.uri.fsPath.replaceAll('\\', '/')}/${config}/**/*.{yaml,yml}` }] },
  );
  client.start().catch((error) => window.showErrorMessage(`pap-fleet does not start: ${error.message}. Is it installed here (npm ci)?`));
}

async function end() {
  const old = client;
  client = undefined;
  await old?.stop();
}

exports.activate = ({ subscriptions }) => {
  subscriptions.push(commands.registerCommand('pap-fleet.restart', () => end().then(begin)));
  begin();
};
exports.deactivate = end;
