import { createHash } from 'node:crypto';
import type { Component } from '../components/component.ts';
import type { Fleet, Region } from '../fleet/fleet.ts';
import { objectId } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isOrdinary } from '../k8s/ordinary.ts';
import { get, isMap } from '../model/data.ts';
import { byCodeUnit, sortedKeys } from '../model/order.ts';
import { isAllowed } from './allowed.ts';
import type { Overlay } from './overlay.ts';
import type { Fragment } from './unit.ts';

/** Objects of power that a component of the fleet's own makes in a region. */
export interface Power {
  readonly component: Component;
  readonly region: Region;
  /** Sorted; with the placeholder in the place of the region's name. */
  readonly objects: readonly KubeObject[];
  /** Of what they may do: `sha256:…`. */
  readonly rules: string;
}

/** Whether an object of such a component is nobody's to grant: it rules over no more than the component's namespaces. */
export function isOwn(object: KubeObject, fleet: Fleet, region: Region, components: readonly Component[]): boolean {
  return isOrdinary(object) || isAllowed(object, fleet, region, components);
}

/** What power the components of the fleet's own have, by region and component. @param templated what fragments about one region held before its name was put in */
export function powersIn(fleet: Fleet, overlays: readonly Overlay[], templated: ReadonlyMap<Fragment, readonly KubeObject[]>): Power[] {
  const components = new Map<Region, Component[]>();
  for (const { region, component } of overlays) components.set(region, [...(components.get(region) ?? []), component]);
  return overlays.flatMap(({ region, component, units, own }): Power[] => {
    if (component.origin === undefined) return [];
    const parts = [...units.map(({ objects }) => objects), ...own.map((part) => templated.get(part) ?? part.objects)];
    const objects = parts.flat().filter((object) => !isOwn(object, fleet, region, components.get(region) ?? []));
    return objects.length === 0 ? [] : [{ component, region, objects, rules: digestOf(objects) }];
  });
}

/** Whether the fleet gives a component what it makes in a region. */
export function isGranted({ component, region, rules }: Power, { componentGrants }: Fleet): boolean {
  return componentGrants.some((grant) => grant.component === component.name && grant.rules === rules && grant.regions.includes(region.name));
}

function digestOf(objects: readonly KubeObject[]): string {
  const lines = objects.map((object) => `${objectId(object)} ${JSON.stringify(sorted(whatCounts(object)))}`).sort(byCodeUnit);
  return `sha256:${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
}

/** What an object may do. Labels and annotations change with every version of a chart, and the schema of a kind gives no rights. */
function whatCounts(object: KubeObject): unknown {
  const { metadata: _, ...rest } = object;
  if (object.kind !== 'CustomResourceDefinition') return rest;
  return ['group', 'scope', 'names', 'conversion'].map((key) => get(rest, ['spec', key]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return isMap(value) ? Object.fromEntries(sortedKeys(value).map((key) => [key, sorted(value[key])])) : value;
}
