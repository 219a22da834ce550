import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HELD_NAME, parseHeld } from '../render/held.ts';
import { Failure } from './failure.ts';
import { Git } from './git-run.ts';

/** How far back it is looked for the beginning of a hold. */
const MOST_HOLDS = 200;

/** What Git has of the deliveries on a branch: the commits of its first parents that changed out/. */
export class Deliveries {
  readonly #git: Git;
  readonly #commit: string;
  readonly #out: string;

  /**
   * @param folder any in the repository
   * @param commit the newest that counts
   * @param out from the root of the repository
   */
  constructor(folder: string, commit: string, out: string) {
    this.#git = new Git(folder);
    this.#commit = commit;
    this.#out = out;
  }

  /** Messages of all deliveries, newest first. */
  messages(): string[] {
    return this.#log('%B', this.#out, ['-z']).split('\0');
  }

  /**
   * An approval may have been used before the history here begins.
   * @param paths of approvals, from the root of the repository
   * @throws Failure (system) when this clone does not reach back to the commit that brought one of them
   */
  mustReach(paths: readonly string[]): void {
    if (paths.length === 0 || this.#git.run(['rev-parse', '--is-shallow-repository']).trim() !== 'true') return;
    const list = resolve(this.#git.folder, this.#git.run(['rev-parse', '--git-path', 'shallow']).trim());
    const boundary = new Set(existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []);
    for (const path of paths) {
      // A commit of the boundary looks as if it had brought all that it has.
      const first = this.#log('%H', path, ['--diff-filter=A']).trim().split('\n').at(-1) ?? '';
      if (first !== '' && !boundary.has(first)) continue;
      throw new Failure(
        'system',
        `this clone has too little history to say whether a delivery has used ${path} already`,
        'fetch all of it: git fetch --unshallow, or fetch-depth: 0 of actions/checkout',
      );
    }
  }

  /** The newest commit that changed out/; undefined when none did, or this clone does not reach back to it. */
  last(): string | undefined {
    const found = this.#log('%H', this.#out, ['-1']).trim();
    if (found === '') return undefined;
    const list = resolve(this.#git.folder, this.#git.run(['rev-parse', '--git-path', 'shallow']).trim());
    return existsSync(list) && readFileSync(list, 'utf8').split('\n').includes(found) ? undefined : found;
  }

  /** For regions that the newest delivery holds, the commit since which they are. */
  heldSince(regions: readonly string[]): ReadonlyMap<string, string> {
    const since = new Map<string, string>();
    let left = [...regions];
    const path = `${this.#out}/${HELD_NAME}`;
    for (const commit of this.#log('%H', path, [`-${MOST_HOLDS}`]).split('\n')) {
      if (commit === '' || left.length === 0) break;
      const shown = this.#git.try(['cat-file', 'blob', `${commit}:${path}`]);
      const holds = shown.status === 0 ? parseHeld(shown.text) : undefined;
      left = left.filter((region) => holds?.has(region) === true);
      for (const region of left) since.set(region, commit);
    }
    return since;
  }

  #log(format: string, path: string, more: readonly string[]): string {
    return this.#git.run([
      'log',
      '--first-parent',
      '--no-show-signature',
      '--no-color',
      `--format=${format}`,
      ...more,
      this.#commit,
      '--',
      `:(top,literal)${path}`,
    ]);
  }
}
