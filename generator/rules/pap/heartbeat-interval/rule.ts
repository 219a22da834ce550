import { HEARTBEAT_SECONDS, type HeartbeatMode } from '../../../fleet/agent.ts';
import { isAgent } from '../../../k8s/agent.ts';
import { defineRule, each, quoted, text } from '../../kit.ts';

/** The interval follows from the mode (PAP-RFC-001 §6.2): whoever watches expects the heartbeat when the mode says so. */
export const rule = defineRule('cluster', {
  code: 'pap/heartbeat-interval',
  severity: 'warning',
  what: 'The interval of heartbeats is not the one of their mode.',
  why: 'The Station expects them as the mode says: later ones make the agent unhealthy, earlier ones are noise.',
  source: 'PAP-RFC-001, 6.2',
  fix: 'Write 5 for EMERGENCY, 30 for IDLE, 900 for SLEEP, in seconds without a unit, or leave it out.',
  order: 40,
  *run(cluster) {
    for (const pod of cluster.pods) {
      if (!isAgent(pod)) continue;
      for (const container of pod.containers) {
        const variables = each(container, 'env[]');
        const [interval, mode] = ['HEARTBEAT_INTERVAL', 'HEARTBEAT_MODE'].map((name) => variables.find(({ item }) => item['name'] === name));
        const seconds = text(interval?.item['value']);
        const named = mode === undefined ? 'IDLE' : text(mode.item['value']);
        if (interval === undefined || seconds === undefined || named === undefined || !Object.hasOwn(HEARTBEAT_SECONDS, named)) continue;
        const expected = String(HEARTBEAT_SECONDS[named as HeartbeatMode]);
        if (seconds === expected) continue;
        yield {
          object: pod.owner,
          path: `${interval.at}/value`,
          message: `is told to send heartbeats every ${quoted(seconds)}, where mode ${named} means every ${expected} seconds`,
          hint: `write "${expected}", or leave it out: the agent changes its mode, and with it the interval, while it runs`,
        };
      }
    }
  },
});
