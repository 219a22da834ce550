import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Failure } from './failure.ts';

/** What a push came to, as far as this side knows: `refused` may be a lost race, a rule of the remote, or a lost answer. */
export type Pushed = { readonly ok: true } | { readonly ok: false; readonly words: string };

/** A file as Git has it in a tree: mode and object id. */
export interface Blob {
  readonly mode: string;
  readonly id: string;
}

/** A remote that does not answer is given up on after this long; whether a push arrived is then looked up. */
const NETWORK_MS = 120_000;
const MOST_BYTES = 256 * 1024 * 1024;

/** A Git working copy. Every command is run with an argument array and no shell, and speaks English for us to read. */
export class WorkingCopy {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** The working copy that the folder lies in. */
  static around(folder: string): WorkingCopy {
    const { status, stdout, error } = git(folder, ['rev-parse', '--show-toplevel']);
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') throw new Failure('system', 'there is no git on the PATH');
    const root = stdout.replace(/\n$/, '');
    if (status !== 0 || root === '')
      throw new Failure('system', 'this is no Git working copy', 'publish commits out/ and pushes it: run it in a clone of the fleet repository');
    return new WorkingCopy(root);
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
    const { status, stdout } = this.#try(['symbolic-ref', '--quiet', '--short', 'HEAD']);
    return status === 0 ? stdout.trim() : undefined;
  }

  /** The commit checked out; undefined on a branch without one. */
  head(): string | undefined {
    const { status, stdout } = this.#try(['rev-parse', '--quiet', '--verify', 'HEAD^{commit}']);
    return status === 0 ? stdout.trim() : undefined;
  }

  /** Tracked files outside a folder that differ from HEAD, in the index or on disk. */
  changedOutside(folder: string): string[] {
    return fields(
      this.#run([
        'status',
        '--porcelain=v1',
        '-z',
        '--no-renames',
        '--untracked-files=no',
        '--ignore-submodules=none',
        '--',
        '.',
        `:(exclude,top,literal)${folder}`,
      ]),
    ).map((entry) => entry.slice(3));
  }

  /** Every file of a commit below a folder, paths relative to the folder. */
  files(commit: string, folder: string): Map<string, Blob> {
    const found = new Map<string, Blob>();
    for (const entry of fields(this.#run(['ls-tree', '-r', '-z', '--full-tree', commit, '--', `${folder}/`]))) {
      const [facts, path] = entry.split('\t', 2) as [string, string];
      const [mode, , id] = facts.split(' ') as [string, string, string];
      found.set(path.slice(folder.length + 1), { mode, id });
    }
    return found;
  }

  /** Commit what lies in the folder, and nothing else. Hooks are for people's commits: a formatter must not touch what was generated. */
  commit(folder: string, message: string): string {
    this.#run(['add', '--all', '--force', '--', `:(top,literal)${folder}`]);
    if (this.#try(['diff', '--cached', '--quiet', 'HEAD', '--', `:(top,literal)${folder}`]).status === 0)
      throw new Failure(
        'system',
        `Git sees no change in ${folder}/, although it is not what HEAD has`,
        'look for file modes, filters or skip-worktree flags',
      );
    this.#run(['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--file=-', '--only', '--', `:(top,literal)${folder}`], message);
    return this.head() as string;
  }

  /** Ask the remote for the head of a branch, and get its commits; undefined when it has no such branch. */
  fetch(remote: string, branch: string): { readonly head: string | undefined } | { readonly words: string } {
    const listed = this.#try(['ls-remote', '--exit-code', '--', remote, `refs/heads/${branch}`], { timeout: NETWORK_MS });
    if (listed.status === 2) return { head: undefined };
    if (listed.status !== 0) return { words: words(listed) };
    const fetched = this.#try(['fetch', '--quiet', '--no-tags', '--no-auto-gc', '--', remote, `refs/heads/${branch}`], { timeout: NETWORK_MS });
    if (fetched.status !== 0) return { words: words(fetched) };
    return { head: this.#run(['rev-parse', '--verify', 'FETCH_HEAD^{commit}']).trim() };
  }

  /** The URL of a remote, as it was configured. */
  url(remote: string): string {
    return this.#run(['config', '--get', `remote.${remote}.url`]).trim();
  }

  message(commit: string): string {
    return this.#run(['log', '-1', '--format=%B', commit]);
  }

  /** The first commit after one on the way to another; undefined when the way does not lead through it. */
  following(commit: string, to: string): string | undefined {
    const way = this.#run(['rev-list', '--first-parent', '--parents', `${commit}..${to}`])
      .split('\n')
      .filter((line) => line !== '');
    const [id, parent] = way.at(-1)?.split(' ') ?? [];
    return parent === commit ? id : undefined;
  }

  contains(commit: string, ancestor: string): boolean {
    return this.#try(['merge-base', '--is-ancestor', ancestor, commit]).status === 0;
  }

  /** Commits of HEAD that the other one has not, newest first, with parents, message and the files each one changes. */
  ahead(of: string | undefined): { readonly id: string; readonly parents: number; readonly message: string; readonly paths: readonly string[] }[] {
    const ids = this.#run(['rev-list', '--parents', 'HEAD', ...(of === undefined ? [] : [`^${of}`])])
      .split('\n')
      .filter((line) => line !== '');
    return ids.map((line) => {
      const [id, ...parents] = line.split(' ') as [string, ...string[]];
      return {
        id,
        parents: parents.length,
        message: this.message(id),
        paths: fields(this.#run(['diff-tree', '-r', '-z', '--root', '--no-commit-id', '--name-only', '--no-renames', id])),
      };
    });
  }

  /** Files at or below these paths that differ between two commits. */
  differing(from: string, to: string, paths: readonly string[]): string[] {
    return fields(
      this.#run(['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', from, to, '--', ...paths.map((path) => `:(top,literal)${path}`)]),
    );
  }

  /** Move the branch and the files to a commit; Git refuses when that would cost uncommitted work. */
  moveTo(commit: string): void {
    const moved = this.#try(['reset', '--quiet', '--keep', commit]);
    if (moved.status !== 0)
      throw new Failure(
        'system',
        `cannot move this working copy to ${commit.slice(0, 12)}: ${words(moved)}`,
        'commit or stash what is not committed yet',
      );
  }

  /** Push HEAD to a branch. Never by force: whoever came first wins. */
  push(remote: string, branch: string): Pushed {
    const pushed = this.#try(['push', '--porcelain', '--no-follow-tags', '--', remote, `HEAD:refs/heads/${branch}`], { timeout: NETWORK_MS });
    return pushed.status === 0 ? { ok: true } : { ok: false, words: words(pushed) };
  }

  /** The id Git gives this content, in the hash this repository uses. */
  blobId(content: string, like: string): string {
    const bytes = Buffer.from(content);
    return createHash(like.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${bytes.length}\0`)
      .update(bytes)
      .digest('hex');
  }

  #try(args: readonly string[], more: { readonly timeout?: number; readonly input?: string } = {}): Ran {
    return git(this.root, args, more);
  }

  #run(args: readonly string[], input?: string): string {
    const ran = this.#try(args, input === undefined ? {} : { input });
    if (ran.status !== 0) throw new Failure('system', `git ${args[0]} failed: ${words(ran)}`);
    return ran.stdout;
  }
}

/** Where `origin` of a folder's repository is; undefined when there is none. */
export function remoteUrl(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const { status, stdout } = git(folder, ['config', '--get', 'remote.origin.url']);
  return status === 0 ? stdout.trim() : undefined;
}

/** Whether a folder lies in a working copy that holds a part of its repository only. */
export function isSparse(folder: string): boolean {
  const { status, stdout } = git(folder, ['config', '--type=bool', '--get', 'core.sparseCheckout']);
  return status === 0 && stdout.trim() === 'true';
}

/** Wait, without a clock of our own: commands are synchronous. */
export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** How long to wait before the next try: longer each time, and random, so that writers who collided do not collide again. */
export function backoff(tries: number): number {
  return Math.random() * Math.min(3000, 30 * 2 ** tries);
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly error?: Error | undefined;
}

function git(folder: string, args: readonly string[], more: { readonly timeout?: number; readonly input?: string } = {}): Ran {
  const { input, timeout } = more;
  return spawnSync('git', ['-c', 'core.quotePath=false', '-c', 'advice.detachedHead=false', ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
    env: { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
    ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] as const } : { input }),
    ...(timeout === undefined ? {} : { timeout }),
  });
}

function fields(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}

/** What Git had to say, without what is said every time. */
function words({ status, stdout, stderr, error }: Ran): string {
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') return 'no answer in time';
  const lines = [...stderr.split('\n'), ...stdout.split('\n').filter((line) => line.startsWith('!'))]
    .map((line) => line.replaceAll('\t', ' ').trim())
    .filter((line) => line !== '' && line !== 'remote:' && !line.startsWith('hint:') && !line.startsWith('To '));
  return lines.length === 0 ? `exit code ${status}` : lines.slice(0, 12).join('\n  ');
}
