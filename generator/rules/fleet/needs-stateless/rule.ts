import { maxReplicas } from '../../../fleet/agent.ts';
import { onePerAgent } from '../../per-agent.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/needs-stateless',
  severity: 'error',
  what: 'An agent runs as several replicas without being declared stateless.',
  why: 'Replicas share one PAP identity; a stateful agent would corrupt its state and confuse the Station.',
  fix: 'Set `stateless: true` if any replica can serve any request, else use one replica and no `autoscale`.',
  order: 150,
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      const most = maxReplicas(agent);
      if (most < 2) continue;
      const at = where.agent(agent.name, region, agent.autoscale === null ? 'replicas' : 'autoscale');
      if (!agent.stateless) {
        yield {
          path: at,
          message: `agent "${agent.name}" may run as ${most} replicas in ${region} but is not declared stateless`,
          hint: 'set "stateless: true" if any replica can serve any request, else use one replica',
        };
      } else if (agent.storage !== null) {
        yield {
          path: where.agent(agent.name, region, 'storage'),
          message: `agent "${agent.name}" may run as ${most} replicas in ${region} and has a volume that only one pod can mount`,
          hint: 'remove "storage" or run one replica',
          related: [{ path: at, note: 'the replicas' }],
        };
      }
    }
  },
});
