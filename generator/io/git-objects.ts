import { Failure } from './failure.ts';
import { words } from './git-run.ts';
import type { Git } from './git-run.ts';

/** A file as Git has it in a tree: mode and object id. */
export interface Blob {
  readonly mode: string;
  readonly id: string;
}

/** What a commit has at a path. Nothing of it was ever written to a disk: names may hold anything but NUL. */
export interface Entry extends Blob {
  /** From the root of the repository, forward slashes. */
  readonly path: Buffer;
}

const verify = (name: string): string[] => ['rev-parse', '--quiet', '--verify', '--end-of-options', name];

/** What Git has stored, read without a look at files or at filters. */
export class GitObjects {
  protected readonly objects: Git;
  /** The commit that all of was listed, with what it has: a part of that need not be asked for. */
  #listed: { readonly commit: string; readonly all: readonly Entry[] } | undefined;

  protected constructor(objects: Git) {
    this.objects = objects;
  }

  /** The commit that a name stands for; or the tree, as the empty one before the first commit. */
  commitOf(ref: string): string | undefined {
    const ran = this.objects.try(verify(`${ref}^{commit}`));
    return ran.status === 0 ? ran.text.trim() : this.#noCommit(ref);
  }

  /** The tree that a name stands for, of which it is known that it leads to no commit. @throws Failure (system) where it should */
  #noCommit(ref: string): string | undefined {
    const id = this.objects.ask(verify(ref))?.trim();
    const type = id === undefined ? undefined : this.typeOf(id);
    if (id === undefined || type === 'tree') return id;
    // A name that leads to nothing is damage; an id may be of a commit that was never fetched.
    if (type === 'commit' || (type === 'missing' && !/^[0-9a-f]{40,64}$/.test(ref)))
      throw new Failure(
        'system',
        `${ref} names ${id.slice(0, 12)}, which cannot be read here: ${words(this.objects.try(['cat-file', '-t', id]))}`,
        'git fsck says what is damaged; clone again',
      );
    return undefined;
  }

  /** The same of several names that hold no line break, each of which somebody asks for later or not at all: one process for those that are there. */
  commitsOf(refs: readonly string[]): (ref: string) => string | undefined {
    const input = refs.map((ref) => `${ref}^{commit}\n`).join('');
    const ran = this.objects.try(['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input });
    // A damaged object ends the process: it says nothing of the names behind it.
    if (ran.status !== 0) return (ref) => this.commitOf(ref);
    const lines = ran.text.split('\n');
    const found = new Map(refs.map((ref, i) => [ref, /^([0-9a-f]{40,64}) commit$/.exec(lines[i] ?? '')?.[1]]));
    return (ref) => found.get(ref) ?? this.#noCommit(ref);
  }

  /** `commit`, `tree`, `blob`, `tag`, or `missing`. */
  typeOf(id: string): string {
    const answer = this.objects.run(['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input: `${id}\n` });
    return answer.trim().split(' ')[1] as string;
  }

  /** A file of a commit; undefined where it has none there. @param path from the root */
  textAt(commit: string, path: string): string | undefined {
    const ran = this.objects.try(['cat-file', 'blob', `${commit}:${path}`]);
    return ran.status === 0 ? ran.text : undefined;
  }

  /**
   * Everything of a commit that is no folder, at or below a path.
   * @param commit of this repository, as `commitOf` gives it
   * @param path from the root of the repository; empty for all
   * @param most bytes that the list of names may have
   */
  entries(commit: string, path: string, most?: number): readonly Entry[] {
    if (this.#listed?.commit !== commit) {
      const found = this.#list(commit, path, most);
      if (path === '') this.#listed = { commit, all: found };
      return found;
    }
    const { all } = this.#listed;
    if (path === '') return all;
    const [own, below] = [Buffer.from(path), Buffer.from(`${path}/`)];
    return all.filter((entry) => entry.path.equals(own) || entry.path.subarray(0, below.length).equals(below));
  }

  #list(commit: string, path: string, most?: number): Entry[] {
    const args = ['ls-tree', '-r', '-z', '--full-tree', commit, ...(path === '' ? [] : ['--', path])];
    const listing = this.objects.bytes(args, most === undefined ? {} : { most });
    const found: Entry[] = [];
    for (let at = 0; at < listing.length;) {
      const [tab, end] = [listing.indexOf(0x09, at), listing.indexOf(0, at)];
      const [mode, , id] = listing.toString('latin1', at, tab).split(' ') as [string, string, string];
      found.push({ path: listing.subarray(tab + 1, end), mode, id });
      at = end + 1;
    }
    return found;
  }

  /** Every file of a commit below a folder, paths relative to the folder. */
  files(commit: string, folder: string): Map<string, Blob> {
    const all = this.entries(commit, folder).map((entry) => [entry.path.toString('utf8'), entry] as const);
    return new Map(all.flatMap(([path, { mode, id }]) => (path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), { mode, id }]] : [])));
  }

  /** How many bytes objects have, asked without reading them. */
  sizes(ids: readonly string[]): Map<string, number> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const answer = this.objects.run(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], { input: `${wanted.join('\n')}\n` });
    const lines = answer.split('\n');
    return new Map(
      wanted.map((id, i) => {
        const size = /^blob ([0-9]+)$/.exec(lines[i] ?? '')?.[1];
        if (size === undefined) throw new Failure('system', `git cat-file knows no file ${id}`, 'fetch the commit as a whole: no partial clone');
        return [id, Number(size)];
      }),
    );
  }

  /** The bytes of objects, each read once however often it is named. */
  blobs(ids: readonly string[]): Map<string, Buffer> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const bytes = this.objects.bytes(['cat-file', '--batch'], { input: `${wanted.join('\n')}\n` });
    const found = new Map<string, Buffer>();
    let at = 0;
    for (const id of wanted) {
      const end = bytes.indexOf(0x0a, at);
      const size = Number(/^[0-9a-f]+ blob ([0-9]+)$/.exec(bytes.toString('latin1', at, end))?.[1] ?? Number.NaN);
      if (end === -1 || Number.isNaN(size)) throw new Failure('system', `git cat-file gave nothing for ${id}`);
      found.set(id, bytes.subarray(end + 1, end + 1 + size));
      at = end + size + 2;
    }
    return found;
  }
}
