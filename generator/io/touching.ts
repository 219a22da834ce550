import { timeOf } from '../history/commit.ts';
import type { Folders, Touching } from '../status/changes.ts';
import type { WorkingCopy } from './git.ts';

/** How far back it is looked for what changed last. */
const MOST = 400;

/**
 * The newest commits of the main line that changed config/ or out/, newest first.
 * @param head the newest commit that counts
 * @returns `whole` is false where the history here ends before as many were found: the last of them looks as if it had brought all that it has
 */
export function touching(
  copy: WorkingCopy,
  head: string,
  { config, out }: Folders,
): { readonly commits: readonly Touching[]; readonly whole: boolean } {
  const boundary = copy.isShallow() ? copy.boundary() : new Set<string>();
  const found = [config, out].flatMap((folder) => read(copy, head, folder));
  const known = new Map<string, Touching & { paths: string[] }>();
  for (const commit of found) {
    const same = known.get(commit.id);
    if (same === undefined) known.set(commit.id, commit);
    else same.paths.push(...commit.paths);
  }
  const commits = [...known.values()].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return { commits: commits.filter(({ id }) => !boundary.has(id)), whole: boundary.size === 0 };
}

function read(copy: WorkingCopy, head: string, folder: string): (Touching & { paths: string[] })[] {
  // Git before 2.31 shows nothing of a merge without `-m`. A NUL ends each field: names and subjects may hold anything else.
  const text = copy.log(head, folder, 'commit %H %ct%x00%an%x00%s', '-z', '-m', '--name-only', '--no-renames', `-${MOST}`);
  const commits: (Touching & { paths: string[] })[] = [];
  const fields = text.split('\0');
  for (let i = 0; i < fields.length; i++) {
    const field = (fields[i] as string).replace(/^\n/, '');
    const [, id, seconds] = /^commit ([0-9a-f]{40,64}) ([0-9]+)$/.exec(field) ?? [];
    if (id !== undefined) {
      commits.push({ id, at: timeOf(Number(seconds)), by: fields[i + 1] as string, subject: fields[i + 2] as string, paths: [] });
      i += 2;
    } else if (field !== '') commits.at(-1)?.paths.push(field);
  }
  return commits;
}
