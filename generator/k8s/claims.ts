import type { KubeObject } from './object.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Cluster } from './cluster.ts';
import { fields, maps, type Fields } from './look.ts';
import type { Pod } from './pod.ts';

/** A claim for a volume: an object of its own, or one that a workload has made for each of its pods. */
export interface Claim {
  readonly object: KubeObject;
  /** Where its spec begins. */
  readonly at: Pointer;
  readonly spec: Fields;
}

/** Claims that a StatefulSet makes and keeps. */
export function claimTemplates(object: KubeObject): Claim[] {
  return maps(fields(object['spec'])['volumeClaimTemplates'], '/spec/volumeClaimTemplates').map(({ item, at }) => ({
    object,
    at: `${at}/spec`,
    spec: fields(item['spec']),
  }));
}

/** Claims that live as long as their pod. */
export function ephemeralClaims({ owner: object, spec, at }: Pod): Claim[] {
  return maps(spec['volumes'], `${at}/spec/volumes`).flatMap(({ item, at: volumeAt }) => {
    const template = fields(item['ephemeral'])['volumeClaimTemplate'];
    return template === undefined ? [] : [{ object, at: `${volumeAt}/ephemeral/volumeClaimTemplate/spec`, spec: fields(fields(template)['spec']) }];
  });
}

/** Every claim that objects to judge make. */
export function claimsIn(cluster: Cluster): Claim[] {
  return [
    ...cluster.subjects('/PersistentVolumeClaim').map((object) => ({ object, at: '/spec', spec: fields(object['spec']) })),
    ...cluster.subjects('apps/StatefulSet').flatMap(claimTemplates),
    ...cluster.pods.flatMap(ephemeralClaims),
  ];
}
