import { Failure } from '../io/failure.ts';
import type { WorkingCopy } from '../io/git.ts';
import { listed } from '../report/published.ts';
import type { ConfigFile } from '../yaml/read.ts';

/** Marks our commits: only a commit that carries it may be left behind when a race is lost. */
export const TRAILER = 'Fleet-Hash';

/**
 * What the program itself is made from: when this moves on the remote, we are the old one. In a repository that uses the
 * action it is the workflows that say which one runs, or what init wrote for another CI.
 */
export const OURSELVES = ['generator', 'schemas', 'package.json', 'package-lock.json', '.github/workflows', '.gitlab-ci.yml', 'ci/fleet.sh'];

/** @param named the branch that the caller wants instead of the one that Argo CD follows */
export function mustBeOn(copy: WorkingCopy, followed: string, named: string | undefined): void {
  const branch = named ?? followed;
  const here = copy.branch();
  if (here === branch) return;
  const other = named === undefined ? `but Argo CD follows ${branch}` : `not ${branch}`;
  throw new Failure(
    'system',
    here === undefined ? `no branch is checked out, and ${branch} is to be published` : `the branch here is ${here}, ${other}`,
    `git switch ${branch}, or name the branch with --branch`,
  );
}

/**
 * At a desk: what is published is what is committed, so whoever has more than that must hear it.
 * @param config reads the folder as it lies there
 */
export function mustBeCommitted(copy: WorkingCopy, folder: string, config: () => readonly ConfigFile[], out: string): void {
  const changed = copy.changedOutside(out);
  if (changed.length > 0)
    throw new Failure('system', `there are changes outside ${out}/ that are not committed:\n  ${listed(changed)}`, 'commit or stash them first');
  const below = copy.below(folder);
  if (below === undefined) throw new Failure('usage', `${folder} does not lie in this working copy`, 'publish needs the config that is committed');
  const known = copy.files('HEAD', below);
  const unknown = config()
    .filter(({ relative }) => !known.has(relative))
    .map(({ path }) => path);
  if (unknown.length > 0)
    throw new Failure('system', `${folder}/ holds files that are not committed:\n  ${listed(unknown)}`, 'commit them or take them away');
}

/** A race is lost by leaving our commit behind. That is only right when there is nothing but ours to leave. */
export function mustBeOurs(copy: WorkingCopy, remote: string, branch: string, head: string, out: string): void {
  const others = copy
    .ahead(head)
    .filter(
      ({ parents, message, paths }) =>
        parents !== 1 || !new RegExp(`^${TRAILER}: `, 'm').test(message) || paths.some((p) => !p.startsWith(`${out}/`)),
    );
  if (others.length === 0) return;
  throw new Failure(
    'system',
    `${branch} has commits that ${remote}/${branch} has not:\n  ${listed(others.map(({ id, message }) => `${id.slice(0, 12)} ${message.split('\n')[0]}`))}`,
    'push or propose them first: publish pushes its own commit of out/ and no other',
  );
}

/** An older generator must not write over the out/ of a newer one. */
export function mustBeCurrent(copy: WorkingCopy, built: string, head: string, where: string): void {
  const newer = copy.differing(built, head, OURSELVES);
  if (newer.length === 0) return;
  throw new Failure(
    'system',
    `the generator itself changed on ${where} (${newer[0]}${newer.length > 1 ? ` and ${newer.length - 1} more` : ''}), and this is the old one`,
    'build from there and publish again; the next run of the delivery workflow does both',
  );
}
