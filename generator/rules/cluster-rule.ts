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
 * A rule about objects that are right one by one and wrong together. A rule within a neighbourhood looks at the objects to judge
 * and at what they refer to, and what it finds in order with few objects around must stay so with more. Rules that
 * compare all objects of a cluster, such as sums and double claims, promise no such thing: they are `across`, and say what
 * they look at.
 */
export interface WorldRule {
  readonly code: Code;
  readonly across?: Across;
  run(cluster: Cluster): Iterable<WorldFault>;
}

/** What a rule about a whole cluster looks at. */
export interface Across {
  /** As `group/Kind`. */
  readonly kinds: readonly string[];
  /** Of those kinds, the objects that matter to it; all of them if absent. */
  readonly of?: (object: KubeObject) => boolean;
  /** Whether it compares texts that name the region (`Cluster.filled`): what is in order in one region may then not be in another. */
  readonly named?: true;
}

export interface CodedWorldFault extends WorldFault {
  readonly code: Code;
}
