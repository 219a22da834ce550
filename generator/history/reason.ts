import type { Place } from '../model/finding.ts';
import type { CommitFacts } from './commit.ts';

/** Who set a line last. */
export type LineHistory =
  | { readonly state: 'committed'; readonly commit: CommitFacts; readonly mergedBy?: CommitFacts }
  /** It stands in the working copy alone. */
  | { readonly state: 'uncommitted' }
  /** The history that is here ends at a commit that looks as if it had brought the line. */
  | { readonly state: 'shallow'; readonly boundary: string };

/** A line of config/ from which a line of out/ follows. */
export interface CauseLine {
  readonly place: Place;
  /** `agents.research.image`, or a field of what people wrote themselves. */
  readonly what: string;
  /** The value as it is written. */
  readonly text?: string;
}

/** Why a line is as it is. */
export interface Reason {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** `Deployment agents/research-agent`. */
  readonly object?: string;
  readonly field?: string;
  readonly component?: string;
  /** Regions that get the line. */
  readonly regions?: readonly string[];
  /** The nearest first; none where the component writes the line whatever the fleet says. */
  readonly causes: readonly CauseLine[];
  /** What the object is there for. */
  readonly brought?: CauseLine;
  readonly history: { readonly unknown: string } | { readonly blameOf: (place: Place) => LineHistory | undefined };
}
