import type { KubeObject } from '../k8s/object.ts';
import type { Code } from '../model/codes.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Cluster } from '../k8s/cluster.ts';

/** An object in one cluster of the fleet. */
export interface Placed {
  readonly region: string;
  /** As it is before the region's name is put in. */
  readonly object: KubeObject;
  /** JSON Pointer within it. */
  readonly path: Pointer;
}

/** What clusters do to each other. */
export interface FleetFault extends Placed {
  /** Plain words, about all of them. */
  readonly message: string;
  readonly hint: string;
  readonly related?: readonly (Placed & { readonly note: string })[];
}

/**
 * A rule about what clusters share although none of them knows of the others: the limits of an authority, a zone. It
 * compares texts through {@link Cluster.filled}.
 */
export interface FleetRule {
  readonly code: Code;
  run(clusters: ReadonlyMap<string, Cluster>): Iterable<FleetFault>;
}
