import { isAgent } from '../../../k8s/agent.ts';
import { defineRule, fields, integer, texts } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'pap/liveness',
  severity: 'warning',
  what: 'The liveness probe of an agent looks at its heartbeats, or begins before the agent has started.',
  why: 'While the Station is away all agents are restarted, and one that starts slowly never comes up.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  fix: 'Probe the process itself, and add a startupProbe.',
  order: 30,
  *run(cluster) {
    for (const pod of cluster.pods) {
      if (!isAgent(pod)) continue;
      for (const { item: container, at, init } of pod.containers) {
        const probe = fields(container['livenessProbe']);
        if (init || Object.keys(probe).length === 0) continue;
        const command = texts(fields(probe['exec'])['command']);
        if (command.some((word) => /heartbeat/i.test(word)))
          yield {
            object: pod.owner,
            path: `${at}/livenessProbe/exec`,
            message: 'is restarted when its heartbeats fail: while the Station is away, that is every agent at once',
            hint: 'ask the process itself, such as httpGet: {path: /health, port: http}; the Station sees missed heartbeats without it',
          };
        if (container['startupProbe'] === undefined && (integer(probe['initialDelaySeconds']) ?? 0) === 0)
          yield {
            object: pod.owner,
            path: `${at}/livenessProbe`,
            message: 'is probed before it has started: an agent that starts slowly is restarted again and again',
            hint: 'add a startupProbe, which the other probes wait for',
          };
      }
    }
  },
});
