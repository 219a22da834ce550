import { COMMIT_FORMAT, entriesIn } from '../history/commit.ts';
import type { CommitFacts } from '../history/commit.ts';
import type { LineHistory } from '../history/reason.ts';
import { byCodeUnit } from '../model/order.ts';
import type { WorkingCopy } from './git.ts';

export type Blame = LineHistory;

const NOBODY = /^0+$/;

/** What Git says of lines of files: each file is asked about once. */
export class Blames {
  readonly #copy: WorkingCopy;
  readonly #head: string | undefined;

  /** @param head the commit whose files are asked about; undefined for those that lie here */
  constructor(copy: WorkingCopy, head: string | undefined) {
    this.#copy = copy;
    this.#head = head;
  }

  /** @param lines by the path of their file from the root of the repository @returns by `path:line` */
  of(lines: ReadonlyMap<string, readonly number[]>): Map<string, Blame> {
    const ids = new Map<string, string>();
    for (const [path, own] of lines) for (const line of own) ids.set(`${path}:${line}`, '0');
    for (const [path, own] of lines) for (const [line, id] of this.#blamed(path, own)) ids.set(`${path}:${line}`, id);
    const known = [...new Set(ids.values())].filter((id) => !NOBODY.test(id));
    const boundary = this.#copy.isShallow() ? this.#copy.boundary() : new Set<string>();
    const commits = new Map(
      known.length === 0 ? [] : entriesIn(this.#copy.shown(known, COMMIT_FORMAT)).map(({ commit }) => [commit.id, commit] as const),
    );
    const merges = new Map(known.map((id) => [id, this.#mergeOf(id)] as const));
    return new Map(
      [...ids].map(([key, id]): [string, Blame] => {
        const commit = commits.get(id);
        if (commit === undefined) return [key, { state: 'uncommitted' }];
        if (boundary.has(id)) return [key, { state: 'shallow', boundary: id }];
        const mergedBy = merges.get(id);
        return [key, { state: 'committed', commit, ...(mergedBy === undefined ? {} : { mergedBy }) }];
      }),
    );
  }

  /**
   * The newest commit of each part of a file that stands among others. Nothing of a part that is not committed, or whose newest commit is where the
   * history that is here ends.
   * @param path from the root of the repository @param parts name → its lines
   */
  newest(path: string, parts: ReadonlyMap<string, readonly number[]>): Map<string, CommitFacts> {
    const found = new Map<string, CommitFacts>();
    if (parts.size === 0) return found;
    const ids = new Map(this.#blamed(path, []));
    const known = [...new Set(ids.values())].filter((id) => !NOBODY.test(id));
    if (known.length === 0) return found;
    const boundary = this.#copy.isShallow() ? this.#copy.boundary() : new Set<string>();
    const commits = new Map(entriesIn(this.#copy.shown(known, COMMIT_FORMAT)).map(({ commit }) => [commit.id, commit] as const));
    for (const [name, lines] of parts) {
      const own = lines.flatMap((line) => commits.get(ids.get(line) ?? '') ?? []);
      const [newest] = own.sort((a, b) => byCodeUnit(b.at, a.at));
      if (newest !== undefined && !boundary.has(newest.id)) found.set(name, newest);
    }
    return found;
  }

  /** Line → commit, of all lines where none are named; nothing of a file that no commit has. */
  #blamed(path: string, lines: readonly number[]): [number, string][] {
    const found = this.#copy.blame(this.#head, path, lines);
    return found.split('\n').flatMap((line): [number, string][] => {
      const [, id, at] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(line) ?? [];
      return id === undefined ? [] : [[Number(at), id]];
    });
  }

  /** The merge that brought a commit to the main line; undefined where it is on that itself, or nothing is merged yet. */
  #mergeOf(id: string): CommitFacts | undefined {
    const head = this.#head ?? this.#copy.head();
    const merge = head === undefined ? undefined : this.#copy.broughtBy(id, head);
    return merge === undefined ? undefined : entriesIn(this.#copy.shown([merge], COMMIT_FORMAT))[0]?.commit;
  }
}
