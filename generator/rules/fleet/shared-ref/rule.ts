import type { Rule } from '../../rule.ts';

/** The reference of an agent is its identity: it becomes AGENT_UUID, and the Station knows the agent by it. */
export const rule: Rule<'fleet'> = {
  code: 'fleet/shared-ref',
  severity: 'error',
  what: 'Two agents have the same `owner/name` in their `ref`.',
  why: 'The reference becomes AGENT_UUID. The Station takes the second agent for the first, and answers one with what is meant for the other.',
  fix: 'Give each agent a reference of its own. A second host for one agent is a route, not an agent.',
  scope: 'fleet',
  order: 105,
  *run(fleet, where) {
    const holders = new Map<string, { readonly agent: string; readonly region: string }>();
    const told = new Set<string>();
    for (const { name: region, placements } of fleet.regions) {
      for (const { agent } of placements) {
        const identity = agent.ref.slice(0, agent.ref.lastIndexOf('@')).toLowerCase();
        const holder = holders.get(identity);
        if (holder === undefined) holders.set(identity, { agent: agent.name, region });
        if (holder === undefined || holder.agent === agent.name || told.has(`${identity} ${agent.name}`)) continue;
        told.add(`${identity} ${agent.name}`);
        yield {
          path: where.agent(agent.name, region, 'ref'),
          message: `agent "${agent.name}" has the reference "${identity}", which is that of the agent "${holder.agent}"`,
          hint: 'the version does not tell them apart; give one of them another reference',
          related: [{ path: where.agent(holder.agent, holder.region, 'ref'), note: `the reference of "${holder.agent}"` }],
        };
      }
    }
  },
};
