import { sortedKeys } from '../../model/order.ts';
import type { FleetAsWritten, FleetSpec, RegionSelectionSpec, RegionSpec } from '../spec.ts';

type Regions = Readonly<Record<string, RegionSpec>>;
type Labels = NonNullable<RegionSpec['labels']>;
/** Label → the values of which a region has one. */
type Match = NonNullable<Exclude<RegionSelectionSpec, string | readonly string[]>['match']>;

/** The fleet with the regions of agents, groups and hubs as lists of names. Where all are lists it is the very same. */
export function withRegionsByName(written: FleetAsWritten): FleetSpec {
  const { agents, groups, regions } = written;
  const { hubs } = written.gitops;
  const parts = { agents: agents && byName(agents, regions), groups: groups && byName(groups, regions) };
  const named = hubs && hubsByName(hubs, regions);
  if (parts.agents === agents && parts.groups === groups && named === hubs) return written as FleetSpec;
  return {
    ...written,
    ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)),
    ...(named === undefined ? {} : { gitops: { ...written.gitops, hubs: named } }),
  } as FleetSpec;
}

/** `rest` is what no other hub has chosen. */
export const REST = 'rest';

function hubsByName(hubs: NonNullable<FleetAsWritten['gitops']['hubs']>, regions: Regions): typeof hubs {
  const choosing = Object.entries(hubs).filter(([, { regions: own }]) => own !== REST);
  if (choosing.length === Object.keys(hubs).length) return byName(hubs, regions);
  const named = new Map(Object.entries(byName(Object.fromEntries(choosing), regions)));
  const taken = new Set([...named.values()].flatMap(({ regions: own }) => own ?? []));
  const left = sortedKeys(regions).filter((name) => !taken.has(name));
  return Object.fromEntries(Object.entries(hubs).map(([name, hub]) => [name, named.get(name) ?? { ...hub, regions: left, chosenBy: REST }]));
}

function byName<T extends { readonly regions?: RegionSelectionSpec }>(
  all: Readonly<Record<string, T>>,
  regions: Regions,
): Readonly<Record<string, T>> {
  const entries = Object.entries(all);
  if (entries.every(([, { regions: own }]) => own === undefined || isList(own))) return all;
  const named = Object.create(null) as Record<string, T>;
  for (const [name, one] of entries)
    named[name] = one.regions === undefined || isList(one.regions) ? one : { ...one, regions: chosen(one.regions, regions), chosenBy: one.regions };
  return named;
}

export function isList(selection: RegionSelectionSpec): selection is readonly string[] {
  return Array.isArray(selection);
}

/** The names of the regions that are chosen, sorted. */
export function chosen(selection: Exclude<RegionSelectionSpec, readonly string[]>, regions: Regions): string[] {
  const names = sortedKeys(regions);
  if (typeof selection === 'string') return names;
  const { match = {}, except = [] } = selection;
  return names.filter((name) => !except.includes(name) && mismatch(match, labelsOf(regions, name)) === undefined);
}

/** The first label by which a region does not match. */
export function mismatch(match: Match, labels: Labels): string | undefined {
  return Object.keys(match).find((key) => !Object.hasOwn(labels, key) || !valuesOf(match, key).includes(labels[key] as string));
}

/** The values of which a region must have one. */
export function valuesOf(match: Match, key: string): readonly string[] {
  return [match[key] ?? []].flat();
}

export function labelsOf(regions: Regions, region: string): Labels {
  return regions[region]?.labels ?? {};
}

/** What is asked for, in words: `tier: prod and continent: eu or us`. */
export function matchText(match: Match): string {
  return Object.keys(match)
    .map((key) => `${key}: ${valuesOf(match, key).join(' or ')}`)
    .join(' and ');
}
