import { onePerAgent } from '../../per-agent.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/autoscale-bounds',
  severity: 'error',
  what: 'The autoscaling minimum is above the maximum.',
  why: 'The API server refuses such a HorizontalPodAutoscaler.',
  fix: 'Raise `max` or lower `min`, looking at the layers that set them (`pap-fleet explain`).',
  order: 160,
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      if (agent.autoscale === null || agent.autoscale.min <= agent.autoscale.max) continue;
      const { min, max } = agent.autoscale;
      yield {
        path: where.agent(agent.name, region, 'autoscale', 'max'),
        message: `agent "${agent.name}" would scale from ${min} to ${max} replicas in ${region}`,
        hint: 'raise "max" or lower "min"',
        related: [{ path: where.agent(agent.name, region, 'autoscale', 'min'), note: `"min" is ${min}` }],
      };
    }
  },
});
