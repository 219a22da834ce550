import { isAgent } from '../../../k8s/agent.ts';
import { podCount } from '../../../k8s/scaling.ts';
import { defineRule, fields, get, maps, text } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'pap/shared-identity',
  severity: 'error',
  what: 'Several replicas of an agent share one identity.',
  why: 'Their heartbeats hide each other: a dead replica goes unnoticed, a young one looks like a restart.',
  fix: 'Run one, or give each an instance id from the downward API.',
  order: 10,
  *run(cluster) {
    for (const pod of cluster.pods) {
      const count = isAgent(pod) ? podCount(cluster, pod) : undefined;
      if (count === undefined || count.max < 2) continue;
      for (const { item: container, at } of pod.containers) {
        const variables = maps(container['env'], `${at}/env`);
        const own = variables.some(({ item }) => get(item, ['valueFrom', 'fieldRef', 'fieldPath']) === 'metadata.uid');
        const identity = variables.find(({ item }) => /^(AGENT_UUID|PAP_AGENT_ID)$/.test(text(item['name']) ?? ''));
        if (own || identity === undefined) continue;
        yield {
          object: pod.owner,
          path: text(fields(identity.item)['value']) === undefined ? identity.at : `${identity.at}/value`,
          message: `runs up to ${count.max} replicas under one identity, and nothing tells them apart`,
          hint: 'run one, or give each an instance id from the downward API: fieldPath: metadata.uid',
        };
      }
    }
  },
});
