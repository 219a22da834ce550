import { Failure } from '../../io/failure.ts';
import { treeAt } from '../../io/git-tree.ts';
import { tooShallow } from '../../io/git-history.ts';
import { WorkingCopy } from '../../io/git.ts';
import { outIn } from '../../io/out-in.ts';
import { readOutTree } from '../../io/out-tree.ts';
import { mustBeWhole } from '../../io/work-folder.ts';
import type { Tree } from '../../render/tree.ts';
import type { Option } from '../command.ts';
import type { Flags } from '../command.ts';
import { pathFromRoot } from '../../io/path-from-root.ts';
import { headOf, named } from '../head.ts';
import type { Place } from './history.ts';
import { treeOnDisk } from './local-gate.ts';

/** Options of the commands that compare with what is delivered now. */
export const BASE_OPTIONS: readonly Option[] = [
  {
    name: 'base',
    value: 'REF',
    help: 'commit, tag or folder to compare with, or `out` for the working folder (default: where origin left off)',
  },
  { name: 'out', value: 'DIR', help: 'folder that Argo CD reads (default: out)' },
  {
    name: 'today',
    value: 'DATE',
    help: 'judge approvals and freezes as on that day, such as 2026-12-01, or at a time, 2026-12-01T09:00:00Z (default: now)',
  },
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
 * could have changed it to hide what goes. Only where there is no repository, or nothing in it yet, it is out/ as it lies here.
 */
export function baseOf(flags: Flags, branch: string): Base {
  const ref = flags.more['base'] as string | undefined;
  const repository = ref === 'out' ? undefined : WorkingCopy.around('.');
  const meant = ref === undefined || ref === 'out' ? {} : meantBy(ref, repository);
  if (meant.folder !== undefined) return { tree: wholeOnDisk(meant.folder) };
  if (ref !== undefined && ref !== 'out' && repository === undefined)
    throw new Failure('usage', `--base ${ref}: this is no Git working copy`, 'compare with a folder: --base out, or --base DIR');
  if (repository === undefined) return { tree: wholeOnDisk(flags.out) };
  const commit = ref === undefined ? whereLeft(repository, branch, headOf(flags)?.commit) : (meant.commit ?? named(repository, 'base', ref));
  if (commit === undefined) return { tree: wholeOnDisk(flags.out) };
  const out = pathFromRoot(repository.prefix, flags.out);
  if (out === undefined || out === '')
    throw new Failure('usage', `--out ${flags.out} lies outside of the working copy`, 'name it relative to this folder, or use --base out');
  const configPath = pathFromRoot(repository.prefix, flags.config);
  const tree = treeAt(repository, commit, out);
  return configPath === undefined || configPath === '' ? { tree } : { tree, place: { repository, commit, out, configPath } };
}

/** What `--base` names: a folder is what is written as a path, and what is no commit but lies there. */
function meantBy(ref: string, repository: WorkingCopy | undefined): { readonly folder?: string; readonly commit?: string } {
  const isPath = /^\.{0,2}\/|^\.{1,2}$|\/$/.test(ref);
  const commit = isPath ? undefined : repository?.commitOf(ref);
  if (commit !== undefined) return { commit };
  const folder = outIn(ref);
  if (folder === undefined && isPath)
    throw new Failure('usage', `--base ${ref}: there is no such folder`, 'name a folder that holds an out/, or a commit');
  return folder === undefined ? {} : { folder };
}

/** Where the work left the main branch, as origin has it or else as it is here; undefined in a repository without any commit. */
function whereLeft(repository: WorkingCopy, branch: string, named: string | undefined): string | undefined {
  const [work, there, here] = [named ?? 'HEAD', `refs/remotes/origin/${branch}`, `refs/heads/${branch}`] as const;
  const commitOf = repository.commitsOf([work, there, here]);
  const head = commitOf(work);
  const main = commitOf(there) ?? commitOf(here);
  if (main === undefined) {
    if (repository.isEmpty()) return undefined;
    const what = head === undefined ? 'this work' : head.slice(0, 12);
    throw tooLittle(repository, `there is no branch ${branch} here, so nobody can tell where ${what} left ${branch}`);
  }
  const left = head === undefined || head === main ? main : repository.mergeBase(main, head);
  if (left === undefined) throw tooLittle(repository, `${head?.slice(0, 12)} and ${branch} (${main.slice(0, 12)}) have no commit in common here`);
  return left;
}

function tooLittle(repository: WorkingCopy, what: string): Failure {
  return repository.isShallow()
    ? tooShallow(`${what}: this clone has a part of the history only`)
    : new Failure('usage', what, 'name what to compare with: --base REF, or --base out for the folder that lies here');
}
