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
      const tight: string[] = [];
      for (const { name, path, limit, plain } of limitsOf(quota)) {
        const least = use.min[plain] ?? 0;
        if (least <= limit) {
          if (least > 0) tight.push(name);
          continue;
        }
        yield {
          object: quota,
          path,
          message: `allows ${said(plain, limit)} of ${worded(plain)}; its workloads need ${said(plain, least)}`,
          hint: 'raise the quota, or run less: what goes above it is refused',
        };
      }
      if (tight.length > 0) yield* stuck(cluster, quota, use.min, tight);
    }
  },
});

/** A rollout that may not go below its number of pods needs one more for a while: without the room for it, it never ends. */
function* stuck(
  cluster: Cluster,
  quota: KubeObject,
  least: Readonly<Record<string, number>>,
  names: readonly string[],
): Iterable<FoundIn<'cluster'>> {
  const { namespace } = quota.metadata;
  const scope = scopeOf(quota);
  const defaults = defaultsOf(cluster, namespace);
  const pods = cluster.allPods.filter((pod) => pod.owner.metadata.namespace === namespace);
  for (const { name, path, limit, plain } of limitsOf(quota)) {
    if (!names.includes(name)) continue;
    const need = (pod: Pod): number => podUse(pod, defaults)[plain] ?? 0;
    const sum = least[plain] ?? 0;
    // Most quotas leave room for any of them: how each is rolled out need not be known.
    const [first, ...others] = pods.filter(
      (pod) => sum + need(pod) > limit && rollsOver(cluster, pod) && (scope === true || scope?.(pod, defaults) === true),
    );
    if (first === undefined) continue;
    const largest = others.reduce((a, b) => (need(b) > need(a) ? b : a), first);
    yield {
      object: quota,
      path,
      message: `allows ${said(plain, limit)} of ${worded(plain)}; its workloads need ${said(plain, sum)}, and a rollout of ${objectTitle(largest.owner)} ${said(plain, need(largest))} more while it lasts`,
      hint: 'raise the quota, or let rollouts stop a pod before they start one (maxSurge: 0, maxUnavailable: 1)',
      related: [{ object: largest.owner, path: '/spec', note: 'starts a pod before it stops one' }],
    };
  }
}
