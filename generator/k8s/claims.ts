import type { KubeObject } from './object.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Cluster } from './cluster.ts';
import { each, type Fields, type Placed } from './look.ts';
import type { Pod } from './pod.ts';

/** A claim for a volume: an object of its own, or one that a workload has made for each of its pods. */
export interface Claim {
  readonly object: KubeObject;
  /** Where its spec begins. */
  readonly at: Pointer;
  readonly spec: Fields;
}

function claimsOf(object: KubeObject, places: readonly Placed[]): Claim[] {
  return places.map(({ item, at }) => ({ object, at, spec: item }));
}

/** Claims that a StatefulSet makes and keeps. */
export function claimTemplates(object: KubeObject): Claim[] {
  return claimsOf(object, each(object, 'spec.volumeClaimTemplates[].spec'));
}

/** Claims that live as long as their pod. */
export function ephemeralClaims({ owner, volumes }: Pod): Claim[] {
  return volumes.flatMap((volume) => claimsOf(owner, each(volume, 'ephemeral.volumeClaimTemplate.spec')));
}

/** Every claim that objects to judge make. */
export function claimsIn(cluster: Cluster): Claim[] {
  return [
    ...cluster.subjects('/PersistentVolumeClaim').flatMap((object) => claimsOf(object, each(object, 'spec'))),
    ...cluster.subjects('apps/StatefulSet').flatMap(claimTemplates),
    ...cluster.pods.flatMap(ephemeralClaims),
  ];
}
