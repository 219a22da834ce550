import { isDeliveryKey } from '../../../k8s/delivery-keys.ts';
import { defineRule } from '../../kit.ts';
import { onePerAgent } from '../../per-agent.ts';

/**
 * Keys of the fleet itself, by which it selects and tells apart what it makes; those that controllers of Kubernetes write, which Argo CD would
 * undo for ever; and annotations that change what the kernel lets a pod do.
 */
const RESERVED =
  /^(?:app\.kubernetes\.io\/|pap\.plugged\.in\/|deployment\.kubernetes\.io\/|kubectl\.kubernetes\.io\/last-applied-configuration$|pod-template-hash$|controller-revision-hash$|container\.(?:apparmor|seccomp)\.security\.|(?:apparmor|seccomp)\.security\.)/;

export const rule = defineRule('fleet', {
  code: 'fleet/reserved-key',
  severity: 'error',
  what: 'An agent sets a label or an annotation that the fleet, Argo CD or Kubernetes writes itself.',
  why: 'By these keys pods are selected, objects are delivered and controllers remember what they did: another value breaks that.',
  fix: 'Use a key below a domain of your own.',
  order: 195,
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      for (const field of ['labels', 'annotations'] as const) {
        for (const key of Object.keys(agent[field])) {
          if (!RESERVED.test(key) && !isDeliveryKey(key)) continue;
          yield {
            path: where.agent(agent.name, region, field, key),
            key: true,
            message: `agent "${agent.name}" sets the ${field === 'labels' ? 'label' : 'annotation'} "${key}", which is not its own to set`,
            hint: 'use a key below a domain of your own, such as example.net/team',
          };
        }
      }
    }
  },
});
