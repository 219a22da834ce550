export type Severity = 'error' | 'warning';

export interface CodeInfo {
  readonly severity: Severity;
  /** One sentence: what was found. */
  readonly what: string;
  /** Why it matters to a fleet. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
}
