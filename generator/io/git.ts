import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Failure } from './failure.ts';
import { prefixIn } from './git-find.ts';
import { Git, failed, words } from './git-run.ts';
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

/** What a commit has at a path. Nothing of it was ever written to a disk: names may hold anything but NUL. */
export interface Entry extends Blob {
  /** From the root of the repository, forward slashes. */
  readonly path: Buffer;
}

/** That the history which is here ends too early. @param what cannot be said because of it */
export function tooShallow(what: string): Failure {
  return new Failure('system', what, 'fetch all of it: git fetch --unshallow, or fetch-depth: 0 of actions/checkout');
}

/** A repository as seen from a folder: its objects, and the working copy where it has one. Nothing goes through a shell. */
export class WorkingCopy {
  /** Of the working copy; of a repository without files the folder itself. */
  readonly root: string;
  /** The folder's path below the root: empty, or ending in a slash. */
  readonly prefix: string;
  readonly #author: Person | undefined;
  /** For what reads objects alone. */
  readonly #objects: Git;
  #files: Git | undefined;

  private constructor(folder: string, prefix: string, author: Person | undefined) {
    this.prefix = prefix;
    this.root = resolve(
      folder,
      ...prefix
        .split('/')
        .filter((step) => step !== '')
        .map(() => '..'),
    );
    this.#author = author;
    this.#objects = new Git(folder);
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

  /** The commit that a name stands for; or the tree, as the empty one before the first commit. */
  commitOf(ref: string): string | undefined {
    const verify = (name: string): string[] => ['rev-parse', '--quiet', '--verify', '--end-of-options', name];
    const ran = this.#objects.try(verify(`${ref}^{commit}`));
    if (ran.status === 0) return ran.text.trim();
    const id = this.#objects.ask(verify(ref))?.trim();
    const type = id === undefined ? undefined : this.typeOf(id);
    if (id === undefined || type === 'tree') return id;
    // A name that leads to nothing is damage; an id may be of a commit that was never fetched.
    if (type === 'commit' || (type === 'missing' && !/^[0-9a-f]{40,64}$/.test(ref)))
      throw new Failure(
        'system',
        `${ref} names ${id.slice(0, 12)}, which cannot be read here: ${words(this.#objects.try(['cat-file', '-t', id]))}`,
        'git fsck says what is damaged; clone again',
      );
    return undefined;
  }

  /** `commit`, `tree`, `blob`, `tag`, or `missing`. */
  typeOf(id: string): string {
    const answer = this.#objects.run(['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input: `${id}\n` });
    return answer.trim().split(' ')[1] as string;
  }

  /** Where the work checked out here, or another commit, left another line of work; undefined where they have no commit in common. */
  mergeBase(other: string, head = 'HEAD'): string | undefined {
    return this.#objects.ask(['merge-base', head, other])?.trim();
  }

  /** Whether nothing was ever committed, or fetched. */
  isEmpty(): boolean {
    return this.#objects.run(['for-each-ref', '--count=1']) === '' && this.head() === undefined;
  }

  /** Whether the history is cut off somewhere. */
  isShallow(): boolean {
    return this.#objects.run(['rev-parse', '--is-shallow-repository']).trim() === 'true';
  }

  /** The last commit, from one on back, that changed a file. @param path from the root */
  lastToTouch(commit: string, path: string): string | undefined {
    return this.#objects.run(['rev-list', '-1', commit, '--', `:(top,literal)${path}`]).trim() || undefined;
  }

  /** Where the history that is here ends although there is more: commits that look as if they had brought all that they have. */
  boundary(): ReadonlySet<string> {
    const list = resolve(this.#objects.folder, this.#objects.run(['rev-parse', '--git-path', 'shallow']).trim());
    return new Set(existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []);
  }

  /**
   * What `git log` says of a commit and its first parents, the newest first.
   * @param format of one of them, such as `%H`
   * @param path from the root: of those that changed something at or below it
   */
  log(commit: string, path: string, format: string, ...more: readonly string[]): string {
    const plain = ['--first-parent', '--no-show-signature', '--no-color'];
    return this.#objects.run(['log', ...plain, `--format=${format}`, ...more, commit, '--', `:(top,literal)${path}`]);
  }

  /** The same of several paths, in which `*` stands for what is no slash. */
  logOf(commit: string, format: string, globs: readonly string[], more: readonly string[]): string {
    const plain = ['--first-parent', '--no-show-signature', '--no-color'];
    // Where a history is cut off, what it begins with must be seen.
    const settings = { 'log.showRoot': 'true', 'diff.relative': 'false' };
    return this.#objects.run(['log', ...plain, `--format=${format}`, ...more, commit, '--', ...globs.map((glob) => `:(top,glob)${glob}`)], {
      settings,
    });
  }

  /** What `git log` says of the commits that the one has and the other has not. */
  between(without: string, having: string, format: string): string {
    return this.#objects.run(['log', '--no-show-signature', '--no-color', `--format=${format}`, '--max-count=1000', having, `^${without}`]);
  }

  /** What `git log` says of these commits, and of no others. */
  shown(commits: readonly string[], format: string): string {
    return this.#objects.run(['log', '--no-walk=unsorted', '--no-show-signature', '--no-color', `--format=${format}`, '--stdin'], {
      input: `${commits.join('\n')}\n`,
    });
  }

  /**
   * What `git blame --porcelain` says of lines of a file; nothing where no commit has it. What was moved within the file, or came from one that the same
   * commit changed, keeps its commit.
   * @param commit undefined for the file as it lies here @param path from the root
   */
  blame(commit: string | undefined, path: string, lines: readonly number[]): string {
    const at = commit ?? this.head();
    if (at === undefined || this.entries(at, path).length === 0) return '';
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
    return this.git.run(args);
  }

  /** The first commit of a main line that has another one, where that is not on the line itself. */
  broughtBy(commit: string, head: string): string | undefined {
    const range = ['rev-list', `${commit}..${head}`];
    const line = this.#objects
      .run([...range, '--first-parent'])
      .split('\n')
      .slice(0, -1);
    const after = new Set(this.#objects.run([...range, '--ancestry-path']).split('\n'));
    const found = line.findLast((each) => after.has(each));
    if (found === undefined) return undefined;
    const [, first] = this.#objects.run(['rev-list', '--parents', '-1', found]).trim().split(' ');
    return first === commit || (first !== undefined && this.contains(first, commit)) ? undefined : found;
  }

  /** A commit and its first parents, the newest first. */
  mainLine(commit: string): string[] {
    return this.#objects.run(['rev-list', '--first-parent', commit]).split('\n').slice(0, -1);
  }

  /** A file of a commit; undefined where it has none there. @param path from the root */
  textAt(commit: string, path: string): string | undefined {
    const ran = this.#objects.try(['cat-file', 'blob', `${commit}:${path}`]);
    return ran.status === 0 ? ran.text : undefined;
  }

  /**
   * Everything of a commit that is no folder, at or below a path.
   * @param commit of this repository, as `commitOf` gives it
   * @param path from the root of the repository; empty for all
   * @param most bytes that the list of names may have
   */
  entries(commit: string, path: string, most?: number): Entry[] {
    const args = ['ls-tree', '-r', '-z', '--full-tree', commit, ...(path === '' ? [] : ['--', path])];
    const listing = this.#objects.bytes(args, most === undefined ? {} : { most });
    const found: Entry[] = [];
    for (let at = 0; at < listing.length;) {
      const [tab, end] = [listing.indexOf(0x09, at), listing.indexOf(0, at)];
      const [mode, , id] = listing.toString('latin1', at, tab).split(' ') as [string, string, string];
      found.push({ path: listing.subarray(tab + 1, end), mode, id });
      at = end + 1;
    }
    return found;
  }

  /** Every file of a commit below a folder, paths relative to the folder. */
  files(commit: string, folder: string): Map<string, Blob> {
    const all = this.entries(commit, folder).map((entry) => [entry.path.toString('utf8'), entry] as const);
    return new Map(all.flatMap(([path, { mode, id }]) => (path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), { mode, id }]] : [])));
  }

  /** How many bytes objects have, asked without reading them. */
  sizes(ids: readonly string[]): Map<string, number> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const answer = this.#objects.run(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], { input: `${wanted.join('\n')}\n` });
    const lines = answer.split('\n');
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
    const bytes = this.#objects.bytes(['cat-file', '--batch'], { input: `${wanted.join('\n')}\n` });
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
    return this.#objects.ask(['config', '--type=bool', '--get', 'core.sparseCheckout'])?.trim() === 'true';
  }

  /** Where a remote is, as it was configured: no `insteadOf` is applied. More than one, none, or one. */
  urls(remote: string): string[] {
    return fields(this.#objects.ask(['config', '-z', '--get-all', `remote.${remote}.url`]) ?? '');
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
    const ran = this.#objects.try(['merge-base', '--is-ancestor', ancestor, commit]);
    if (ran.status === 0 || ran.status === 1) return ran.status === 0;
    // What was never fetched is not part of any history that is known here.
    if (this.commitOf(ancestor) === undefined || this.commitOf(commit) === undefined) return false;
    throw failed(['merge-base'], ran);
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
