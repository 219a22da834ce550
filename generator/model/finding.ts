import type { Severity } from './code-info.ts';
import type { Code } from './codes.ts';
import { byCodeUnit } from './order.ts';
import type { Pointer } from './pointer.ts';

/** Where a finding points before positions are known: a pointer into the fleet, or into one named file. */
export interface Spot {
  readonly at: Pointer;
  /** Point at the key instead of the value, as for a key that should not be there. */
  readonly key?: boolean;
  /** The file the pointer is relative to; absent for the fleet itself, whatever files it was split into. */
  readonly file?: string;
}

/** What a stage reports. `compile` turns it into a {@link Finding} by adding positions. */
export interface Report extends Spot {
  readonly code: Code;
  readonly message: string;
  /** The object it is about, and its region where it is not one that regions share: what a waiver names. */
  readonly about?: { readonly object: string; readonly region?: string };
  readonly hint?: string | undefined;
  /** Other places: of the fleet, or of what is made of it. */
  readonly related?: readonly ((Spot | { readonly place: Place }) & { readonly note: string })[];
}

/** A position in a file. Lines and columns count from 1; columns count UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  /** How many columns the excerpt underlines. */
  readonly length: number;
}

/** A diagnostic as people and machines see it. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly pointer?: Pointer;
  /** The source line the place lies on. */
  readonly excerpt?: string;
  readonly hint?: string;
  readonly related?: readonly { readonly place: Place; readonly note: string }[];
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((f) => f.severity === 'error');
}

/** Findings of one stage as a reader meets them: by file, line and column. */
export function byPlace({ place: a }: Finding, { place: b }: Finding): number {
  return byCodeUnit(a.file, b.file) || a.line - b.line || a.col - b.col;
}
