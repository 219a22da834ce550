import type { WorkingCopy } from '../io/git.ts';
import type { Delivery } from '../plan/review.ts';
import type { News } from '../plan/news.ts';
import type { Work } from './work.ts';

/** What the gate says about a change of out/. */
export interface Verdict {
  /** Whether anything may be delivered. */
  readonly allowed: boolean;
  /** Whether nothing of it is refused: what is held then stays because config/ says so. */
  readonly passes: boolean;
  /** For people: what is refused, and the way to approve it. */
  readonly text: string;
  /** The same for machines. */
  readonly data?: unknown;
  /** Names the change; goes into the commit. */
  readonly planHash?: string;
  /** What of it is delivered, where something is held; absent: all of it. */
  readonly delivery?: Pick<Delivery, 'files' | 'held' | 'approvals'>;
  /** Regions that freezes hold, for machines. */
  readonly frozen?: object;
  /** What changes for whom, for the message of the commit. */
  readonly news?: readonly News[];
}

/**
 * Asked before anything is written.
 * @param base the commit whose out/ is what the clusters have now: the head of the remote branch
 */
export type Judge = (copy: WorkingCopy, work: Work, base: string) => Verdict;
