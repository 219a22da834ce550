import type { Pointer } from './pointer.ts';

/** The one right answer to a finding: a change of what stands where the finding points. A command, an editor and a test make the same one of it. */
export type Fix =
  /** Its key is another one. */
  | { readonly rename: string }
  | { readonly value: unknown }
  /** It goes, and so do as many of the maps around it as are empty then. */
  | { readonly remove: true; readonly above?: number }
  /** The same text, in quotes. */
  | { readonly quote: true }
  /** Whatever the schema asks for there: text in quotes, true or false, or a number. */
  | { readonly retype: true };

/** A fix with the value that it changes. */
export interface PlacedFix {
  /** Within the file that the finding names. */
  readonly at: Pointer;
  readonly edit: Fix;
}
