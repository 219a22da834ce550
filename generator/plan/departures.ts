import { nowhereElse } from '../fleet/elsewhere.ts';
import { drainsAgents } from '../fleet/region.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { RegionState } from '../fleet/region.ts';
import type { Change } from './change.ts';

/** A region on its way out that changes, and those of its agents that serve in no other region. */
export interface Departure {
  readonly region: string;
  readonly state: RegionState;
  readonly agents: readonly string[];
}

/** At each step of a region's end somebody reads once more whose end it is as well. */
export function departures(changes: readonly Change[], fleet: Fleet): Departure[] {
  const changed = new Set(changes.map(({ region }) => region));
  return fleet.regions.flatMap((region) => {
    const { name, state } = region;
    if (!changed.has(name) || !(drainsAgents(state) || state === 'decommissioned')) return [];
    const agents = nowhereElse(fleet, region).map((agent) => agent.name);
    return agents.length === 0 ? [] : [{ region: name, state, agents }];
  });
}
