import { onePerAgent } from '../../per-agent.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const sleepAutoscale: FleetCheck = {
  code: 'fleet/sleep-autoscale',
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      if (agent.heartbeat !== 'SLEEP' || agent.autoscale === null) continue;
      yield {
        code: this.code,
        at: where.agent(agent.name, region, 'autoscale'),
        message: `agent "${agent.name}" sleeps in ${region} and is autoscaled`,
        hint: 'remove "autoscale", or set "autoscale: null" where the agent sleeps',
        related: [{ at: where.agent(agent.name, region, 'heartbeat'), note: 'the heartbeat mode' }],
      };
    }
  },
};
