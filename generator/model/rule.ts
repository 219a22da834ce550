import type { Severity } from './severity.ts';

/** What a rule looks at. */
export type Scope =
  /** One file of `config/`, while it is read. */
  | 'text'
  /** The fleet as people wrote it, before its layers are merged. */
  | 'spec'
  /** The resolved fleet. */
  | 'fleet'
  /** One object by itself. */
  | 'object'
  /** The API of one object, against the versions that a cluster runs. */
  | 'api'
  /** The objects of one cluster together. */
  | 'cluster'
  /** The clusters of a fleet together. */
  | 'clusters'
  /** What Argo CD delivers, and from where. */
  | 'delivery'
  /** A change of what is delivered, and its approvals. */
  | 'change';

/**
 * What can be wrong, in words: `docs/diagnostics.md`, `explain CODE` and SARIF are made from it. `rules/rule.ts` adds the function
 * that finds it; what a reader to the left of `rules/` finds, it finds while it reads.
 */
export interface RuleInfo {
  /** `group/name`, as its folder below `generator/rules/`. */
  readonly code: string;
  readonly severity: Severity;
  /** Whatever of it hurts stops a fleet: nobody refuses it, and what a fleet delivers counts on it. */
  readonly inFleets?: 'error';
  /** One sentence: what was found. */
  readonly what: string;
  /** Why it matters to a fleet. */
  readonly why: string;
  /** Where upstream says that it hurts: a page, or a file of its source. Every warning about manifests has one. */
  readonly source?: string;
  /** What to do. */
  readonly fix: string;
  readonly scope: Scope;
  /** Its place within its group, in the reference and among findings at one place; absent: behind those that have one, by name. */
  readonly order?: number;
  /** Of a policy that a fleet brings: the file it is written in, and what it demands. */
  readonly policy?: { readonly file: string; readonly about: string };
}
