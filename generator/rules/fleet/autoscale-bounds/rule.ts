import { onePerAgent } from '../../per-agent.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const autoscaleBounds: FleetCheck = {
  code: 'fleet/autoscale-bounds',
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      if (agent.autoscale === null || agent.autoscale.min <= agent.autoscale.max) continue;
      const { min, max } = agent.autoscale;
      yield {
        code: this.code,
        at: where.agent(agent.name, region, 'autoscale', 'max'),
        message: `agent "${agent.name}" would scale from ${min} to ${max} replicas in ${region}`,
        hint: 'raise "max" or lower "min"',
        related: [{ at: where.agent(agent.name, region, 'autoscale', 'min'), note: `"min" is ${min}` }],
      };
    }
  },
};
