import { isAgents } from '../../../k8s/agent.ts';
import { objectTitle } from '../../../k8s/object.ts';
import { mountsOf } from '../../../k8s/pod-mounts.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** The state of an agent is the agent's; two that write it destroy it. */
export const rule: Rule<'cluster'> = {
  code: 'pap/foreign-volume',
  severity: 'error',
  what: 'A pod mounts the volume of an agent that it does not run.',
  why: 'It reads what the agent remembers and may write it; two writers destroy the data, and a volume for one node keeps the agent from starting.',
  fix: 'Give the pod a claim of its own. To look into a volume, restore a backup of it elsewhere.',
  scope: 'cluster',
  order: 114,
  *run(cluster) {
    for (const pod of cluster.pods) {
      for (const { kind, name, at } of mountsOf(pod)) {
        if (kind !== 'PersistentVolumeClaim') continue;
        const claim = cluster.find('/PersistentVolumeClaim', pod.owner.metadata.namespace, name);
        if (claim === undefined || !isAgents(claim)) continue;
        const agent = claim.metadata.labels?.['app.kubernetes.io/name'];
        if (isAgents(pod.owner) && pod.owner.metadata.labels?.['app.kubernetes.io/name'] === agent) continue;
        yield {
          object: pod.owner,
          path: at,
          message: `mounts ${quoted(name)}, the volume of the agent ${quoted(agent ?? '')}`,
          hint: 'give it a claim of its own',
          related: [{ object: claim, path: '/metadata/name', note: objectTitle(claim) }],
        };
      }
    }
  },
};
