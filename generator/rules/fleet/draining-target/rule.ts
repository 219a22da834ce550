import { child, defineRule, pointer, type Pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/draining-target',
  severity: 'warning',
  what: 'An agent may reach another one of its region that drains.',
  why: 'Routes refuse what comes from outside. Requests within the cluster pass no route, so they go on until the pods stop, and then fail.',
  fix: 'Take the entry of `egress` away, or let the agent that asks drain first.',
  order: 217,
  *run(fleet, where) {
    const said = new Set<Pointer>();
    for (const { name: region, placements } of fleet.regions) {
      const draining = new Set(placements.filter(({ agent }) => agent.state === 'draining').map(({ agent }) => agent.name));
      for (const { agent } of placements) {
        if (agent.state !== 'active') continue;
        for (const [i, { agent: other }] of agent.egress.entries()) {
          const at = child(where.agent(agent.name, region, 'egress'), i);
          if (other === null || !draining.has(other) || said.has(at)) continue;
          said.add(at);
          yield {
            path: at,
            message: `agent "${agent.name}" may reach the agent "${other}", which drains in ${region}`,
            hint: 'what it asks within the cluster is not refused: take the entry away once nothing needs it',
            related: [{ path: where.agent(other, region, 'state') || pointer('agents', other), note: `"${other}" drains` }],
          };
        }
      }
    }
  },
});
