import type { Compiled } from '../../compile.ts';
import type { OutTree } from '../../io/out-tree.ts';
import { dayAt, moment } from '../../io/clock.ts';
import type { Changes } from '../../render/changes.ts';
import type { FileMap } from '../../render/files.ts';
import { LOCK_NAME } from '../../render/lock.ts';
import type { Tree } from '../../render/tree.ts';
import { review } from '../../plan/review.ts';
import { Unreadable } from '../../plan/tree.ts';
import { gateLines } from '../../report/plan-words.ts';
import type { ConfigFile } from '../../yaml/read.ts';

/**
 * An out/ as it lies on the disk.
 * @param compared what was compared with it byte by byte, and what of that differs: it is not read again to be compared again
 */
export function treeOnDisk(folder: string, tree: OutTree, compared?: { readonly files: FileMap; readonly differ: ReadonlySet<string> }): Tree {
  const paths = new Set(tree.paths);
  return {
    title: folder,
    paths,
    read: (path) => (compared?.differ.has(path) === false ? compared.files.get(path) : undefined) ?? tree.read(path).toString('utf8'),
    holds: (path, content) => {
      if (!paths.has(path)) return false;
      if (compared?.files.get(path) === content) return !compared.differ.has(path);
      return tree.read(path).equals(Buffer.from(content));
    },
  };
}

/** What the gate would refuse about replacing an out/ by what was compiled; of one that cannot be understood, that nobody can tell. */
export function localGateWarnings(
  compiled: Required<Compiled>,
  config: readonly ConfigFile[],
  folder: string,
  old: OutTree,
  { created, updated }: Pick<Changes, 'created' | 'updated'>,
): string[] {
  if (old.brokenLocks.length > 0) return [`${folder}/${old.brokenLocks[0]} cannot be read, so nobody can tell what this changes`];
  // Nothing was delivered from here.
  if (!old.paths.includes(LOCK_NAME)) return [];
  const compared = { files: compiled.files, differ: new Set([...created, ...updated]) };
  try {
    const { verdict } = review({ ...compiled, config }, treeOnDisk(folder, old, compared), dayAt(moment()), undefined, moment());
    return verdict.passes ? [] : gateLines(verdict).grave;
  } catch (error) {
    if (error instanceof Unreadable) return [`${error.message}: nobody can tell what this changes`];
    throw error;
  }
}
