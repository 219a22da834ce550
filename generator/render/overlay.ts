import type { Component } from '../components/component.ts';
import { REGION_LABEL } from '../k8s/labels.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Region } from '../fleet/region.ts';
import { filled, sortObjects, type Fragment, type Unit } from './unit.ts';

/** One component in one region: what one Application delivers. */
export interface Overlay {
  readonly region: Region;
  readonly component: Component;
  /** What lies in bases; sorted by folder. */
  readonly units: readonly Unit[];
  /** What stands in the overlay in full, in its order. */
  readonly own: readonly Fragment[];
}

/** How many objects the cluster receives. */
export function objectCount({ units, own }: Overlay): number {
  return [...units, ...own].reduce((count, { objects }) => count + objects.length, 0);
}

/** The very objects that `kubectl kustomize` of the overlay gives. */
export function overlayObjects({ region: { name }, units, own }: Overlay): KubeObject[] {
  return sortObjects([...units, ...own].flatMap((part) => filled(part, name))).map((object) => labelled(object, name));
}

function labelled(object: KubeObject, region: string): KubeObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, [REGION_LABEL]: region } } };
}
