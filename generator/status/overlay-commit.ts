/**
 * How a commit that an Argo CD names stands to another one: `yes`, it has it; `older`, it does not; `elsewhere`, it is no part of what is
 * delivered; `unknown`, the clone has no such commit.
 */
export type Standing = 'yes' | 'older' | 'elsewhere' | 'unknown';

/** The last commit that changed the overlay of a region: from then on its cluster is to have what stands there. */
export interface OverlayCommit {
  readonly id: string;
  readonly at: Date;
  readonly standing: (revision: string) => Standing;
}
