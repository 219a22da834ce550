import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from './failure.ts';
import { GitObjects } from './git-objects.ts';
import { failed } from './git-run.ts';

/** That the history which is here ends too early. @param what cannot be said because of it */
export function tooShallow(what: string): Failure {
  return new Failure('system', what, 'fetch all of it: git fetch --unshallow, or fetch-depth: 0 of actions/checkout');
}

/** How commits follow on each other, and what they say. */
export class GitHistory extends GitObjects {
  #shallow: boolean | undefined;

  /** Where the work checked out here, or another commit, left another line of work; undefined where they have no commit in common. */
  mergeBase(other: string, head = 'HEAD'): string | undefined {
    return this.objects.ask(['merge-base', head, other])?.trim();
  }

  /** Whether the history is cut off somewhere. */
  isShallow(): boolean {
    return (this.#shallow ??= this.objects.run(['rev-parse', '--is-shallow-repository']).trim() === 'true');
  }

  /** The last commit, from one on back, that changed a file. @param path from the root */
  lastToTouch(commit: string, path: string): string | undefined {
    return this.objects.run(['rev-list', '-1', commit, '--', `:(top,literal)${path}`]).trim() || undefined;
  }

  /** Where the history that is here ends although there is more: commits that look as if they had brought all that they have. */
  boundary(): ReadonlySet<string> {
    const list = resolve(this.objects.folder, this.objects.run(['rev-parse', '--git-path', 'shallow']).trim());
    return new Set(existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []);
  }

  /**
   * What `git log` says of a commit and its first parents, the newest first.
   * @param format of one of them, such as `%H`
   * @param path from the root: of those that changed something at or below it
   */
  log(commit: string, path: string, format: string, ...more: readonly string[]): string {
    const plain = ['--first-parent', '--no-show-signature', '--no-color'];
    return this.objects.run(['log', ...plain, `--format=${format}`, ...more, commit, '--', `:(top,literal)${path}`]);
  }

  /** The same of several paths, in which `*` stands for what is no slash. */
  logOf(commit: string, format: string, globs: readonly string[], more: readonly string[]): string {
    const plain = ['--first-parent', '--no-show-signature', '--no-color'];
    // Where a history is cut off, what it begins with must be seen.
    const settings = { 'log.showRoot': 'true', 'diff.relative': 'false' };
    return this.objects.run(['log', ...plain, `--format=${format}`, ...more, commit, '--', ...globs.map((glob) => `:(top,glob)${glob}`)], {
      settings,
    });
  }

  /** What `git log` says of the commits that the one has and the other has not. */
  between(without: string, having: string, format: string): string {
    return this.objects.run(['log', '--no-show-signature', '--no-color', `--format=${format}`, '--max-count=1000', having, `^${without}`]);
  }

  /** What `git log` says of these commits, and of no others. */
  shown(commits: readonly string[], format: string): string {
    return this.objects.run(['log', '--no-walk=unsorted', '--no-show-signature', '--no-color', `--format=${format}`, '--stdin'], {
      input: `${commits.join('\n')}\n`,
    });
  }

  /** The first commit of a main line that has another one, where that is not on the line itself. */
  broughtBy(commit: string, head: string): string | undefined {
    const range = ['rev-list', `${commit}..${head}`];
    const line = this.objects
      .run([...range, '--first-parent'])
      .split('\n')
      .slice(0, -1);
    const after = new Set(this.objects.run([...range, '--ancestry-path']).split('\n'));
    const found = line.findLast((each) => after.has(each));
    if (found === undefined) return undefined;
    const [, first] = this.objects.run(['rev-list', '--parents', '-1', found]).trim().split(' ');
    return first === commit || (first !== undefined && this.contains(first, commit)) ? undefined : found;
  }

  /** A commit and its first parents, the newest first. */
  mainLine(commit: string): string[] {
    return this.objects.run(['rev-list', '--first-parent', commit]).split('\n').slice(0, -1);
  }

  contains(commit: string, ancestor: string): boolean {
    const ran = this.objects.try(['merge-base', '--is-ancestor', ancestor, commit]);
    if (ran.status === 0 || ran.status === 1) return ran.status === 0;
    // What was never fetched is not part of any history that is known here.
    if (this.commitOf(ancestor) === undefined || this.commitOf(commit) === undefined) return false;
    throw failed(['merge-base'], ran);
  }
}
