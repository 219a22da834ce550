import { HELD_NAME } from '../render/held.ts';
import { LOCK_NAME } from '../render/lock.ts';
import { blobId } from '../render/tree.ts';
import type { Tree } from '../render/tree.ts';
import { Failure } from './failure.ts';
import { tooShallow } from './git-history.ts';
import type { WorkingCopy } from './git.ts';

/**
 * The out/ of a commit.
 * @param out its path below the root of the repository
 * @throws Failure (system) when it is not there, and not because nothing was delivered yet
 */
export function treeAt(copy: WorkingCopy, commit: string, out: string): Tree {
  const short = commit.slice(0, 12);
  const all = new Map<string, string>();
  let elsewhere: string | undefined;
  for (const { path: bytes, mode, id } of copy.entries(commit, '')) {
    const path = bytes.toString('utf8');
    if (path.startsWith(`${out}/`)) {
      if (mode === '120000' || mode === '160000') throw new Failure('system', `${path} at ${short} is no plain file`, 'out/ holds nothing else');
      all.set(path.slice(out.length + 1), id);
    } else elsewhere ??= /^(.+)\/argocd\/(?:[^/]+\/)?root\.yaml$/.exec(path)?.[1];
  }
  // A moved out/ would look like a fleet of which everything is new, and nothing would be gated.
  if (all.size === 0 && elsewhere !== undefined)
    throw new Failure(
      'system',
      `${short} has no ${out}/, but ${elsewhere}/ looks like one: what is delivered now must be compared, wherever it lies`,
      `plan takes it with --out ${elsewhere}; how the folder is moved: docs/operations.md, "Moving out/"`,
    );
  if (all.size === 0) mustBeNew(copy, commit, out);
  const texts = new Map<string, string>();
  const expected = new Set<string>();
  return {
    title: `${out} at ${short}`,
    paths: new Set(all.keys()),
    holds: (path, content) => {
      const id = all.get(path);
      return id !== undefined && id === blobId(content, id);
    },
    expect: (paths) => {
      for (const path of paths) if (all.has(path)) expected.add(path);
    },
    read: (path) => {
      // The first that is asked for brings those of its kind along, and what is expected: one process for hundreds of files.
      if (!texts.has(path)) {
        const kind = kindOf(path);
        const wanted = [...all].filter(
          ([name]) => !texts.has(name) && (name === path || expected.has(name) || (!expected.has(path) && kindOf(name) === kind)),
        );
        expected.clear();
        const blobs = copy.blobs(wanted.map(([, id]) => id));
        for (const [name, id] of wanted) texts.set(name, (blobs.get(id) as Buffer).toString('utf8'));
      }
      return texts.get(path) as string;
    },
  };
}

/**
 * Whose files are read together: all that says which regions there are and what delivers them, which every plan reads; one component's in all regions,
 * one component's bases; of the rest, a folder's.
 */
function kindOf(path: string): string {
  const [top, second, third] = path.split('/');
  if (top === 'argocd' || [path, third].includes(LOCK_NAME) || path === HELD_NAME) return 'of every plan';
  return `${top}/${top === 'overlays' ? third : top === 'base' ? second : ''}`;
}

/** An out/ that was there and is gone would look like a first delivery, of which nothing is gated. */
function mustBeNew(copy: WorkingCopy, commit: string, out: string): void {
  if (copy.typeOf(commit) !== 'commit') return;
  const short = commit.slice(0, 12);
  const last = copy.lastToTouch(commit, `${out}/fleet.lock.json`)?.slice(0, 12);
  if (last !== undefined)
    throw new Failure(
      'system',
      `${short} has no ${out}/, which ${last} took away: what is delivered now cannot be compared`,
      `bring it back: git restore --source ${last}^ -- ${out}, and commit it`,
    );
  if (copy.isShallow()) throw tooShallow(`${short} has no ${out}/, and this clone has too little history to say whether there ever was one`);
}
