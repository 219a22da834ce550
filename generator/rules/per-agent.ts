import type { Agent } from '../fleet/agent.ts';
import type { Fleet } from '../fleet/fleet.ts';

/** Each distinct resolved agent once, with the first region it runs in: a rule broken everywhere is said once. */
export function* onePerAgent(fleet: Fleet): Iterable<{ agent: Agent; region: string }> {
  const seen = new Set<Agent>();
  for (const { name, placements } of fleet.regions) {
    for (const { agent } of placements) {
      if (seen.has(agent)) continue;
      seen.add(agent);
      yield { agent, region: name };
    }
  }
}
