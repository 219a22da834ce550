import { dateOf } from '../history/commit.ts';
import { memo } from '../model/memo.ts';
import type { OverlayCommit, Standing } from '../status/overlay-commit.ts';
import { tooShallow } from './git-history.ts';
import type { WorkingCopy } from './git.ts';

/** Commits that are looked at in one go: most overlays changed lately, and those that did not are looked for further back. */
const STEPS = [64, 512, 8192, Infinity] as const;

/** What Git has of the overlays of regions: which commit of the main line changed each one last. */
export class OverlayCommits {
  readonly #copy: WorkingCopy;
  readonly #head: string;
  readonly #out: string;
  readonly #standings = new Map<string, Standing>();
  readonly #inHead = new Map<string, Standing>();
  #line: ReadonlyMap<string, number> | undefined;

  /**
   * @param head the newest commit that counts
   * @param out from the root of the repository
   */
  constructor(copy: WorkingCopy, head: string, out: string) {
    this.#copy = copy;
    this.#head = head;
    this.#out = out;
  }

  /**
   * The last commit that changed the overlay of each of these regions; none where no commit ever did.
   * @throws Failure (system) where this clone has too little history to say so
   */
  of(regions: readonly string[]): ReadonlyMap<string, OverlayCommit> {
    const found = new Map<string, OverlayCommit>();
    const left = new Set(regions);
    for (const most of STEPS) {
      if (left.size === 0) break;
      const commits = this.#read(most);
      for (const { id, at, names } of commits)
        for (const region of names) if (left.delete(region)) found.set(region, { id, at, standing: (revision) => this.#standing(id, revision) });
      if (commits.length < most) break;
    }
    this.#mustReach(found, left);
    return found;
  }

  /** @throws Failure where the history ends at a commit that looks as if it had brought all that it has */
  #mustReach(found: ReadonlyMap<string, OverlayCommit>, left: ReadonlySet<string>): void {
    const boundary = this.#copy.isShallow() ? this.#copy.boundary() : new Set<string>();
    const [unsure] = [...[...found].flatMap(([region, { id }]) => (boundary.has(id) ? [region] : [])), ...(boundary.size > 0 ? left : [])];
    if (unsure !== undefined) throw tooShallow(`this clone has too little history to say which commit changed ${this.#out}/overlays/${unsure} last`);
  }

  /** The newest first. */
  #read(most: number): { readonly id: string; readonly at: Date; readonly names: ReadonlySet<string> }[] {
    const folder = `${this.#out}/overlays/`;
    const bounds = most === Infinity ? [] : [`-${most}`];
    // Git before 2.31 shows nothing of a merge without `-m`.
    const text = this.#copy.log(this.#head, folder, 'commit %H %ct', '-z', '-m', '--name-only', '--no-renames', ...bounds);
    const commits: { id: string; at: Date; names: Set<string> }[] = [];
    for (const field of text.split('\0')) {
      const [, id, seconds] = /^\n?commit ([0-9a-f]+) ([0-9]+)$/.exec(field) ?? [];
      if (id !== undefined) commits.push({ id, at: dateOf(Number(seconds)), names: new Set() });
      const path = field.replace(/^\n/, '');
      if (path.startsWith(folder)) commits.at(-1)?.names.add(path.slice(folder.length).split('/')[0] as string);
    }
    return commits;
  }

  /** On the main line a place says it; what lies beside it is asked for. */
  #standing(id: string, revision: string): Standing {
    return memo(this.#standings, `${id} ${revision}`, () => {
      this.#line ??= new Map(this.#copy.mainLine(this.#head).map((commit, i) => [commit, i]));
      const [own, other] = [this.#line.get(id) as number, this.#line.get(revision)];
      if (other !== undefined) return other <= own ? 'yes' : 'older';
      const inHead = memo(this.#inHead, revision, () => {
        if (this.#copy.typeOf(revision) !== 'commit') {
          if (this.#copy.isShallow()) throw tooShallow(`this clone does not have ${revision.slice(0, 12)}, which an Argo CD names`);
          return 'unknown';
        }
        return this.#copy.contains(this.#head, revision) ? 'yes' : 'elsewhere';
      });
      if (inHead !== 'yes') return inHead;
      return this.#copy.contains(revision, id) ? 'yes' : 'older';
    });
  }
}
