import { byCodeUnit } from './order.ts';
import type { Fix, PlacedFix } from './fix.ts';
import type { Pointer } from './pointer.ts';
import type { RuleInfo } from './rule.ts';
import { blocks, type Severity } from './severity.ts';

/**
 * What a rule found, before anybody has looked up its place.
 * @template Where names the field it is about: {@link InObject}, {@link Spot}, or what `rules/rule.ts` says of other scopes
 */
export type Found<Where> = Where & {
  /** Plain words. Whoever reports it names the object before them. */
  readonly message: string;
  /** Where it is milder than its rule: nobody refuses it, or nothing is known to hurt. */
  readonly severity?: 'warning' | 'note' | undefined;
  /** A way out. */
  readonly hint?: string | undefined;
  /** Where the way out is one and no other. */
  readonly fix?: Fix | undefined;
  /** The object it is about, as a waiver names it, and its region where that is not one of many that share it. */
  readonly about?: { readonly object: string; readonly region?: string };
  /** Other places that belong to it. */
  readonly related?: readonly (Where & { readonly note: string })[] | undefined;
};

/** What was found, with the rule that it breaks. */
export type By<F> = F & { readonly rule: RuleInfo };

/** A field of the object that the rule was given. */
export interface InObject {
  /** JSON Pointer within the object. */
  readonly path: Pointer;
  /** The field itself is wrong, not what it holds. */
  readonly key?: boolean;
  /** A character of the text there. */
  readonly offset?: number | undefined;
}

/** A pointer into the fleet, or into one named file. */
export interface Spot {
  readonly path: Pointer;
  /** Point at the key instead of the value, as for a key that should not be there. */
  readonly key?: boolean;
  /** The file the pointer is relative to; absent for the fleet itself, whatever files it was split into. */
  readonly file?: string;
  /** A character of the text at the pointer, as it is read: quotes, escapes and indentation do not count. */
  readonly offset?: number | undefined;
  /** The text that the offset counts in, where the file may have another. */
  readonly of?: string | undefined;
}

/** A finding about the fleet whose place is not looked up yet. `compile` makes a {@link Finding} of it. */
export interface Unplaced extends By<Omit<Found<Spot>, 'related'>> {
  /** Other places: of the fleet, or of what is made of it. */
  readonly related?: readonly ((Spot | { readonly place: Place }) & { readonly note: string })[] | undefined;
}

/** A position in a file. Lines and columns count from 1; columns count UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  /** How many columns the excerpt underlines. */
  readonly length: number;
}

/** A finding as people and machines see it. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** Of what breaks a policy of the fleet's own. */
  readonly policy?: RuleInfo['policy'];
  readonly message: string;
  readonly place: Place;
  readonly pointer?: Pointer;
  /** The source line the place lies on. */
  readonly excerpt?: string;
  readonly hint?: string;
  readonly fix?: PlacedFix;
  readonly related?: readonly { readonly place: Place; readonly note: string }[];
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(blocks);
}

/** Findings of one stage as a reader meets them: by file, line and column. */
export function byPlace({ place: a }: Finding, { place: b }: Finding): number {
  return byCodeUnit(a.file, b.file) || a.line - b.line || a.col - b.col;
}
