import { COMMIT_FORMAT, entriesIn } from '../history/commit.ts';
import type { CommitFacts } from '../history/commit.ts';
import { deliveryIn } from '../history/deliveries.ts';
import type { Delivery } from '../history/deliveries.ts';
import type { WorkingCopy } from './git.ts';

/** What Git has of the main line of a fleet: one process for each question, however many commits there are. */
export class HistoryLog {
  readonly #copy: WorkingCopy;
  readonly head: string;
  readonly #out: string;

  /** @param out from the root of the repository */
  constructor(copy: WorkingCopy, head: string, out: string) {
    this.#copy = copy;
    this.head = head;
    this.#out = out;
  }

  /**
   * Deliveries that changed overlays, the newest first.
   * @param units names of bases of which one must come or go; absent: any change
   * @param region only of this one
   */
  deliveries({ units, region, most, since }: { units?: readonly string[]; region?: string; most: number; since?: string }): Delivery[] {
    const folder = `${this.#out.replace(/[*?[\]\\]/g, '\\$&')}/overlays/${region ?? '*'}`;
    const pattern = units === undefined ? [] : [`-G^- .*/base/[^/]+/(${units.map((unit) => unit.replaceAll('.', '[.]')).join('|')})/`];
    const text = this.#copy.logOf(
      this.head,
      COMMIT_FORMAT,
      [`${folder}/*/kustomization.yaml`, ...(units === undefined ? [`${folder}/fleet.lock.json`] : [])],
      [
        '-m',
        '--patch',
        '--unified=0',
        '--text',
        '--no-renames',
        '--no-ext-diff',
        '--no-textconv',
        '--src-prefix=a/',
        '--dst-prefix=b/',
        `--max-count=${most}`,
        ...pattern,
        ...(since === undefined ? [] : [`--since=${since}`]),
      ],
    );
    return entriesIn(text).map((entry) => deliveryIn(entry, this.#out));
  }

  /** Every commit of the main line that changed something at or below a path, the newest first. */
  touching(path: string): CommitFacts[] {
    return entriesIn(this.#copy.log(this.head, path, COMMIT_FORMAT)).map(({ commit }) => commit);
  }

  /** Who wrote what a merge brought. */
  authors({ parents: [first, second], by }: CommitFacts): string[] {
    if (first === undefined || second === undefined) return [...by];
    const brought = entriesIn(this.#copy.between(first, second, COMMIT_FORMAT)).flatMap(({ commit }) => (commit.parents.length > 1 ? [] : commit.by));
    return brought.length === 0 ? [...by] : [...new Set(brought)];
  }

  /** The main line, the newest first. */
  line(): string[] {
    return this.#copy.mainLine(this.head);
  }

  /** Where the history that is here ends although there is more. */
  boundary(): ReadonlySet<string> {
    return this.#copy.isShallow() ? this.#copy.boundary() : new Set();
  }
}
