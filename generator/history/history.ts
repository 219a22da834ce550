import type { CommitFacts } from './commit.ts';
import type { Move } from './deliveries.ts';
import type { Subject } from './subject.ts';

/** An approval that a delivery relied on. */
export interface UsedApproval {
  readonly path: string;
  readonly by?: string;
  readonly reason?: string;
}

/** A change of config/ as it came to the main line. */
export interface Merge {
  readonly commit: CommitFacts;
  /** Rollouts it took a step in: as far as they had come then, or `null` where they were ended. */
  readonly rollouts: readonly { readonly name: string; readonly reached: number | null; readonly waves: number | null }[];
}

/** When a change was live, as Argo CD says. */
export interface LiveSince {
  readonly region: string;
  readonly at: string;
  /** After it was delivered. */
  readonly seconds: number;
}

/** A delivery that changed something for the subject. */
export interface HistoryEntry {
  readonly delivery: CommitFacts;
  /** Of agents that changed: their versions per region. */
  readonly agents: readonly { readonly agent: string; readonly moves: readonly Move[] }[];
  /** Components that changed, and the regions. */
  readonly components: readonly { readonly component: string; readonly regions: readonly string[] }[];
  readonly regions: readonly string[];
  /** What it delivered, the newest first; empty where no change of config/ came with it, as with another generator. */
  readonly merges: readonly Merge[];
  /** Whether these merges changed the subject, as far as that could be read; else they only came with it. */
  readonly isExact: boolean;
  readonly approvals: readonly UsedApproval[];
  readonly held: readonly string[];
  /** From the newest merge to the delivery. */
  readonly seconds?: number;
  readonly live: readonly LiveSince[];
}

/** What happened to a subject, as Git tells it. */
export interface History {
  readonly subject: Subject;
  /** Names that an agent had before. */
  readonly formerly: readonly string[];
  /** The commit that it is told from, on back. */
  readonly head: string;
  /** The newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Whether there are more than were asked for. */
  readonly more: boolean;
  /** Changes of config/ that no delivery has brought yet. */
  readonly pending: readonly Merge[];
  /** Whether config/ as it lies here says something else of the subject than the newest commit. */
  readonly uncommitted: boolean;
  /** Where the history that is here ends although there is more. */
  readonly endsAt?: CommitFacts;
}
