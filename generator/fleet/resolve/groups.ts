import { memo, remembered } from '../../model/memo.ts';
import { sortedKeys } from '../../model/order.ts';
import type { FleetSpec, GroupSpec } from '../spec.ts';

/** A group of regions, and what holds in them. */
export interface Group {
  readonly name: string;
  readonly spec: GroupSpec;
}

const NONE: readonly Group[] = [];

const byRegion = remembered((spec: FleetSpec): ReadonlyMap<string, readonly Group[]> => {
  const found = new Map<string, Group[]>();
  for (const name of sortedKeys(spec.groups ?? {})) {
    const own = (spec.groups as Record<string, GroupSpec>)[name] as GroupSpec;
    for (const region of own.regions ?? []) memo(found, region, () => []).push({ name, spec: own });
  }
  return found;
});

/** The groups that a region is in, sorted by name. No two set one key differently. */
export function groupsOf(spec: FleetSpec, region: string | undefined): readonly Group[] {
  if (spec.groups === undefined || region === undefined) return NONE;
  return byRegion(spec).get(region) ?? NONE;
}

/** Group → its regions. */
export function regionsByGroup({ groups = {} }: FleetSpec): ReadonlyMap<string, readonly string[]> {
  return new Map(sortedKeys(groups).map((name) => [name, groups[name]?.regions ?? []]));
}
