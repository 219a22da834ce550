import type { FileMap } from './files.ts';
import { sha256 } from '../model/sha256.ts';

/** How out/ differs from what the config says. Paths are below out/ and sorted. */
export interface Changes {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  /** Ours and no longer wanted. */
  readonly deleted: readonly string[];
  readonly unchanged: number;
  /** Changed by hand since they were generated. */
  readonly edited: readonly string[];
  /** Of what is updated, what differs by its line endings alone, as Git for Windows writes them; absent: none. */
  readonly lineEndings?: readonly string[];
  /** In out/ but not ours, and not in the way. */
  readonly foreign: readonly string[];
  /** Not ours, and where a file of ours must go. */
  readonly blocked: readonly string[];
}

interface Present {
  readonly paths: readonly string[];
  /** What is no plain file: never read. */
  readonly special: ReadonlySet<string>;
  readonly locked: ReadonlyMap<string, string>;
  /** Folders that hold no file; absent: none. */
  readonly emptyFolders?: readonly string[];
  read(path: string): Uint8Array;
}

/** Compare what is wanted with what is there, byte by byte. */
export function changes(wanted: FileMap, present: Present): Changes {
  const created: string[] = [];
  const updated: string[] = [];
  const deleted: string[] = [];
  const edited: string[] = [];
  const lineEndings: string[] = [];
  const foreign: string[] = [];
  const blocked: string[] = [];
  let unchanged = 0;
  const there = new Set(present.paths);
  const folders = foldersOf(wanted.keys());
  for (const [path, content] of wanted) {
    if (!there.has(path)) {
      created.push(path);
      continue;
    }
    if (present.special.has(path)) {
      blocked.push(path);
      continue;
    }
    const bytes = present.read(path);
    if (Buffer.from(content).equals(bytes)) {
      unchanged += 1;
      continue;
    }
    const locked = present.locked.get(path);
    if (locked === undefined) blocked.push(path);
    else {
      if (locked !== sha256(bytes)) {
        edited.push(path);
        if (hasOtherLineEndings(bytes, locked)) lineEndings.push(path);
      } else if (hasOtherLineEndings(bytes, sha256(content))) lineEndings.push(path); // a lock, which nothing else locks
      updated.push(path);
    }
  }
  for (const path of present.paths) {
    if (wanted.has(path)) continue;
    const locked = present.special.has(path) ? undefined : present.locked.get(path);
    const stays = locked === undefined || locked !== sha256(present.read(path));
    // A file where a folder of ours must be, or one in a folder where a file of ours must be.
    if (stays && (folders.has(path) || ancestors(path).some((folder) => wanted.has(folder)))) blocked.push(path);
    else if (locked === undefined) foreign.push(path);
    // What was changed by hand is somebody's work: it is not ours to delete.
    else if (!stays) deleted.push(path);
    else {
      edited.push(path);
      foreign.push(path);
    }
  }
  for (const path of present.emptyFolders ?? []) if ([path, ...ancestors(path)].some((folder) => wanted.has(folder))) blocked.push(path);
  return {
    created,
    updated,
    deleted,
    unchanged,
    edited: edited.sort(),
    ...(lineEndings.length === 0 ? {} : { lineEndings: lineEndings.sort() }),
    foreign,
    blocked,
  };
}

/** Git for Windows checks files out with CRLF where no `.gitattributes` says otherwise. */
function hasOtherLineEndings(bytes: Uint8Array, locked: string): boolean {
  const text = Buffer.from(bytes).toString('latin1');
  return text.includes('\r\n') && sha256(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1')) === locked;
}

function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) for (const folder of ancestors(path)) folders.add(folder);
  return folders;
}

function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let at = path.lastIndexOf('/'); at !== -1; at = path.lastIndexOf('/', at - 1)) found.push(path.slice(0, at));
  return found;
}

export function differs({ created, updated, deleted, foreign, blocked }: Changes): boolean {
  return created.length + updated.length + deleted.length + foreign.length + blocked.length > 0;
}
