import { FORGETFUL } from '../../model/memory.ts';
import type { Keeper } from '../../model/memory.ts';
import type { Agent } from '../agent.ts';
import type { Fleet, Placement } from '../fleet.ts';
import type { Region } from '../region.ts';

/**
 * The fleet with the very agents and regions of the fleet before, where they say the same: what was made of them is then known. Which fields
 * a region has is not known here: all that can be written down is compared.
 */
export function withKept(fleet: Fleet, memory: Keeper): Fleet {
  if (memory === FORGETFUL) return fleet;
  const agents = memory.open('agents');
  const regions = memory.open('regions');
  const known = new Map<Agent, Agent>();
  const keptAgent = (agent: Agent): Agent => {
    let kept = known.get(agent);
    if (kept === undefined) known.set(agent, (kept = agents.of(JSON.stringify(agent), [], () => agent)));
    return kept;
  };
  const keptRegion = (region: Region): Region => {
    const { placements, hosts, ...rest } = region;
    const here = placements.map((each): Placement => ({ ...each, agent: keptAgent(each.agent) }));
    const places = here.map(({ host, at }) => `${host} ${at}`).join();
    const from = [JSON.stringify(rest), places, hosts().join(), ...here.map(({ agent }) => agent)];
    return regions.of(region.name, from, () => ({ ...region, placements: here }));
  };
  return { ...fleet, regions: fleet.regions.map(keptRegion) };
}

const heads = new WeakMap<Fleet, string>();

/** All that a fleet says besides its regions, as text: what was made under other circumstances does not count. */
export function circumstances(fleet: Fleet): string {
  let head = heads.get(fleet);
  if (head === undefined)
    heads.set(fleet, (head = JSON.stringify({ ...fleet, regions: fleet.regions.map(({ name }) => name), teams: [...fleet.teams] })));
  return head;
}
