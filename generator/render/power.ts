import type { Component } from '../components/component.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { objectId, objectTitle } from '../k8s/object.ts';
import { fillPlaceholder } from '../k8s/region-placeholder.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isOrdinary } from '../k8s/ordinary.ts';
import { get } from '../model/data.ts';
import { memo, rememberedOfBoth } from '../model/memo.ts';
import { byCodeUnit, ordered } from '../model/order.ts';
import { sha256 } from '../model/sha256.ts';
import { isAllowed } from './allowed.ts';
import type { Built } from './build.ts';

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

/** What power the components of the fleet's own have, by region and component. */
export const powersIn = rememberedOfBoth((fleet: Fleet, { overlays, templated }: Built): readonly Power[] => {
  if (fleet.declared.length === 0) return [];
  const components = new Map<Region, Component[]>();
  for (const { region, component } of overlays) memo(components, region, () => []).push(component);
  return overlays.flatMap(({ region, component, units, own }): Power[] => {
    if (component.origin === undefined) return [];
    const parts = [...units.map(({ objects }) => objects), ...own.map((part) => templated.get(part) ?? part.objects)];
    const objects = parts.flat().filter((object) => !isOwn(object, fleet, region, components.get(region) ?? []));
    return objects.length === 0 ? [] : [{ component, region, objects, rules: digestOf(objects) }];
  });
});

/** An object as people read it, with `{region}` in the place of the region's name. */
export function titleOf(object: KubeObject): string {
  return fillPlaceholder(objectTitle(object), '{region}');
}

/** Whether the fleet gives a component what it makes in a region. */
export function isGranted({ component, region, rules }: Power, { componentGrants }: Fleet): boolean {
  return componentGrants.some((grant) => grant.component === component.name && grant.rules === rules && grant.regions.includes(region.name));
}

function digestOf(objects: readonly KubeObject[]): string {
  const lines = objects.map((object) => `${objectId(object)} ${JSON.stringify(ordered(whatCounts(object)))}`).sort(byCodeUnit);
  return `sha256:${sha256(lines.join('\n'))}`;
}

/** What an object may do. Labels and annotations change with every version of a chart, and the schema of a kind gives no rights. */
function whatCounts(object: KubeObject): unknown {
  const { metadata: _, ...rest } = object;
  if (object.kind !== 'CustomResourceDefinition') return rest;
  return ['group', 'scope', 'names', 'conversion'].map((key) => get(rest, ['spec', key]));
}
