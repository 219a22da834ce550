import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/duplicate-host',
  severity: 'error',
  what: 'Two agents claim one host in a region.',
  why: 'Requests would reach either of them.',
  fix: 'Give one of them another `host`.',
  order: 110,
  *run(fleet, where) {
    for (const region of fleet.regions) {
      const claimed = new Map<string, string>();
      for (const { agent, host } of region.placements) {
        const first = claimed.get(host);
        if (first === undefined) {
          claimed.set(host, agent.name);
          continue;
        }
        yield {
          path: where.agent(agent.name, region.name, 'host'),
          message: `host "${host}" is claimed by the agents "${first}" and "${agent.name}"`,
          hint: 'give one of them another "host", or remove it so that it follows the name',
          related: [{ path: where.agent(first, region.name, 'host'), note: `claimed here by "${first}"` }],
        };
      }
    }
  },
});
