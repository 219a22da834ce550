import { drainsAgents } from './region.ts';
import type { Agent } from './agent.ts';
import type { Fleet } from './fleet.ts';
import type { Region } from './region.ts';

/** Agents of a region that serve in no other one: where it goes, they go altogether. Those that are stopped serve nowhere. */
export function nowhereElse({ regions }: Fleet, region: Region): Agent[] {
  const others = regions.filter(({ name, state }) => name !== region.name && state !== 'decommissioned' && !drainsAgents(state));
  const serving = new Set(
    others.flatMap(({ placements }) => placements.filter(({ agent }) => agent.state === 'active').map(({ agent }) => agent.name)),
  );
  return region.placements.map(({ agent }) => agent).filter(({ name, state }) => state !== 'suspended' && !serving.has(name));
}
