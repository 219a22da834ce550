import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Failure } from './failure.ts';
import { Git, words } from './git-run.ts';
import type { Settings } from './git-run.ts';
import { pushToken } from './token.ts';

/** A file as Git has it in a tree: mode and object id. */
export interface Blob {
  readonly mode: string;
  readonly id: string;
}

/** Who commits. */
export interface Person {
  readonly name: string;
  readonly mail: string;
}

/** Who commits where there is a token and nobody is configured. RFC 2606 keeps the domain from being anybody's. */
const NOBODY: Person = { name: 'pap-fleet', mail: 'pap-fleet@noreply.invalid' };

/** A Git working copy. */
export class WorkingCopy {
  readonly root: string;
  #git: Git;
  readonly #author: Person | undefined;

  private constructor(root: string, author: Person | undefined) {
    this.root = root;
    this.#git = new Git(root, withoutPrograms(root));
    this.#author = author;
  }

  get git(): Git {
    return this.#git;
  }

  /** The working copy that the folder lies in. @param author of its commits; Git's configuration says it otherwise */
  static around(folder: string, author?: Person): WorkingCopy {
    const ran = new Git(folder).try(['rev-parse', '--show-toplevel']);
    if (ran.broken !== undefined) throw new Failure('system', ran.broken);
    if (ran.stderr.includes('dubious ownership'))
      throw new Failure('system', 'this working copy belongs to another user of this machine', 'run publish as the user who made the clone');
    const root = ran.text.replace(/\n$/, '');
    if (ran.status !== 0 || root === '')
      throw new Failure('system', 'this is no Git working copy', 'publish commits out/ and pushes it: run it in a clone of the fleet repository');
    return new WorkingCopy(root, author);
  }

  /** Path below the root, forward slashes; undefined when it lies elsewhere. */
  below(path: string): string | undefined {
    const found = relative(realpathSync(this.root), realpathSync(path)).split(sep).join('/');
    return found === '..' || found.startsWith('../') || found.startsWith('/') || found === '' ? undefined : found;
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** The branch that is checked out; undefined with a detached HEAD. */
  branch(): string | undefined {
    const { status, text } = this.git.try(['symbolic-ref', '--quiet', '--short', 'HEAD']);
    return status === 0 ? text.trim() : undefined;
  }

  /** The commit checked out; undefined on a branch without one. */
  head(): string | undefined {
    const { status, text } = this.git.try(['rev-parse', '--quiet', '--verify', 'HEAD^{commit}']);
    return status === 0 ? text.trim() : undefined;
  }

  /** Tracked files outside a folder that differ from HEAD, in the index or on disk. */
  changedOutside(folder: string): string[] {
    return fields(
      this.git.run([
        'status',
        '--porcelain=v1',
        '-z',
        '--no-renames',
        '--untracked-files=no',
        '--ignore-submodules=dirty',
        '--',
        '.',
        `:(exclude,top,literal)${folder}`,
      ]),
    ).map((entry) => entry.slice(3));
  }

  /** Every file of a commit below a folder, paths relative to the folder. */
  files(commit: string, folder: string): Map<string, Blob> {
    const found = new Map<string, Blob>();
    for (const entry of fields(this.git.run(['ls-tree', '-r', '-z', '--full-tree', commit, '--', `${folder}/`]))) {
      const [facts, path] = entry.split('\t', 2) as [string, string];
      const [mode, , id] = facts.split(' ') as [string, string, string];
      found.set(path.slice(folder.length + 1), { mode, id });
    }
    return found;
  }

  /** Commit what lies in the folder, and nothing else. Hooks are for people's commits: a formatter must not touch what was generated. */
  commit(folder: string, message: string): string {
    this.git.run(['add', '--all', '--force', '--', `:(top,literal)${folder}`]);
    if (
      this.git.try([
        'diff',
        '--cached',
        '--quiet',
        '--ignore-submodules=none',
        '--no-ext-diff',
        '--no-textconv',
        'HEAD',
        '--',
        `:(top,literal)${folder}`,
      ]).status === 0
    )
      throw new Failure(
        'system',
        `Git sees no change in ${folder}/, although it is not what HEAD has`,
        'look for file modes, filters or skip-worktree flags',
      );
    this.git.run(['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--file=-', '--only', '--', `:(top,literal)${folder}`], {
      input: message,
      also: this.#identity(),
    });
    return this.head() as string;
  }

  #identity(): Record<string, string> {
    const known = pushToken() === undefined || this.git.try(['config', '--get', 'user.email']).status === 0;
    const person = this.#author ?? (known ? undefined : NOBODY);
    if (person === undefined) return {};
    const { name, mail } = person;
    return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: mail, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: mail };
  }

  /** Where a remote is, as it was configured: no `insteadOf` is applied. More than one, none, or one. */
  urls(remote: string): string[] {
    const ran = this.git.try(['config', '-z', '--get-all', `remote.${remote}.url`]);
    return ran.status === 0 ? fields(ran.text) : [];
  }

  message(commit: string): string {
    return this.git.run(['log', '-1', '--format=%B', commit]);
  }

  /** The first commit after one on the way to another; undefined when the way does not lead through it. */
  following(commit: string, to: string): string | undefined {
    const way = this.git
      .run(['rev-list', '--first-parent', '--parents', `${commit}..${to}`])
      .split('\n')
      .filter((line) => line !== '');
    const [id, parent] = way.at(-1)?.split(' ') ?? [];
    return parent === commit ? id : undefined;
  }

  contains(commit: string, ancestor: string): boolean {
    return this.git.try(['merge-base', '--is-ancestor', ancestor, commit]).status === 0;
  }

  /** Commits of HEAD that the other one has not, newest first, with parents, message and the files each one changes. */
  ahead(of: string | undefined): { readonly id: string; readonly parents: number; readonly message: string; readonly paths: readonly string[] }[] {
    const ids = this.git
      .run(['rev-list', '--parents', 'HEAD', ...(of === undefined ? [] : [`^${of}`])])
      .split('\n')
      .filter((line) => line !== '');
    return ids.map((line) => {
      const [id, ...parents] = line.split(' ') as [string, ...string[]];
      return {
        id,
        parents: parents.length,
        message: this.message(id),
        paths: fields(
          this.git.run(['diff-tree', '-r', '-z', '--root', '--no-commit-id', '--name-only', '--no-renames', '--ignore-submodules=none', id]),
        ),
      };
    });
  }

  /** Files at or below these paths that differ between two commits. */
  differing(from: string, to: string, paths: readonly string[]): string[] {
    return fields(
      this.git.run([
        'diff',
        '--name-only',
        '-z',
        '--no-renames',
        // Whatever a tracked .gitmodules says of what may be ignored.
        '--ignore-submodules=none',
        '--no-ext-diff',
        '--no-textconv',
        from,
        to,
        '--',
        ...paths.map((path) => `:(top,literal)${path}`),
      ]),
    );
  }

  /** Move the branch and the files to a commit; Git refuses when that would cost uncommitted work. */
  moveTo(commit: string): void {
    // In a clone that was copied, times differ and contents do not: without a look at them Git would refuse.
    this.git.try(['update-index', '-q', '--refresh']);
    const moved = this.git.try(['reset', '--quiet', '--keep', commit]);
    if (moved.status !== 0)
      throw new Failure(
        'system',
        `cannot move this working copy to ${commit.slice(0, 12)}: ${words(moved)}`,
        'commit or stash what is not committed yet',
      );
    // The configuration may include a tracked file, which is another one now.
    this.#git = new Git(this.root, withoutPrograms(this.root));
  }

  /** The id Git gives this content, in the hash this repository uses. */
  blobId(content: string, like: string): string {
    const bytes = Buffer.from(content);
    return createHash(like.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${bytes.length}\0`)
      .update(bytes)
      .digest('hex');
  }
}

/** Where `origin` of a folder's repository is; undefined when there is none. */
export function remoteUrl(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const { status, text } = new Git(folder).try(['config', '--get', 'remote.origin.url']);
  return status === 0 ? text.trim() : undefined;
}

/** Whether a folder lies in a working copy that holds a part of its repository only. */
export function isSparse(folder: string): boolean {
  const { status, text } = new Git(folder).try(['config', '--type=bool', '--get', 'core.sparseCheckout']);
  return status === 0 && text.trim() === 'true';
}

/** Wait, without a clock of our own: commands are synchronous. */
export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** How long to wait before the next try: longer each time, and random, so that writers who collided do not collide again. */
export function backoff(tries: number): number {
  return Math.random() * Math.min(3000, 30 * 2 ** tries);
}

function fields(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}

/**
 * Every filter driver and every hook that some configuration names, switched off. A filter is a program that the repository
 * chooses by .gitattributes; since Git 2.54 a hook can be one of the configuration (`hook.<name>.command`), whatever `core.hooksPath` says.
 */
function withoutPrograms(folder: string): Settings {
  const ran = new Git(folder).try(['config', '-z', '--name-only', '--get-regexp', '^(filter|hook)\\..*\\.']);
  const names = new Set(fields(ran.text).map((key) => key.slice(0, key.lastIndexOf('.'))));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const kind = name.startsWith('hook.') ? 'hook' : 'filter';
      if (name.includes('='))
        throw new Failure(
          'system',
          `Git is configured with a ${kind} that cannot be switched off: ${name}`,
          'take it out of the configuration: git config',
        );
      if (kind === 'hook') return [[`${name}.enabled`, 'false']];
      return [
        [`${name}.clean`, ''],
        [`${name}.smudge`, ''],
        [`${name}.process`, ''],
        [`${name}.required`, 'false'],
      ];
    }),
  );
}
