import type { Component } from '../components/component.ts';
import { REGION_LABEL } from '../kube/labels.ts';
import type { KubeObject } from '../kube/object.ts';
import type { Region } from '../model/fleet.ts';
import type { Unit } from './unit.ts';
import { sortObjects, unitObjects } from './unit.ts';

/** One component in one region: what one Application delivers. */
export interface Overlay {
  readonly region: Region;
  readonly component: Component;
  /** Sorted by folder. */
  readonly units: readonly Unit[];
  /** Objects about the region, in full, sorted. */
  readonly own: readonly KubeObject[];
}

/** How many objects the cluster receives. */
export function objectCount(overlay: Overlay): number {
  return overlay.units.reduce((count, { objects }) => count + objects.length, overlay.own.length);
}

/** The very objects that `kubectl kustomize` of the overlay gives. */
export function overlayObjects(overlay: Overlay): KubeObject[] {
  const { name } = overlay.region;
  const objects = [...overlay.units.flatMap((unit) => unitObjects(unit, name)), ...overlay.own];
  return sortObjects(objects).map((object) => labelled(object, name));
}

function labelled(object: KubeObject, region: string): KubeObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, [REGION_LABEL]: region } } };
}
