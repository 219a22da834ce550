import { objectTitle } from '../../kube/object.ts';
import type { Cluster } from '../cluster.ts';
import type { Pod } from '../pod.ts';
import { fields, integer, text } from '../look.ts';
import type { WorldRule } from '../rule.ts';
import { podCount } from '../scaling.ts';
import { selects } from '../selector.ts';
import { podsIn } from '../service.ts';

/** A budget that allows no disruption keeps nodes from being drained: an upgrade of the cluster hangs until somebody looks. */
export const blockingBudget: WorldRule = {
  code: 'quantity/blocking-budget',
  *run(cluster) {
    for (const budget of cluster.subjects('policy/PodDisruptionBudget')) {
      const { selector, minAvailable, maxUnavailable } = fields(budget['spec']);
      const pods = podsIn(cluster, budget.metadata.namespace).filter(({ labels }) => selects(selector, labels));
      const count = fewest(cluster, pods);
      const hint = 'write maxUnavailable: 1, or no budget for what runs as one pod';
      if (percent(maxUnavailable) === 0 || integer(maxUnavailable) === 0)
        yield { object: budget, path: '/spec/maxUnavailable', message: 'allows no pod to be unavailable, so no node can be drained', hint };
      else if (percent(minAvailable) === 100)
        yield { object: budget, path: '/spec/minAvailable', message: 'wants every pod to be available, so no node can be drained', hint };
      else if (count !== undefined && count > 0 && (integer(minAvailable) ?? 0) >= count) {
        const owner = pods[0]?.owner;
        yield {
          object: budget,
          path: '/spec/minAvailable',
          message: `wants ${String(minAvailable)} pods to be available, and there may be no more than ${count}: no node can be drained then`,
          hint,
          ...(owner === undefined ? {} : { related: [{ object: owner, path: '/spec', note: `${objectTitle(owner)} runs ${count}` }] }),
        };
      }
    }
  },
};

function fewest(cluster: Cluster, pods: readonly Pod[]): number | undefined {
  if (pods.length === 0) return undefined;
  let sum = 0;
  for (const pod of pods) {
    const count = podCount(cluster, pod);
    if (count === undefined) return undefined;
    sum += count.min;
  }
  return sum;
}

function percent(value: unknown): number | undefined {
  const match = /^([0-9]+)%$/.exec(text(value) ?? '');
  return match === null ? undefined : Number(match[1]);
}
