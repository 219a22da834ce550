import { existsSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Failure } from './failure.ts';
import { prefixIn } from './git-find.ts';
import { GitHistory } from './git-history.ts';
import { Git, failed, words } from './git-run.ts';
import type { Settings } from './git-run.ts';
import { pushToken } from './token.ts';

/** Who commits. */
export interface Person {
  readonly name: string;
  readonly mail: string;
}

/** Who commits where there is a token and nobody is configured. RFC 2606 keeps the domain from being anybody's. */
const NOBODY: Person = { name: 'pap-fleet', mail: 'pap-fleet@noreply.invalid' };

/** A repository as seen from a folder: its objects, and the working copy where it has one. Nothing goes through a shell. */
export class WorkingCopy extends GitHistory {
  /** Of the working copy; of a repository without files the folder itself. */
  readonly root: string;
  /** The folder's path below the root: empty, or ending in a slash. */
  readonly prefix: string;
  readonly #author: Person | undefined;
  #files: Git | undefined;

  private constructor(folder: string, prefix: string, author: Person | undefined) {
    super(new Git(folder));
    this.prefix = prefix;
    this.root = resolve(
      folder,
      ...prefix
        .split('/')
        .filter((step) => step !== '')
        .map(() => '..'),
    );
    this.#author = author;
  }

  /**
   * What a folder lies in; undefined only where there is no repository.
   * @param author of its commits; Git's configuration says it otherwise
   * @throws Failure when there is one that cannot be read
   */
  static around(folder: string, author?: Person): WorkingCopy | undefined {
    const prefix = prefixIn(folder);
    return prefix === undefined ? undefined : new WorkingCopy(folder, prefix, author);
  }

  /** For what looks at files, or writes: no program that the repository names is run. */
  get git(): Git {
    return (this.#files ??= new Git(this.root, withoutPrograms(this.root)));
  }

  /** Whether nothing was ever committed, or fetched. */
  isEmpty(): boolean {
    return this.objects.run(['for-each-ref', '--count=1']) === '' && this.head() === undefined;
  }

  /**
   * What `git blame --porcelain` says of lines of a file; nothing where no commit has it. What was moved within the file, or came from one that the same
   * commit changed, keeps its commit.
   * @param commit undefined for the file as it lies here @param path from the root
   */
  blame(commit: string | undefined, path: string, lines: readonly number[]): string {
    const ranges = lines.flatMap((line) => ['-L', `${line},${line}`]);
    // A list of commits to pass over that the configuration names may not be there.
    const args = [
      '-c',
      'blame.ignoreRevsFile=',
      'blame',
      '--porcelain',
      '-M',
      '-C',
      ...ranges,
      ...(commit === undefined ? [] : [commit]),
      '--',
      path,
    ];
    const ran = this.git.try(args);
    if (ran.status === 0) return ran.text;
    const at = commit ?? this.head();
    if (at === undefined || this.entries(at, path).length === 0) return '';
    throw failed(args, ran);
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
    return this.git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD'])?.trim();
  }

  /** The commit checked out; undefined on a branch without one. */
  head(): string | undefined {
    return this.commitOf('HEAD');
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

  /** Commit what lies in the folder, and nothing else. Hooks are for people's commits: a formatter must not touch what was generated. */
  commit(folder: string, message: string): string {
    this.git.run(['add', '--all', '--force', '--', `:(top,literal)${folder}`]);
    const changed = ['diff', '--cached', '--quiet', '--ignore-submodules=none', '--no-ext-diff', '--no-textconv'];
    // Git may warn here of what it thinks of file modes and line endings.
    if (this.git.try([...changed, 'HEAD', '--', `:(top,literal)${folder}`]).status === 0)
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
    const known = pushToken() === undefined || this.git.ask(['config', '--get', 'user.email']) !== undefined;
    const person = this.#author ?? (known ? undefined : NOBODY);
    if (person === undefined) return {};
    const { name, mail } = person;
    return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: mail, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: mail };
  }

  /** Whether it holds a part of its repository only. */
  isSparse(): boolean {
    return this.objects.ask(['config', '--type=bool', '--get', 'core.sparseCheckout'])?.trim() === 'true';
  }

  /** Where a remote is, as it was configured: no `insteadOf` is applied. More than one, none, or one. */
  urls(remote: string): string[] {
    return fields(this.objects.ask(['config', '-z', '--get-all', `remote.${remote}.url`]) ?? '');
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
    this.#files = undefined;
  }
}

function fields(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}

/**
 * Every filter driver and every hook that some configuration names, switched off. A filter is a program that the repository
 * chooses by .gitattributes; since Git 2.54 a hook can be one of the configuration (`hook.<name>.command`), whatever `core.hooksPath` says.
 */
function withoutPrograms(folder: string): Settings {
  const found = new Git(folder).ask(['config', '-z', '--name-only', '--get-regexp', '^(filter|hook)\\..*\\.']);
  const names = new Set(fields(found ?? '').map((key) => key.slice(0, key.lastIndexOf('.'))));
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
