import type { KubeObject } from '../k8s/object.ts';
import type { Code } from '../model/codes.ts';
import type { Fault } from '../model/fault.ts';

export type { Fault };

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
