import type { KubeObject } from '../kube/object.ts';
import type { Code } from '../model/codes.ts';
import type { Pointer } from '../model/pointer.ts';

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

export interface CodedFault extends Fault {
  readonly code: Code;
}

/** A rule that one object obeys or breaks by itself, without a look at any other. */
export interface Rule {
  readonly code: Code;
  /** Kinds it speaks about, as `group/Kind`, the core group being empty; absent: all. */
  readonly kinds?: readonly string[];
  run(object: KubeObject): Iterable<Fault>;
}
