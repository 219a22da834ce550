import { limitsOf, said, worded } from '../../../k8s/quota-limits.ts';
import { useOf } from '../../../k8s/quota-use.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'quantity/autoscaler-quota',
  severity: 'warning',
  what: 'At their maxima, autoscalers and jobs need more than the ResourceQuota allows.',
  why: 'Under load they grow at once, and the quota decides which of them may.',
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  fix: 'Raise the quota, or lower maxima.',
  order: 50,
  *run(cluster) {
    for (const quota of cluster.subjects('/ResourceQuota')) {
      const use = useOf(cluster, quota);
      for (const { path, limit, plain } of use === undefined ? [] : limitsOf(quota)) {
        const least = use?.min[plain] ?? 0;
        const most = use?.max[plain] ?? 0;
        // What is too much already at the fewest replicas is said once, as an error.
        if (most <= limit || least > limit) continue;
        const jobs = use?.jobs === true ? ' and all jobs run at once' : '';
        yield {
          object: quota,
          path,
          message: `allows ${said(plain, limit)} of ${worded(plain)}; its workloads need ${said(plain, least)}, and ${said(plain, most)} when every autoscaler is at its maximum${jobs}`,
          hint: 'raise the quota, or lower maxima: autoscalers stop at the quota',
        };
      }
    }
  },
});
