import { blobId } from '../render/tree.ts';
import type { Tree } from '../render/tree.ts';
import { Failure } from './failure.ts';
import { Git } from './git-run.ts';

/** Bytes of a list of names: beyond that it is no folder of ours, but a tree made to cost memory. */
const MOST_LISTING = 16 * 1024 * 1024;

/** What a commit has at a path. Nothing of it was ever written to a disk: names may hold anything but NUL. */
export interface Entry {
  /** From the root of the repository, forward slashes. */
  readonly path: Buffer;
  /** `100644`, `100755`, `120000` (symbolic link), `160000` (submodule) */
  readonly mode: string;
  readonly id: string;
}

/** Git as seen from a folder; undefined when that is no working copy. Nothing goes through a shell. */
export class BaseRepository {
  readonly #git: Git;
  /** The folder's path below the root of the working copy: empty, or ending in a slash. */
  readonly prefix: string;

  private constructor(folder: string, prefix: string) {
    this.#git = new Git(folder);
    this.prefix = prefix;
  }

  /** @param root the root of a working copy */
  static of(root: string): BaseRepository {
    return new BaseRepository(root, '');
  }

  static around(folder: string): BaseRepository | undefined {
    const ran = new Git(folder).try(['rev-parse', '--show-prefix']);
    return ran.status === 0 ? new BaseRepository(folder, ran.text.replace(/\n$/, '')) : undefined;
  }

  /** The commit that a name stands for; or the tree, as the empty one before the first commit. */
  commit(ref: string): string | undefined {
    for (const type of ['commit', 'tree']) {
      const ran = this.#git.try(['rev-parse', '--quiet', '--verify', '--end-of-options', `${ref}^{${type}}`]);
      if (ran.status === 0) return ran.text.trim();
    }
    return undefined;
  }

  /** Where the work checked out here, or another commit, left a branch. */
  mergeBase(ref: string, head = 'HEAD'): string | undefined {
    const other = this.commit(ref);
    if (other === undefined) return undefined;
    const ran = this.#git.try(['merge-base', head, other]);
    return ran.status === 0 ? ran.text.trim() : undefined;
  }

  /**
   * The last commit that delivered a folder more than a day ago, on the way to another commit. Undefined when nothing was
   * delivered since, or when nobody delivered before, or history does not reach so far.
   */
  aDayBefore(commit: string, out: string): string | undefined {
    const last = (...args: readonly string[]): string => {
      const ran = this.#git.try(['rev-list', '-1', '--first-parent', ...args, commit, '--', out]);
      return ran.status === 0 ? ran.text.trim() : '';
    };
    const before = last('--before=24 hours ago');
    return before === '' || before === last() || this.entries(before, out).length === 0 ? undefined : before;
  }

  /**
   * Everything of a commit that is no folder, at or below a path.
   * @param commit of this repository, as `commit` gives it
   * @param path from the root of the repository; empty for all
   */
  entries(commit: string, path: string): Entry[] {
    const args = ['ls-tree', '-r', '-z', '--full-tree', commit, ...(path === '' ? [] : ['--', path])];
    const listing = this.#git.bytes(args, { most: MOST_LISTING });
    const found: Entry[] = [];
    for (let at = 0; at < listing.length;) {
      const [tab, end] = [listing.indexOf(0x09, at), listing.indexOf(0, at)];
      const [mode, , id] = listing.toString('latin1', at, tab).split(' ') as [string, string, string];
      found.push({ path: listing.subarray(tab + 1, end), mode, id });
      at = end + 1;
    }
    return found;
  }

  /** How many bytes objects have, asked without reading them. */
  sizes(ids: readonly string[]): Map<string, number> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const lines = this.#git
      .bytes(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], { input: `${wanted.join('\n')}\n` })
      .toString('latin1')
      .split('\n');
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
    const bytes = this.#git.bytes(['cat-file', '--batch'], { input: `${wanted.join('\n')}\n` });
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

  /** The out/ of a commit. @param out its path below the root of the working copy */
  tree(commit: string, out: string): Tree {
    const all = new Map<string, string>();
    let elsewhere: string | undefined;
    for (const entry of this.#git.run(['ls-tree', '-r', '-z', '--full-tree', commit]).split('\0')) {
      const [facts, path] = entry.split('\t', 2) as [string, string | undefined];
      const [mode, type, id] = facts.split(' ') as [string, string, string];
      if (path === undefined) continue;
      if (path.startsWith(`${out}/`)) {
        if (type !== 'blob' || mode === '120000')
          throw new Failure('system', `${path} at ${commit.slice(0, 12)} is no plain file`, 'out/ holds nothing else');
        all.set(path.slice(out.length + 1), id);
      } else if (path.endsWith('/argocd/root.yaml')) elsewhere ??= path.slice(0, -'/argocd/root.yaml'.length);
    }
    // A moved out/ would look like a fleet of which everything is new, and nothing would be gated.
    if (all.size === 0 && elsewhere !== undefined)
      throw new Failure(
        'system',
        `${commit.slice(0, 12)} has no ${out}/, but ${elsewhere}/ looks like one: what is delivered now must be compared, wherever it lies`,
        `plan takes it with --out ${elsewhere}; how the folder is moved: docs/operations.md, "Moving out/"`,
      );
    if (all.size === 0) this.#mustBeNew(commit, out);
    let texts: Map<string, string> | undefined;
    return {
      title: `${out} at ${commit.slice(0, 12)}`,
      paths: new Set(all.keys()),
      holds: (path, content) => {
        const id = all.get(path);
        return id !== undefined && id === blobId(content, id);
      },
      read: (path) => {
        texts ??= new Map<string, string>();
        // The first that is asked for brings those of its kind along: one process for hundreds of files.
        if (!texts.has(path)) for (const [name, text] of this.#contents([...all].filter(([name]) => isWanted(name, path)))) texts.set(name, text);
        return texts.get(path) as string;
      },
    };
  }

  /**
   * An out/ that was there and is gone would look like a first delivery, of which nothing is gated.
   * @throws Failure when it was there, or nobody can tell
   */
  #mustBeNew(commit: string, out: string): void {
    if (this.#git.run(['cat-file', '-t', commit]).trim() !== 'commit') return;
    const last = this.#git.run(['rev-list', '-1', commit, '--', `:(top,literal)${out}/fleet.lock.json`]).trim();
    if (last !== '')
      throw new Failure(
        'system',
        `${commit.slice(0, 12)} has no ${out}/, which ${last.slice(0, 12)} took away: what is delivered now cannot be compared`,
        `bring it back: git restore --source ${last.slice(0, 12)}^ -- ${out}, and commit it`,
      );
    if (this.#git.run(['rev-parse', '--is-shallow-repository']).trim() === 'true')
      throw new Failure(
        'system',
        `${commit.slice(0, 12)} has no ${out}/, and this clone has too little history to say whether there ever was one`,
        'fetch all of it: git fetch --unshallow, or fetch-depth: 0 of actions/checkout',
      );
  }

  #contents(files: readonly (readonly [string, string])[]): [string, string][] {
    const blobs = this.blobs(files.map(([, id]) => id));
    return files.map(([path, id]) => [path, (blobs.get(id) as Buffer).toString('utf8')]);
  }
}

/** Files to read along: the same folder of the first level. */
function isWanted(name: string, path: string): boolean {
  return name === path || name.split('/')[0] === path.split('/')[0];
}
