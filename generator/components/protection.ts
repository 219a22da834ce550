import type { Weaker } from './weaker.ts';
import type { Weight } from './weight.ts';

/** A setting that protects: where it stands, when it protects less, and what that puts at risk. */
export type Guard = readonly [path: readonly string[], weaker: Weaker, kind: Weight['class'], says: string];

/** What a component protects, for who judges that it comes with less, is left out, or goes. */
export interface Protection {
  /** What it writes elsewhere is no new power, what it leaves out in one region alone is. */
  readonly guards?: readonly Guard[];
  /** A new region goes without it, and every other one has it. */
  readonly missed?: Weight;
  /** All of it leaves a region that stays. */
  readonly leaving?: Weight;
}
