import { onePerAgent } from '../../per-agent.ts';
import { defineRule } from '../../kit.ts';

/** Variables that PAP defines (pluggedin-app, `lib/agent-helpers.ts`, reserves the same prefixes). */
const RESERVED = /^(PAP_|PLUGGEDIN_|AGENT_|HEARTBEAT_)|^(HTTP_PORT|GRPC_PORT|PORT|HOME|PATH|USER)$/;

export const rule = defineRule('fleet', {
  code: 'fleet/reserved-env',
  severity: 'error',
  what: 'An agent sets an environment variable that PAP defines.',
  why: 'The same variable twice is refused by server-side apply, and another value would contradict the fleet.',
  fix: "Use another name; what PAP defines follows from the agent's other keys.",
  order: 190,
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      for (const name of Object.keys(agent.env)) {
        if (!RESERVED.test(name)) continue;
        yield {
          path: where.agent(agent.name, region, 'env', name),
          key: true,
          message: `agent "${agent.name}" sets ${name}, which PAP or the container runtime defines`,
          hint: 'use another name; what PAP defines follows from the other keys of the agent',
        };
      }
    }
  },
});
