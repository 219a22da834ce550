import { defaultsOf } from '../../../k8s/limit-range.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { limitsOf, said, worded } from '../../../k8s/quota-limits.ts';
import { scopeOf } from '../../../k8s/quota-scope.ts';
import { podUse, useOf } from '../../../k8s/quota-use.ts';
import { rollsOver } from '../../../k8s/scaling.ts';
import { defineRule, objectTitle, type Cluster, type FoundIn, type KubeObject } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'quantity/over-quota',
  severity: 'error',
  what: 'The objects of a namespace need more than its ResourceQuota allows, or as much, so that a rollout that starts a pod first finds no room.',
  why: 'The API server refuses what goes above it: a rollout stops half-way, and only events say why.',
  fix: 'Raise the quota (`components.cluster.quota`), or run less.',
  order: 40,
  *run(cluster) {
    for (const quota of cluster.subjects('/ResourceQuota')) {
      const use = useOf(cluster, quota);
      if (use === undefined) continue;
      yield* tooSmall(cluster, quota, use.min);
    }
  },
});

/**
 * Limits below what runs, and what a rollout needs besides: one that may not go below its number of pods needs one more for a
 * while, and without the room for it, it never ends.
 */
function* tooSmall(cluster: Cluster, quota: KubeObject, least: Readonly<Record<string, number>>): Iterable<FoundIn<'cluster'>> {
  const { namespace } = quota.metadata;
  const scope = scopeOf(quota);
  const defaults = defaultsOf(cluster, namespace);
  const pods = cluster.allPods.filter((pod) => pod.owner.metadata.namespace === namespace);
  for (const { path, limit, plain } of limitsOf(quota)) {
    const need = (pod: Pod): number => podUse(pod, defaults)[plain] ?? 0;
    const sum = least[plain] ?? 0;
    if (sum === 0) continue;
    // Most quotas leave room for any of them: how each is rolled out need not be known.
    const [first, ...others] = pods.filter(
      (pod) => sum + need(pod) > limit && rollsOver(cluster, pod) && (scope === true || scope?.(pod, defaults) === true),
    );
    if (first === undefined && sum <= limit) continue;
    const largest = first === undefined ? undefined : others.reduce((a, b) => (need(b) > need(a) ? b : a), first);
    const rollout = largest === undefined ? '' : `, and a rollout of ${objectTitle(largest.owner)} ${said(plain, need(largest))} more while it lasts`;
    yield {
      object: quota,
      path,
      message: `allows ${said(plain, limit)} of ${worded(plain)}; its workloads need ${said(plain, sum)}${rollout}`,
      hint:
        sum > limit
          ? 'raise the quota, or run less: what goes above it is refused'
          : 'raise the quota, or let rollouts stop a pod before they start one (maxSurge: 0, maxUnavailable: 1)',
      ...(largest === undefined ? {} : { related: [{ object: largest.owner, path: '/spec', note: 'starts a pod before it stops one' }] }),
    };
  }
}
