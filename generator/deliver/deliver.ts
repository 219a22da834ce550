import { Failure } from '../io/failure.ts';
import { backoff, sleep } from '../io/clock.ts';
import type { WorkingCopy } from '../io/git.ts';
import type { Remote } from '../io/remote.ts';
import { hasErrors } from '../model/finding.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { count } from '../report/style.ts';
import type { Fits } from './built.ts';
import { mustBeCurrent, mustBeOn, mustBeOurs } from './allowed.ts';
import type { Carrier } from './carrier.ts';
import { NOT_MADE } from './commit.ts';
import type { Made } from './commit.ts';
import { compare, isNothing } from './delivered.ts';
import type { Judge, Verdict } from './judge.ts';
import type { PublishOptions } from './publish-options.ts';
import type { Work } from './work.ts';

/** A remote that stands still and refuses this often in a row does so for a reason, not because of a race. */
const STUCK = 5;

/** What delivery needs besides the options. */
export interface Means {
  readonly copy: WorkingCopy;
  readonly remote: Remote;
  /** The commit this program was built from; undefined for a release, which is built from no commit of this repository. */
  readonly built: string | undefined;
  /** Whether what another job built is what is to be delivered. */
  readonly fits?: Fits | undefined;
  readonly branch: string;
  readonly carry: Carrier;
  readonly judge: Judge | undefined;
  /** Read and compile what is checked out now. */
  readonly prepare: () => Work;
}

/** How it ended, and with which config. */
export type Ending = { readonly work: Work } & (
  | { readonly state: 'done'; readonly made: Made; readonly pushed: boolean; readonly tries: number; readonly verdict: Verdict | undefined }
  | { readonly state: 'invalid' }
  | { readonly state: 'unsafe'; readonly verdict: Verdict }
  /** The head asks for something else than what was built: a newer run delivers it. */
  | { readonly state: 'superseded'; readonly head: string }
);

/**
 * Bring out/ to the remote branch, however often others are faster: go to their head and generate again from their
 * config. Generated files are never merged, and nothing is pushed by force.
 */
export function deliver(
  { copy, remote: from, built, fits, branch, carry, judge, prepare }: Means,
  { tries: most, branch: named }: PublishOptions,
  first: Work,
): Ending {
  const remote = from.name;
  let work = first;
  let made: Made = NOT_MADE;
  let before: string | undefined;
  let stuck = 0;
  let words = '';
  let reached = false;
  let verdict: Verdict | undefined;
  for (let tries = 1; tries <= most && stuck < STUCK; tries++) {
    if (tries > 1) sleep(backoff(tries));
    const seen = from.fetch(branch);
    if ('words' in seen) {
      words = seen.words;
      stuck += 1;
      continue;
    }
    reached = true;
    const { head } = seen;
    if (head === undefined)
      throw new Failure('system', `${remote} has no branch ${branch}`, 'push the branch once, or name another one with --branch');
    const landed = made.commit !== undefined && copy.contains(head, made.commit);
    stuck = head === before && !landed ? stuck + 1 : 0;
    before = head;

    mustBeOurs(copy, remote, branch, head, work.out);
    if (!copy.contains('HEAD', head)) {
      if (built !== undefined) mustBeCurrent(copy, built, head, `${remote}/${branch}`);
      copy.moveTo(head);
      work = prepare();
      if (hasErrors(work.compiled.findings)) return { state: 'invalid', work };
      mustBeOn(copy, (work.compiled.fleet as Fleet).gitops.branch, named);
      if (!landed) made = NOT_MADE;
    }
    if (fits?.(work, head) === false) return { state: 'superseded', work, head };
    verdict = judged(copy, work, head, judge);
    if (verdict?.allowed === false) return { state: 'unsafe', work, verdict };
    work = work.only(verdict?.delivery?.files ?? work.compiled.files ?? new Map());
    const carried = carry(work, head, verdict);
    if (carried.state === 'same') return { state: 'done', work, made, pushed: landed, tries, verdict };
    if (carried.made?.commit !== undefined) made = carried.made;
    if (carried.state === 'sent') return { state: 'done', work, made, pushed: true, tries, verdict };
    words = carried.words;
  }
  // The answer of the last push may be lost too.
  const seen = made.commit === undefined ? undefined : from.fetch(branch);
  if (seen !== undefined && 'head' in seen && seen.head !== undefined && copy.contains(seen.head, made.commit as string))
    return { state: 'done', work, made, pushed: true, tries: most, verdict };
  if (!reached)
    throw new Failure(
      'system',
      `${remote} cannot be read, so nothing was delivered:\n  ${words}`,
      'git remote --verbose lists the remotes: is its address right, and may this user read it?',
    );
  throw stuck >= STUCK
    ? new Failure(
        'system',
        `${remote} does not take the push to ${branch}, so nothing was delivered:\n  ${words}`,
        `may this user push to ${branch}? (permission contents: write, and the branch's rules)`,
      )
    : new Failure('system', `nothing was delivered: tried ${count(most, 'time')}, and at last heard:\n  ${words}`, 'run publish again');
}

/** The gate is asked about every change against what the remote has, also one that an earlier run committed here. */
export function judged(copy: WorkingCopy, work: Work, base: string, judge: Judge | undefined): Verdict | undefined {
  if (judge === undefined || isNothing(compare(work.compiled.files ?? new Map(), copy.files(base, work.out)))) return undefined;
  return judge(copy, work, base);
}
