import { posix } from 'node:path';
import type { ConfigFile } from '../yaml/read.ts';
import { limitOf } from '../yaml/config-path.ts';
import { configFiles, type ConfigEntry } from './config-names.ts';
import { Failure } from './failure.ts';
import type { Entry } from './git-objects.ts';
import type { WorkingCopy } from './git.ts';

/** A fleet of 1,000 regions has some thousand files. */
const MOST_ENTRIES = 50_000;
/** Bytes of a list of names: beyond that it is no folder of ours, but a tree made to cost memory. */
const MOST_LISTING = 16 * 1024 * 1024;
const MOST_BYTES = 256 * 1024 * 1024;

/** Which folder of a commit, and how it is called. */
export interface ConfigPlace {
  /** From the root of the repository, forward slashes; empty for the root itself. */
  readonly path: string;
  /** As the user named it, for messages. */
  readonly folder: string;
}

/**
 * What `readConfig` reads, from the objects of a commit. Nothing is checked out, so neither links nor filters, attributes
 * or line endings of a working copy can change what is read.
 * @param commit as `WorkingCopy.commitOf` gives it
 * @param limit bytes a file may have; a longer one is never read, and `compile` refuses it
 */
export function readConfigAt(repository: WorkingCopy, commit: string, { path, folder }: ConfigPlace, limit: number): ConfigFile[] {
  const at = ` at ${commit.slice(0, 12)}`;
  const entries = below(repository.entries(commit, path, MOST_LISTING), path, folder, at);
  if (entries.length > MOST_ENTRIES)
    throw new Failure('system', `${folder}${at} holds more than ${MOST_ENTRIES} files`, 'only config files belong there');

  const files = configFiles([...foldersOf(entries), ...entries], folder, at);
  const ids = new Map([...files].map(([relative, entry]) => [relative, (entry as Named).id]));
  const sizes = repository.sizes([...ids.values()]);
  const isShort = ([relative, id]: readonly [string, string]): boolean => (sizes.get(id) as number) <= limitOf(relative, limit);
  const wanted = new Set([...ids].filter(isShort).map(([, id]) => id));
  const short = [...sizes].filter(([id]) => wanted.has(id));
  if (short.reduce((sum, [, size]) => sum + size, 0) > MOST_BYTES)
    throw new Failure('system', `${folder}${at} holds more than ${MOST_BYTES / (1024 * 1024)} MiB`, 'only config files belong there');
  const blobs = repository.blobs(short.map(([id]) => id));
  return [...ids].map(([relative, id]) => {
    const most = limitOf(relative, limit);
    // Of a file that is too long nothing but its length counts.
    return { path: posix.join(folder, relative), relative, limit: most, bytes: blobs.get(id) ?? new Uint8Array(most + 1) };
  });
}

interface Named extends ConfigEntry {
  readonly id: string;
}

function below(entries: readonly Entry[], path: string, folder: string, at: string): Named[] {
  const start = path === '' ? 0 : Buffer.byteLength(path) + 1;
  const none = (why: string): Failure => new Failure('usage', `${folder}${at} ${why}`, 'name the folder that holds fleet.yaml with --config');
  const itself = start === 0 ? undefined : entries.find((entry) => entry.path.length < start);
  if (itself !== undefined) throw none(itself.mode === '120000' ? 'is a symbolic link' : 'is not a folder');
  if (entries.length === 0) throw none('is not there');
  return entries.map((entry) => ({ name: entry.path.subarray(start), kind: kindOf(entry.mode), id: entry.id }));
}

/** Git lists no folders, but one with the name of a file is refused too. */
function foldersOf(entries: readonly ConfigEntry[]): ConfigEntry[] {
  const found = new Map<string, ConfigEntry>();
  for (const { name } of entries) {
    for (let slash = name.lastIndexOf(0x2f); slash > 0; slash = name.lastIndexOf(0x2f, slash - 1)) {
      const key = name.toString('latin1', 0, slash);
      if (found.has(key)) break;
      found.set(key, { name: name.subarray(0, slash), kind: 'folder' });
    }
  }
  return [...found.values()];
}

function kindOf(mode: string): ConfigEntry['kind'] {
  if (mode === '120000') return 'link';
  return mode === '160000' ? 'submodule' : 'file';
}
