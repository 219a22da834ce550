import { Failure } from '../io/failure.ts';
import { tooShallow } from '../io/git-history.ts';
import { WorkingCopy } from '../io/git.ts';
import { pathFromRoot } from '../io/path-from-root.ts';
import { readConfigAt } from '../io/read-config-at.ts';
import { readConfig } from '../io/read-config.ts';
import type { ConfigFile } from '../yaml/read.ts';
import type { Flags, Option } from './command.ts';

/** For commands that can read the config of a commit. */
export const HEAD_OPTION: Option = {
  name: 'head',
  value: 'REF',
  help: 'take config/ of that commit, from the objects of Git; the files here are not read (default: the files here)',
};

/** The commit that `--head` names, in full; undefined without the option. */
export function headOf(flags: Flags): { readonly repository: WorkingCopy; readonly commit: string } | undefined {
  const ref = flags.more['head'] as string | undefined;
  if (ref === undefined) return undefined;
  const repository = WorkingCopy.around('.');
  if (repository === undefined)
    throw new Failure('usage', `--head ${ref}: this is no Git repository`, 'run it in a clone that has the commit, or leave --head out');
  return { repository, commit: named(repository, 'head', ref) };
}

/** The commit that an option names. @throws Failure when there is none, or this clone has too little history to say so */
export function named(repository: WorkingCopy, option: string, ref: string): string {
  const commit = repository.commitOf(ref);
  if (commit !== undefined) return commit;
  const what = `--${option} ${ref}: there is no such commit here`;
  if (repository.isShallow()) throw tooShallow(`${what}, and this clone has a part of the history only`);
  throw new Failure('usage', what, 'fetch it first (git fetch origin REF), or name another one');
}

/** The config a command is asked about: that of `--head`, or the files in the folder. */
export function configOf(flags: Flags): ConfigFile[] {
  const head = headOf(flags);
  if (head === undefined) return readConfig(flags.config, flags.maxFileSize);
  const { repository, commit } = head;
  const path = pathFromRoot(repository.prefix, flags.config);
  if (path === undefined) throw new Failure('usage', `--config ${flags.config} lies outside of the repository`, 'name it relative to this folder');
  return readConfigAt(repository, commit, { path, folder: flags.config }, flags.maxFileSize);
}
