/** Why an Application, or a whole region, does not let a wave be promoted. */
export const REASONS = [
  /** `out/` in Git is not what `config/` says. */
  'undelivered',
  /** No evidence shows it. */
  'missing',
  /** It is of another repository, path, branch or cluster. */
  'foreign',
  /** The evidence is old, or says not when it was true. */
  'stale',
  /** A clock is wrong. */
  'future',
  /** It does not sync by itself, or goes. */
  'stopped',
  'error',
  'operation',
  'unsynced',
  /** It was compared with a commit that does not have the region's last change, as far as anybody can tell. */
  'revision',
  'unhealthy',
  /** All is well, and not yet for long enough. */
  'soaking',
] as const;

export type Reason = (typeof REASONS)[number];

/** One thing that keeps a wave from being promoted. */
export interface Lacking {
  readonly region: string;
  /** The Argo CD; absent where the fleet has one. */
  readonly hub?: string;
  /** Absent where it is of the region as a whole. */
  readonly application?: string;
  readonly reason: Reason;
  readonly what: string;
  /** Text of a cluster. */
  readonly message?: string;
  readonly wayOut: string;
}
