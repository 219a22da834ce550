import type { Rule } from '../../rule.ts';
import { fields, integer } from '../../../k8s/look.ts';

/** What Kubernetes takes away, Argo CD brings back. */
export const rule: Rule<'cluster'> = {
  code: 'object/short-lived-job',
  severity: 'warning',
  what: 'A Job that Argo CD delivers is removed by the cluster once it has finished.',
  why: 'With `ttlSecondsAfterFinished` the Job goes away, Argo CD sees that it is missing and makes it again: it runs over and over.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/',
  fix: 'Leave `ttlSecondsAfterFinished` out, or write a CronJob.',
  scope: 'cluster',
  order: 380,
  *run(cluster) {
    if (!cluster.whole) return;
    for (const job of cluster.subjects('batch/Job')) {
      if (integer(fields(job['spec'])['ttlSecondsAfterFinished']) === undefined) continue;
      yield {
        object: job,
        path: '/spec/ttlSecondsAfterFinished',
        message: 'is removed once it has finished; Argo CD makes it again, and it runs over and over',
        hint: 'leave it out, or write a CronJob',
      };
    }
  },
};
