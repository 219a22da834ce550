import { budgetsOf, disruptions, podsOfBudget } from '../../../k8s/budget.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { podCount } from '../../../k8s/scaling.ts';
import { defineRule, fields, objectTitle, shown, type Cluster, type FoundIn } from '../../kit.ts';

const HINT = 'write maxUnavailable: 1, or no budget for what runs as one pod';

export const rule = defineRule('cluster', {
  code: 'quantity/blocking-budget',
  severity: 'warning',
  inFleets: 'error',
  what: 'A PodDisruptionBudget allows no pod to be evicted, or two are about the same pod.',
  why: 'No node can be drained: an upgrade of the cluster hangs until somebody looks.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  fix: 'Write `maxUnavailable: 1`, one budget for each pod; what runs as one pod has no use for a budget.',
  order: 10,
  *run(cluster) {
    for (const budget of cluster.subjects('policy/PodDisruptionBudget')) {
      const { minAvailable, maxUnavailable } = fields(budget['spec']);
      const pods = podsOfBudget(cluster, budget);
      const count = fewest(cluster, pods);
      if (isNothing(maxUnavailable))
        yield { object: budget, path: '/spec/maxUnavailable', message: 'allows no pod to be unavailable, so no node can be drained', hint: HINT };
      else if (minAvailable === '100%')
        yield { object: budget, path: '/spec/minAvailable', message: 'wants every pod to be available, so no node can be drained', hint: HINT };
      else if (count !== undefined && count > 0 && disruptions(budget, count) === 0) {
        const owner = pods[0]?.owner;
        yield {
          object: budget,
          path: '/spec/minAvailable',
          message: `wants ${shown(String(minAvailable))}${typeof minAvailable === 'string' ? ' of the' : ''} pods to be available, ${typeof minAvailable === 'string' ? `which is all of them when there are ${count}` : `and there may be no more than ${count}`}: no node can be drained then`,
          hint: HINT,
          ...(owner === undefined ? {} : { related: [{ object: owner, path: '/spec', note: `${objectTitle(owner)} runs ${count}` }] }),
        };
      }
    }
    yield* shared(cluster);
  },
});

/** Whether none may be missing, however many there are. */
function isNothing(maxUnavailable: unknown): boolean {
  return maxUnavailable === 0 || maxUnavailable === '0%';
}

/** The eviction API answers an error for a pod that has two budgets, whatever they allow. */
function* shared(cluster: Cluster): Iterable<FoundIn<'cluster'>> {
  const said = new Set<string>();
  for (const pod of cluster.pods) {
    const [first, ...others] = budgetsOf(cluster, pod);
    // The same object twice is one of two alternatives, as documentation has them.
    const second = first && others.find((other) => objectTitle(other) !== objectTitle(first));
    if (first === undefined || second === undefined) continue;
    const pair = `${objectTitle(first)} ${objectTitle(second)}`;
    if (said.has(pair)) continue;
    said.add(pair);
    yield {
      object: second,
      path: '/spec/selector',
      message: `selects the pods of ${objectTitle(pod.owner)}, as ${objectTitle(first)} does: Kubernetes evicts no pod that has two budgets`,
      hint: 'let each pod be selected by one budget',
      related: [{ object: first, path: '/spec/selector', note: 'the other budget' }],
    };
  }
}

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
