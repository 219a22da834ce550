import type { Spot } from '../../model/finding.ts';

/** Regions that stay as they are delivered, of `config/freezes`. */
export interface Freeze {
  readonly name: string;
  readonly reason: string;
  /** Names of the regions that it holds, sorted. */
  readonly regions: readonly string[];
  /** Milliseconds since 1970; `null`: it has begun. */
  readonly from: number | null;
  /** The first moment that it holds no more; `null`: it does not end. */
  readonly until: number | null;
  /** Hours of the week; none: it holds from beginning to end. */
  readonly windows: readonly Window[];
  /** Whether Argo CD keeps the windows as well. */
  readonly argocd: boolean;
  /** The file that it is. */
  readonly spot: Required<Pick<Spot, 'file' | 'path'>>;
}

/** Hours that recur every week, by the clocks of a zone. */
export interface Window {
  readonly kind: 'allow' | 'deny';
  /** Days on which it begins, sorted; 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight. Where the end is not after the beginning, it is on the next day. */
  readonly from: number;
  readonly to: number;
  /** Of the IANA database. */
  readonly timeZone: string;
}

export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Minutes of a day. */
export const DAY = 24 * 60;
