import { Failure } from '../../io/failure.ts';
import { BaseRepository } from '../../io/git-base.ts';
import { readOutTree } from '../../io/out-tree.ts';
import { mustBeWhole } from '../../io/work-folder.ts';
import type { Tree } from '../../render/tree.ts';
import type { Option } from '../command.ts';
import type { Flags } from '../command.ts';
import { pathFromRoot } from '../../io/path-from-root.ts';
import { headOf } from '../head.ts';
import type { Place } from './history.ts';
import { treeOnDisk } from './local-gate.ts';

/** Options of the commands that compare with what is delivered now. */
export const BASE_OPTIONS: readonly Option[] = [
  { name: 'base', value: 'REF', help: 'commit to compare with, or `out` for the working folder (default: where origin left off)' },
  { name: 'out', value: 'DIR', help: 'folder that Argo CD reads (default: out)' },
  { name: 'today', value: 'DATE', help: 'judge approvals as on that day, such as 2026-12-01 (default: today)' },
];

function wholeOnDisk(folder: string): Tree {
  mustBeWhole(folder);
  return treeOnDisk(folder, readOutTree(folder));
}

/** What is delivered now, and where Git has it, if it is Git that has it. */
export interface Base {
  readonly tree: Tree;
  readonly place?: Place;
}

/**
 * What is delivered now: out/ where the work left the main branch. Never the out/ of the pull request itself, whose author
 * could have changed it to hide what goes.
 */
export function baseOf(flags: Flags, branch: string): Base {
  const ref = flags.more['base'] as string | undefined;
  const repository = ref === 'out' ? undefined : BaseRepository.around('.');
  if (ref !== undefined && ref !== 'out' && repository === undefined)
    throw new Failure('usage', `--base ${ref}: this is no Git working copy`, 'compare with the working folder: --base out');
  if (repository === undefined) return { tree: wholeOnDisk(flags.out) };
  const head = headOf(flags)?.commit;
  const left = (main: string): string | undefined => repository.mergeBase(main, head);
  const commit = ref === undefined ? (left(`refs/remotes/origin/${branch}`) ?? left(`refs/heads/${branch}`)) : repository.commit(ref);
  if (commit === undefined) {
    // What lies here has nothing to do with the commit that is judged.
    if (ref === undefined && head !== undefined)
      throw new Failure('usage', `nobody can tell here where ${head.slice(0, 12)} left ${branch}`, 'name what to compare with: --base REF');
    if (ref === undefined) return { tree: wholeOnDisk(flags.out) };
    throw new Failure('usage', `--base ${ref}: there is no such commit here`, 'fetch it first, or name another one');
  }
  const out = pathFromRoot(repository.prefix, flags.out);
  if (out === undefined || out === '')
    throw new Failure('usage', `--out ${flags.out} lies outside of the working copy`, 'name it relative to this folder, or use --base out');
  const configPath = pathFromRoot(repository.prefix, flags.config);
  const tree = repository.tree(commit, out);
  return configPath === undefined || configPath === '' ? { tree } : { tree, place: { folder: '.', repository, commit, out, configPath } };
}
