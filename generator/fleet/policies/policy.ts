import type { Spot } from '../../model/finding.ts';

/** What breaking a policy means, the weakest first. */
export const POLICY_SEVERITIES = ['warning', 'approval', 'error'] as const;
export type PolicySeverity = (typeof POLICY_SEVERITIES)[number];

/** A rule of a fleet's own, of `config/policies`. */
export interface Policy {
  readonly code: string;
  readonly severity: PolicySeverity;
  /** What holds where nothing is wrong. */
  readonly about: string;
  readonly on: 'object' | 'change';
  readonly match: PolicyMatch;
  /** An expression in CEL. */
  readonly require: string;
  /** What to do about it. */
  readonly message: string;
  /** Names of the regions that it is about, sorted; absent: all, and what belongs to none. */
  readonly regions?: readonly string[];
  /** The document that it is. */
  readonly spot: Required<Pick<Spot, 'file' | 'path'>>;
}

/** What a policy judges: all of it holds. What is absent does not matter. */
export interface PolicyMatch {
  /** `apps/Deployment`; of the core API, `Service`. */
  readonly kinds?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly components?: readonly string[];
  /** A value, or several of which there is one. */
  readonly labels?: Readonly<Record<string, string | readonly string[]>>;
  readonly regions?: RegionChoice;
  readonly groups?: readonly string[];
}

/** As agents choose their regions. */
export type RegionChoice =
  readonly string[] | 'all' | { readonly match?: Readonly<Record<string, string | readonly string[]>>; readonly except?: readonly string[] };
