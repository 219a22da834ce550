import { HELD_NAME, parseHeld } from '../render/held.ts';
import { moment } from './clock.ts';
import { tooShallow } from './git-history.ts';
import type { WorkingCopy } from './git.ts';

/** Names the folder that a delivery was made from, from the root of the repository, in the form of a URL. */
export const CONFIG_TRAILER = 'Config-Folder';

/** How far back it is looked for the beginning of a hold. */
const MOST_HOLDS = 200;

/** The newest commit that changed out/. */
interface Delivery {
  /** Empty where none did. */
  readonly id: string;
  /** When it was committed, in seconds since 1970. */
  readonly at: number;
  /** What its message ends with: lines of `Name: value`. */
  readonly trailers: string;
}

/** What Git has of the deliveries on a branch: the commits of its first parents that changed out/. */
export class Deliveries {
  readonly #copy: WorkingCopy;
  readonly #commit: string;
  readonly #out: string;
  #last: Delivery | undefined;

  /**
   * @param commit the newest that counts
   * @param out from the root of the repository
   */
  constructor(copy: WorkingCopy, commit: string, out: string) {
    this.#copy = copy;
    this.#commit = commit;
    this.#out = out;
  }

  /** Messages of all deliveries, newest first. */
  messages(): string[] {
    return this.#copy.log(this.#commit, this.#out, '%B', '-z').split('\0');
  }

  /**
   * An approval may have been used before the history here begins.
   * @param paths of approvals, from the root of the repository
   * @throws Failure (system) when this clone does not reach back to the commit that brought one of them
   */
  mustReach(paths: readonly string[]): void {
    if (paths.length === 0 || !this.#copy.isShallow()) return;
    const boundary = this.#copy.boundary();
    for (const path of paths) {
      const first = this.#copy.log(this.#commit, path, '%H', '--diff-filter=A').trim().split('\n').at(-1) ?? '';
      if (first === '' || boundary.has(first))
        throw tooShallow(`this clone has too little history to say whether a delivery has used ${path} already`);
    }
  }

  /** The newest commit that changed out/; undefined when none did, or this clone does not reach back to it. */
  last(): string | undefined {
    const found = this.#newest().id;
    return found === '' || this.#copy.boundary().has(found) ? undefined : found;
  }

  /** The config folder that the newest delivery was made from; undefined where it does not say. */
  configFolder(): string | undefined {
    const [, path] = new RegExp(`^${CONFIG_TRAILER}: (.+)$`, 'm').exec(this.#newest().trailers) ?? [];
    try {
      return path === undefined ? undefined : decodeURI(path);
    } catch {
      return undefined;
    }
  }

  /** The delivery before one; undefined where there is none, or this clone does not reach back to it. */
  before(delivery: string): string | undefined {
    const found = this.#copy.log(delivery, this.#out, '%H', '-2').trim().split('\n')[1];
    return found === undefined || this.#copy.boundary().has(found) ? undefined : found;
  }

  /**
   * The newest that is more than a day old. Undefined when nothing was delivered since, or when nobody delivered before.
   * @throws Failure (system) when this clone does not reach back to yesterday
   */
  dayAgo(): string | undefined {
    const newest = this.#newest();
    const yesterday = Math.floor(moment() / 1000) - 24 * 60 * 60;
    // What is older than a day itself is the newest that is.
    if (newest.id !== '' && newest.at <= yesterday) return undefined;
    const before = this.#copy.log(this.#commit, this.#out, '%H', '-1', `--before=${yesterday}`).trim();
    if (before === '' && this.#copy.isShallow()) throw tooShallow('this clone has too little history to say what was delivered within the last day');
    return before === '' || before === newest.id || this.#copy.entries(before, this.#out).length === 0 ? undefined : before;
  }

  /**
   * Commits in whose config freezes may be others than before: the last delivery, those since then that touched them, and the newest, oldest first. None
   * where there are no freezes in any.
   * @param folder of freezes, from the root of the repository
   * @param expected whether there are freezes now
   * @throws Failure (system) when there may be freezes, and this clone does not reach back to the last delivery
   */
  freezesSince(folder: string, expected: boolean): string[] {
    const last = this.#newest().id;
    const since = last === '' ? [] : [`^${last}`];
    // Git need not be asked what came after the newest commit.
    const log = last === this.#commit ? '' : this.#copy.log(this.#commit, folder, '%H', '--reverse', ...since);
    const touched = log.split('\n').filter((commit) => commit !== '');
    // Where nothing touched them since, the last delivery has those that the newest commit has.
    if (!expected && touched.length === 0 && this.#copy.entries(this.#commit, folder).length === 0) return [];
    if (this.#copy.isShallow() && (last === '' || this.#copy.boundary().has(last)))
      throw tooShallow('this clone has too little history to say which freezes stood since the last delivery');
    return [...new Set([...(last === '' ? [] : [last]), ...touched, this.#commit])];
  }

  /** For regions that the newest delivery holds, the commit since which they are. */
  heldSince(regions: readonly string[]): ReadonlyMap<string, string> {
    const since = new Map<string, string>();
    let left = [...regions];
    const path = `${this.#out}/${HELD_NAME}`;
    for (const commit of this.#copy.log(this.#commit, path, '%H', `-${MOST_HOLDS}`).split('\n')) {
      if (commit === '' || left.length === 0) break;
      const holds = parseHeld(this.#copy.textAt(commit, path) ?? '');
      left = left.filter((region) => holds?.has(region) === true);
      for (const region of left) since.set(region, commit);
    }
    return since;
  }

  #newest(): Delivery {
    if (this.#last !== undefined) return this.#last;
    const [id = '', at, trailers = ''] = this.#copy.log(this.#commit, this.#out, '%H%x00%ct%x00%(trailers)', '-1').trim().split('\0');
    return (this.#last = { id, at: Number(at), trailers });
  }
}
