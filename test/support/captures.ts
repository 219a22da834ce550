// What a real Argo CD reported, and the repository that it followed: test/examples/evidence/.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { treeAt } from '../../generator/io/git-tree.ts';
import { WorkingCopy } from '../../generator/io/git.ts';
import { OverlayCommits } from '../../generator/io/overlay-commits.ts';
import { memo } from '../../generator/model/memo.ts';
import type { Tree } from '../../generator/render/tree.ts';
import { orderedIn } from '../../generator/status/delivery.ts';
import type { Ordered } from '../../generator/status/delivery.ts';
import { applicationsIn } from '../../generator/status/evidence.ts';
import type { OverlayCommit } from '../../generator/status/overlay-commit.ts';
import { readinessOf } from '../../generator/status/readiness.ts';
import type { Readiness, ReadinessSources } from '../../generator/status/readiness.ts';

const FOLDER = join(import.meta.dirname, '../examples/evidence');

export const BUNDLE = join(FOLDER, 'fleet.bundle');

/** The commits of its main line that captures are about. */
export const COMMITS = {
  first: '7462d5f8cbd74e5d4265d397b768d2731500fb4f',
  /** research 1.3.0 in eu-west. */
  wave: '15fcf88e7e8ec238c8120ff313e637a12df5aee6',
  /** The same again, after it was taken back. */
  again: 'ac7637844d210abd49ff665f9d190999e19fd508',
  /** A field of ap-south that nobody may change. */
  bad: '97c4eebd7dd71ad8cab21a796a638c00b9e34059',
  fix: '544b931418a18792f7b0abefc989f6a3358d5889',
} as const;

/** The commit that was the newest when each capture was made. */
const HEADS = ['first', 'first', 'first', 'wave', 'wave', 'wave', 'bad', 'fix', 'fix'] as const;

export type Item = Record<string, unknown> & { metadata: { name: string; namespace: string } };

const texts = new Map<number, string>();

/** The text of a capture. @param n from 1 to 9, as the files are named */
export function captureText(n: number): string {
  return memo(texts, n, () => {
    const name = readdirSync(FOLDER).find((file) => file.startsWith(`${n}-`)) as string;
    return gunzipSync(readFileSync(join(FOLDER, name))).toString('utf8');
  });
}

export function captureItems(n: number): Item[] {
  return (JSON.parse(captureText(n)) as { items: Item[] }).items;
}

/** The repository, as a clone that lives as long as a test. */
export class Followed {
  readonly folder = mkdtempSync(join(tmpdir(), 'pap-fleet-followed-'));
  readonly #copy: WorkingCopy;
  readonly #trees = new Map<string, Tree>();
  readonly #ordered = new Map<string, readonly Ordered[]>();
  readonly #commits = new Map<string, ReadonlyMap<string, OverlayCommit>>();

  constructor() {
    execFileSync('git', ['clone', '--quiet', '--bare', '--branch', 'main', BUNDLE, this.folder], { stdio: 'pipe' });
    this.#copy = WorkingCopy.around(this.folder) as WorkingCopy;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  outAt(commit: string): Tree {
    return memo(this.#trees, commit, () => treeAt(this.#copy, commit, 'out'));
  }

  /** What is said of a capture, or of what a test made of it, when it is asked about regions. */
  asked(n: number, regions: readonly string[], more: Partial<ReadinessSources> & { readonly texts?: readonly string[] } = {}): Readiness {
    const { texts: given = [captureText(n)], ...sources } = more;
    const head = COMMITS[HEADS[n - 1] as keyof typeof COMMITS];
    const commits = memo(this.#commits, `${head} ${regions.join(' ')}`, () => new OverlayCommits(this.#copy, head, 'out').of(regions));
    return readinessOf({
      live: applicationsIn(given.map((text, i) => ({ path: `${i}.json`, text }))),
      applications: memo(this.#ordered, head, () => orderedIn(this.outAt(head))),
      regions,
      undelivered: new Map(),
      commitOf: (region) => commits.get(region),
      soak: 0,
      now: sources.now ?? takenAt(n),
      maxAge: 900,
      ...sources,
    });
  }
}

/** When a capture was made: a few seconds after its Argo CD looked last. */
export function takenAt(n: number): Date {
  const times = captureItems(n).map((item) => Date.parse((item['status'] as { reconciledAt: string }).reconciledAt));
  return new Date(Math.max(...times) + 5000);
}

/** What is lacking, one line for each thing. */
export function lines({ lacking }: Readiness): string[] {
  return lacking.map(({ application, region, what }) => `${application ?? region}: ${what}`);
}
