import { closeSync, constants, fstatSync, lstatSync, openSync, opendirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { nameInSight } from './name-in-sight.ts';

/** What a build job left in a folder: `commit` and `out/`. It is data of a stranger, whatever the job says of it. */
export interface Built {
  readonly folder: string;
  /** The commit that it says it was built from: 40 or 64 hex digits. */
  readonly commit: string;
  /** Path below `out/` → bytes it has. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Whether a file has this very content. */
  holds(path: string, content: string): boolean;
}

/** Files and folders together; a fleet of 1,000 regions has about 20,000. */
const MOST_ENTRIES = 50_000;
const MOST_BYTES = 256 * 1024 * 1024;
const DEEPEST = 16;
/** What the names of generated files are made of. */
const NAME = /^[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*$/;
const WAY_OUT = 'the artifact holds `commit` and `out/` as they were generated, and nothing else; run the build job again';

/**
 * List what a build job left. Nothing is followed, opened or read but the file `commit`.
 * @throws Failure (system) on links, special files, strange names, and more than a delivery can have
 */
export function readBuilt(folder: string): Built {
  const sizes = new Map<string, number>();
  let [entries, bytes] = [0, 0];
  const refuse = (path: Buffer, why: string): Failure => new Failure('system', `${join(folder, nameInSight(path))} ${why}`, WAY_OUT);

  const visit = (below: Buffer, depth: number): void => {
    for (const [name, kind] of listed(folder, below)) {
      entries += 1;
      if (entries > MOST_ENTRIES) throw new Failure('system', `${folder} holds more than ${MOST_ENTRIES} files and folders`, WAY_OUT);
      const path = Buffer.concat([below, Buffer.from('/'), name]);
      if (kind === 'link') throw refuse(path, 'is a symbolic link');
      if (kind === 'other') throw refuse(path, 'is neither a file nor a folder');
      if (!NAME.test(name.toString('latin1'))) throw refuse(path, 'has a name that no generated file has');
      if (kind === 'folder') {
        if (depth === DEEPEST) throw refuse(path, `lies deeper than ${DEEPEST} folders`);
        visit(path, depth + 1);
        continue;
      }
      const { size } = lstatSync(Buffer.concat([Buffer.from(`${folder}/`), path]));
      bytes += size;
      if (bytes > MOST_BYTES) throw new Failure('system', `${folder} holds more than ${MOST_BYTES / (1024 * 1024)} MiB`, WAY_OUT);
      sizes.set(path.toString('latin1').slice('out/'.length), size);
    }
  };

  const seen = new Map<string, string>();
  for (const [name, kind] of listed(folder, Buffer.alloc(0))) {
    const wanted = { commit: 'file', out: 'folder' }[name.toString('latin1')];
    if (wanted === undefined) throw refuse(name, 'does not belong there');
    if (kind !== wanted) throw refuse(name, kind === 'link' ? 'is a symbolic link' : `is not a ${wanted}`);
    seen.set(name.toString('latin1'), kind);
  }
  for (const name of ['commit', 'out']) if (!seen.has(name)) throw refuse(Buffer.from(name), 'is missing');
  visit(Buffer.from('out'), 1);

  const commit = readAtMost(join(folder, 'commit'), 66)?.toString('latin1') ?? '';
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})\n$/.test(commit)) throw refuse(Buffer.from('commit'), 'holds no commit: 40 or 64 hex digits and a line break');
  return {
    folder,
    commit: commit.trim(),
    sizes,
    holds: (path, content) => {
      const wanted = Buffer.from(content);
      return sizes.get(path) === wanted.length && readAtMost(join(folder, 'out', path), wanted.length + 1)?.equals(wanted) === true;
    },
  };
}

/** What a folder holds, one after the other: one of ten million files is not listed as a whole. */
function* listed(folder: string, below: Buffer): Generator<[name: Buffer, kind: 'file' | 'folder' | 'link' | 'other']> {
  const path = Buffer.concat([Buffer.from(`${folder}/`), below]);
  let handle;
  try {
    handle = opendirSync(path, { encoding: 'buffer' as BufferEncoding });
  } catch (error) {
    throw Failure.from(error, `cannot list ${join(folder, nameInSight(below))}`);
  }
  try {
    for (let entry = handle.readSync(); entry !== null; entry = handle.readSync()) {
      const kind = entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';
      yield [entry.name as unknown as Buffer, kind];
    }
  } finally {
    handle.closeSync();
  }
}

/** The beginning of a file; undefined when it is none. A link or a pipe that has taken its place meanwhile is not waited for. */
function readAtMost(path: string, most: number): Buffer | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!fstatSync(handle).isFile()) return undefined;
    const bytes = Buffer.alloc(most);
    let length = 0;
    for (let read = -1; read !== 0 && length < most; length += read) read = readSync(handle, bytes, length, most - length, null);
    return bytes.subarray(0, length);
  } catch (error) {
    throw Failure.from(error, `cannot read ${path}`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
