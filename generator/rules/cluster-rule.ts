import type { KubeObject } from '../k8s/object.ts';
import type { Code } from '../model/codes.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Cluster } from '../k8s/cluster.ts';

/** What does not fit between objects of one cluster. */
export interface WorldFault {
  /** The one that must change, as a rule the one that refers to another. */
  readonly object: KubeObject;
  /** JSON Pointer within it. */
  readonly path: Pointer;
  /** Plain words; whoever reports it names the object before them. */
  readonly message: string;
  readonly hint?: string | undefined;
  readonly related?: readonly { readonly object: KubeObject; readonly path: Pointer; readonly note: string }[];
}

/**
 * A rule about objects that are right one by one and wrong together. It goes over the objects to judge
 * ({@link Cluster.subjects}, {@link Cluster.pods}), which may be a few or all, and asks the cluster about all others.
 */
export interface WorldRule {
  readonly code: Code;
  run(cluster: Cluster): Iterable<WorldFault>;
}

export interface CodedWorldFault extends WorldFault {
  readonly code: Code;
}
