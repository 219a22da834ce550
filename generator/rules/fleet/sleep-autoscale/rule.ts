import { onePerAgent } from '../../per-agent.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/sleep-autoscale',
  severity: 'error',
  what: 'A SLEEP agent is autoscaled.',
  why: 'A sleeping agent runs as one replica with a heartbeat every 15 minutes; scaling it has no meaning in PAP.',
  fix: 'Remove `autoscale` or choose another heartbeat mode.',
  order: 170,
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      if (agent.heartbeat !== 'SLEEP' || agent.autoscale === null) continue;
      yield {
        path: where.agent(agent.name, region, 'autoscale'),
        message: `agent "${agent.name}" sleeps in ${region} and is autoscaled`,
        hint: 'remove "autoscale", or set "autoscale: null" where the agent sleeps',
        related: [{ path: where.agent(agent.name, region, 'heartbeat'), note: 'the heartbeat mode' }],
      };
    }
  },
});
