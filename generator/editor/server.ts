// The language server: what the editor tells, and what it asks. What the answers are stands in the files beside this one.
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Failure } from '../io/failure.ts';
import { connect, withFleet, type Connection, type Library, type Protocol, type TextDocument } from '../io/language-server.ts';
import { isSame, readConfig } from '../io/read-config.ts';
import { FolderWatch } from '../io/watch.ts';
import { remembered } from '../model/memo.ts';
import type { Finding } from '../model/finding.ts';
import { urlOf } from '../report/outcome.ts';
import { redact } from '../secrets/redact.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { actions, everyFix, type Action } from './actions.ts';
import type { Change } from './change.ts';
import { proposals } from './complete.ts';
import { definitions, references } from './definition.ts';
import { byFile } from './diagnostics.ts';
import { hover } from './hover.ts';
import type { Span } from './outline.ts';
import { overlaid } from './overlay.ts';
import { Pauses } from './pauses.ts';
import { renamable, renaming } from './rename.ts';
import { symbols, type Symbol } from './symbols.ts';
import { Workspace, type Place, type Text } from './workspace.ts';
import type { Severity } from '../model/severity.ts';

export interface ServerOptions {
  /** Folder with fleet.yaml, relative to the folder that the editor has open. */
  readonly config: string;
  readonly maxFileSize: number;
  readonly version: string;
}

/** Numbers of the protocol. */
const INCREMENTAL = 2;
const INVOKED = 1;
const SEVERITY = { error: 1, warning: 2, note: 3 } as const satisfies Record<Severity, number>;
const ITEM = { key: 10, value: 12, name: 18 } as const;
const SYMBOL = { map: 19, list: 18, scalar: 15, nothing: 21 } as const;
const REQUEST_FAILED = -32803;
const FIX_ALL = 'source.fixAll.pap-fleet';

/** Serve the editor that started this program, until it goes. */
export function serve(options: ServerOptions): void {
  const { connection, library } = connect();
  new Server(connection, library, options).listen();
}

class Server {
  readonly #connection: Connection;
  readonly #library: Library;
  readonly #options: ServerOptions;
  readonly #documents: Protocol.TextDocuments<TextDocument>;
  readonly #workspace = new Workspace();
  readonly #pauses = new Pauses(() => this.#look());
  #folder = '';
  #disk: readonly ConfigFile[] = [];
  /** The files that the workspace has, until something changes. */
  #files: readonly ConfigFile[] | undefined;
  /** Of what it is shown what is found in them. */
  #looked: readonly ConfigFile[] | undefined;
  /** What is shown of each file, as text. */
  #shown = new Map<string, string>();
  #unreadable = '';
  #canRenameFiles = false;

  constructor(connection: Connection, library: Library, options: ServerOptions) {
    this.#connection = connection;
    this.#library = library;
    this.#options = options;
    this.#documents = new library.TextDocuments(library.TextDocument);
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#begin());
    // An editor may have forgotten what was shown of a file that was closed.
    this.#documents.onDidOpen(({ document: { uri } }) => this.#shown.set(fileOf(uri), ''));
    this.#documents.onDidChangeContent(() => {
      this.#files = undefined;
      this.#pauses.typed();
    });
    this.#documents.onDidClose(() => this.#reread());
    this.#documents.onDidSave(() => this.#reread());
    connection.onDidChangeWatchedFiles(() => this.#reread());
    connection.onHover(({ textDocument, position }) => {
      const told = this.#at(textDocument.uri, position, (file, offset) => hover(this.#workspace, file, offset));
      return told === undefined
        ? null
        : { contents: { kind: 'markdown', value: redact(told.text) }, range: this.#range(textDocument.uri, told.span) };
    });
    connection.onCompletion(({ textDocument, position }) =>
      (this.#at(textDocument.uri, position, (file, offset) => proposals(this.#workspace, file, offset)) ?? []).map(
        ({ label, insert, what, detail, about, span }): Protocol.CompletionItem => ({
          label,
          kind: ITEM[what],
          // Names first: of values they are the rarer ones.
          sortText: `${what === 'name' ? 0 : 1}${label}`,
          ...(detail === undefined ? {} : { detail }),
          ...(about === undefined || about === '' ? {} : { documentation: about }),
          textEdit: { range: this.#range(textDocument.uri, span), newText: insert },
        }),
      ),
    );
    connection.onDefinition(({ textDocument, position }) =>
      this.#locations(this.#at(textDocument.uri, position, (file, offset) => definitions(this.#workspace, file, offset))),
    );
    connection.onReferences(({ textDocument, position, context }) =>
      this.#locations(this.#at(textDocument.uri, position, (file, offset) => references(this.#workspace, file, offset, context.includeDeclaration))),
    );
    connection.onPrepareRename(({ textDocument, position }) => {
      const found = this.#at(textDocument.uri, position, (file, offset) => renamable(this.#workspace, file, offset));
      if (found === undefined || 'refused' in found) throw this.#refusal(found?.refused ?? 'this file is not part of the fleet');
      return { range: this.#range(textDocument.uri, found.span), placeholder: found.name };
    });
    connection.onRenameRequest(({ textDocument, position, newName }) => {
      this.#pauses.now();
      const found = this.#at(textDocument.uri, position, (file, offset) => renaming(this.#workspace, file, offset, newName, this.#canRenameFiles));
      if (found === undefined || 'refused' in found) throw this.#refusal(found?.refused ?? 'this file is not part of the fleet');
      return this.#renameEdit(found.changes, found.move);
    });
    connection.onCodeAction(async ({ textDocument, range, context }) => {
      // Editors ask by themselves after each letter, and show what they are told once there is a pause.
      if (context.only !== undefined || context.triggerKind === INVOKED) this.#pauses.now();
      return (await this.#pauses.settled()) ? this.#codeActions(textDocument.uri, range, context.only) : [];
    });
    connection.onDocumentSymbol(({ textDocument }) => {
      this.#lay();
      const toSymbol = ({ name, holds, whole, key, children }: Symbol): Protocol.DocumentSymbol => ({
        name: name === '' ? '""' : name,
        kind: SYMBOL[holds],
        range: this.#range(textDocument.uri, whole),
        selectionRange: this.#range(textDocument.uri, key),
        children: children.map(toSymbol),
      });
      return symbols(this.#workspace, fileOf(textDocument.uri)).map(toSymbol);
    });
    this.#documents.listen(connection);
    connection.listen();
  }

  #initialize({ workspaceFolders, rootUri, capabilities }: Protocol.InitializeParams): Protocol.InitializeResult {
    const folders = (workspaceFolders ?? []).map(({ uri }) => uri).concat(rootUri ?? []);
    this.#folder = resolve(withFleet(folders.filter(isFile).map(fileOf), this.#options.config), this.#options.config);
    this.#canRenameFiles =
      capabilities.workspace?.workspaceEdit?.documentChanges === true &&
      capabilities.workspace.workspaceEdit.resourceOperations?.includes('rename') === true;
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: INCREMENTAL, save: true },
        hoverProvider: true,
        completionProvider: { triggerCharacters: [' ', '[', ','] },
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL] },
        documentSymbolProvider: true,
      },
      serverInfo: { name: 'pap-fleet', version: this.#options.version },
    };
  }

  #begin(): void {
    this.#reread();
    try {
      new FolderWatch(this.#folder, () => this.#reread());
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#connection.console.warn(error.message);
    }
  }

  /** Files on the disk may be others now. */
  #reread(): void {
    try {
      this.#disk = readConfig(this.#folder, this.#options.maxFileSize);
      this.#unreadable = '';
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#disk = [];
      if (this.#unreadable !== error.message) this.#connection.console.warn(`${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`);
      this.#unreadable = error.message;
    }
    this.#files = undefined;
    this.#pauses.saved();
  }

  #texts(): readonly ConfigFile[] {
    const open = (): Map<string, string> =>
      new Map(this.#documents.all().flatMap((document) => (isFile(document.uri) ? [[fileOf(document.uri), document.getText()]] : [])));
    return (this.#files ??= overlaid(this.#disk, open(), this.#folder, this.#options.maxFileSize));
  }

  /** The texts as they are now; what is found in them waits until nobody types. */
  #lay(): void {
    if (this.#pauses.isBehind) this.#workspace.lay(this.#texts());
  }

  /** Look at everything as it is now, and say what is found. */
  #look(): void {
    const files = this.#texts();
    // A file that is saved is what was looked at before, and is told of twice.
    if (this.#looked !== undefined && isSame(files, this.#looked)) return this.#publish(files);
    this.#looked = undefined;
    try {
      this.#workspace.update(files.some(({ relative }) => relative === 'fleet.yaml') ? files : []);
    } catch (error) {
      // A bug, and no reason to leave whoever writes without help in other files.
      this.#connection.console.error(`This is a bug in pap-fleet ${this.#options.version}: ${redact((error as Error).stack ?? String(error))}`);
      return;
    }
    this.#looked = files;
    this.#publish(files);
  }

  #publish(files: readonly ConfigFile[]): void {
    const found = byFile(this.#workspace.compiled.findings, new Set(files.map(({ path }) => path)), join(this.#folder, 'fleet.yaml'));
    const before = this.#shown;
    this.#shown = new Map();
    for (const file of new Set([...before.keys(), ...found.keys()])) {
      const diagnostics = (found.get(file) ?? []).map((finding) => this.#diagnostic(finding));
      const text = JSON.stringify(diagnostics);
      if (diagnostics.length > 0) this.#shown.set(file, text);
      if (text !== before.get(file)) void this.#connection.sendDiagnostics({ uri: uriOf(file), diagnostics });
    }
  }

  #diagnostic({ code, severity, policy, message, hint, place, related = [] }: Finding): Protocol.Diagnostic {
    const about = related.filter(({ place: { file } }) => this.#workspace.textOf(file) !== undefined);
    return {
      range: rangeOf(place),
      severity: SEVERITY[severity],
      code,
      codeDescription: { href: urlOf({ code, ...(policy === undefined ? {} : { policy }) }) },
      source: 'pap-fleet',
      message: hint === undefined ? message : `${message}\n${hint}`,
      ...(about.length === 0
        ? {}
        : { relatedInformation: about.map(({ place: at, note }) => ({ location: { uri: uriOf(at.file), range: rangeOf(at) }, message: note })) }),
    };
  }

  #codeActions(uri: string, range: Protocol.Range, only: readonly string[] | undefined): Protocol.CodeAction[] {
    const wants = (kind: string): boolean => only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));
    const edit = ({ changes }: Action): Protocol.WorkspaceEdit => ({
      changes: Object.fromEntries([...changes].map(([file, change]) => [uriOf(file), [this.#textEdit(file, change)]])),
    });
    const own = wants('quickfix') && isFile(uri) ? actions(this.#workspace, fileOf(uri), range.start.line + 1, range.end.line + 1) : [];
    // Asked for by name alone: it looks at the whole fleet.
    const all = only !== undefined && wants(FIX_ALL) && !only.includes('') ? everyFix(this.#workspace) : undefined;
    return [
      ...own.map((action) => ({
        title: action.title,
        kind: 'quickfix',
        isPreferred: true,
        diagnostics: [this.#diagnostic(action.finding as Finding)],
        edit: edit(action),
      })),
      ...(all === undefined ? [] : [{ title: all.title, kind: FIX_ALL, edit: edit(all) }]),
    ];
  }

  #renameEdit(
    changes: ReadonlyMap<string, readonly Change[]>,
    move: { readonly from: string; readonly to: string } | undefined,
  ): Protocol.WorkspaceEdit {
    const edits = [...changes].map(([file, own]) => ({ file, edits: own.map((change) => this.#textEdit(file, change)) }));
    if (move === undefined) return { changes: Object.fromEntries(edits.map(({ file, edits: own }) => [uriOf(file), own])) };
    return {
      documentChanges: [
        ...edits.map(({ file, edits: own }) => ({ textDocument: { uri: uriOf(file), version: null }, edits: own })),
        { kind: 'rename', oldUri: uriOf(move.from), newUri: uriOf(move.to) },
      ],
    };
  }

  #textEdit(file: string, { span, text }: Change): Protocol.TextEdit {
    return { range: this.#range(uriOf(file), span), newText: text };
  }

  #locations(places: readonly Place[] | undefined): Protocol.Location[] {
    return (places ?? []).map(({ file, span }) => ({ uri: uriOf(file), range: this.#range(uriOf(file), span) }));
  }

  /** An answer about a place of a file, or undefined where the file is none of the fleet's. */
  #at<T>(uri: string, position: Protocol.Position, answer: (file: string, offset: number) => T): T | undefined {
    if (!isFile(uri)) return undefined;
    this.#lay();
    const document = this.#document(uri);
    return document === undefined ? undefined : answer(fileOf(uri), document.offsetAt(position));
  }

  #range(uri: string, { start, end }: Span): Protocol.Range {
    const document = this.#document(uri);
    const zero = { line: 0, character: 0 };
    return document === undefined ? { start: zero, end: zero } : { start: document.positionAt(start), end: document.positionAt(end) };
  }

  /** A file as the answers know it. */
  #document(uri: string): TextDocument | undefined {
    const text = this.#workspace.textOf(fileOf(uri));
    return text === undefined ? undefined : this.#drawn(text);
  }

  /** Its lines are counted once, though each of a hundred proposals asks where it would stand. */
  readonly #drawn = remembered(({ file, text }: Text) => this.#library.TextDocument.create(uriOf(file), 'yaml', 0, text));

  #refusal(reason: string): Error {
    return new this.#library.ResponseError(REQUEST_FAILED, redact(reason));
  }
}

const isFile = (uri: string): boolean => uri.startsWith('file://');

function fileOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    return uri; // of another machine, or no path of this system
  }
}

const uriOf = (file: string): string => pathToFileURL(file).href;

function rangeOf({ line, col, length }: Finding['place']): Protocol.Range {
  return { start: { line: line - 1, character: col - 1 }, end: { line: line - 1, character: col - 1 + length } };
}
