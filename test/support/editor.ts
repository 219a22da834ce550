import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';

const PROGRAM = join(import.meta.dirname, '../../dist/pap-fleet.cjs');

/** An editor that started the built program, and speaks with it through the library that real ones use. */
export class Editor {
  readonly #folder: string;
  readonly child: ChildProcessWithoutNullStreams;
  readonly connection: ProtocolConnection;
  readonly #documents = new Map<string, TextDocument>();
  readonly shown = new Map<string, readonly Diagnostic[]>();
  /** How often findings of a file were told. */
  published = 0;

  constructor(folder: string, args: readonly string[] = []) {
    this.#folder = folder;
    this.child = spawn(process.execPath, [PROGRAM, 'lsp', ...args], { cwd: folder });
    this.connection = createProtocolConnection(new StreamMessageReader(this.child.stdout), new StreamMessageWriter(this.child.stdin));
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => {
      this.shown.set(uri, diagnostics);
      this.published += 1;
    });
    this.connection.listen();
  }

  uri(path: string): string {
    return pathToFileURL(join(this.#folder, path)).href;
  }

  async begin(): Promise<InitializeResult> {
    const result: InitializeResult = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(this.#folder).href,
      capabilities: { workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['rename'] } } },
      workspaceFolders: [{ uri: pathToFileURL(this.#folder).href, name: 'fleet' }],
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  async open(path: string, text: string): Promise<void> {
    const document = TextDocument.create(this.uri(path), 'yaml', 1, text);
    this.#documents.set(path, document);
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: document.uri, languageId: 'yaml', version: 1, text } });
  }

  text(path: string): string {
    return (this.#documents.get(path) as TextDocument).getText();
  }

  /** Where a text stands, and how many characters behind its beginning. */
  position(path: string, text: string, behind = 0): Position {
    const document = this.#documents.get(path) as TextDocument;
    const at = document.getText().indexOf(text);
    if (at === -1) throw new Error(`${path} does not hold ${text}`);
    return document.positionAt(at + behind);
  }

  /** Write something else in the place of a text, as an editor tells it: the part alone. */
  async replace(path: string, old: string, text: string): Promise<void> {
    const document = this.#documents.get(path) as TextDocument;
    const range = { start: this.position(path, old), end: this.position(path, old, old.length) };
    const version = document.version + 1;
    this.#documents.set(path, TextDocument.update(document, [{ range, text }], version));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: document.uri, version },
      contentChanges: [{ range, text }],
    });
  }

  ask<T>(what: string, path: string, position: Position, more: object = {}): Promise<T> {
    return this.connection.sendRequest(`textDocument/${what}`, { textDocument: { uri: this.uri(path) }, position, ...more });
  }

  /** The messages that are shown for a file, once they are what is expected. */
  async messages(path: string, expected: (messages: readonly string[]) => boolean): Promise<readonly string[]> {
    const end = Date.now() + 10_000;
    for (;;) {
      const messages = (this.shown.get(this.uri(path)) ?? []).map(({ code, message }) => `${String(code)} ${message}`);
      if (this.published > 0 && expected(messages)) return messages;
      if (Date.now() > end) throw new Error(`${path} shows ${JSON.stringify(messages)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The text of a file after an edit. */
  after(path: string, { changes, documentChanges }: WorkspaceEdit): string {
    const own = (documentChanges ?? []).flatMap((each) =>
      'edits' in each && each.textDocument.uri === this.uri(path) ? (each.edits as TextEdit[]) : [],
    );
    return TextDocument.applyEdits(this.#documents.get(path) as TextDocument, [...(changes?.[this.uri(path)] ?? []), ...own]);
  }

  /** Resolves with the exit code. */
  ended(): Promise<number | null> {
    return this.child.exitCode !== null
      ? Promise.resolve(this.child.exitCode)
      : new Promise((resolve) => this.child.once('exit', (code) => resolve(code)));
  }
}
