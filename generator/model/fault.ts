import type { Pointer } from './pointer.ts';

/** What is wrong with one object, whoever made it. */
export interface Fault {
  /** JSON Pointer within the object. */
  readonly path: Pointer;
  /** The field itself is wrong, not what it holds. */
  readonly key?: boolean;
  /** Plain words; the object and the path are named by whoever reports it. */
  readonly message: string;
  /** A way out. */
  readonly hint?: string | undefined;
}
