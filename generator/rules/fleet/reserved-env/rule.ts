import { onePerAgent } from '../../per-agent.ts';
import { child, defineRule } from '../../kit.ts';

/**
 * Variables that PAP defines (pluggedin-app, `lib/agent-helpers.ts`, reserves the same prefixes), and those that the kubelet, the
 * container runtime or a shell sets: programs believe them.
 */
const RESERVED =
  /^(PAP_|PLUGGEDIN_|AGENT_|HEARTBEAT_|KUBERNETES_)|^(HTTP_PORT|GRPC_PORT|PORT|HOME|PATH|USER|HOSTNAME|PWD|OLDPWD|SHLVL|IFS|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT)$/;

/** Those that say what one program listens to or where it is at home: a further container has its own. */
const OWN = /^(HTTP_PORT|GRPC_PORT|PORT|HOME|USER)$/;

export const rule = defineRule('fleet', {
  code: 'fleet/reserved-env',
  severity: 'error',
  what: 'An agent, or a container beside it, sets an environment variable that PAP defines.',
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
      for (const list of ['initContainers', 'sidecars'] as const) {
        for (const [i, container] of agent[list].entries()) {
          for (const name of Object.keys(container.env)) {
            if (!RESERVED.test(name) || OWN.test(name)) continue;
            yield {
              path: child(child(child(where.agent(agent.name, region, list), i), 'env'), name),
              key: true,
              message: `container "${container.name}" of agent "${agent.name}" sets ${name}, which PAP or the container runtime defines`,
              hint: 'use another name: only the agent itself is told who it is',
            };
          }
        }
      }
    }
  },
});
