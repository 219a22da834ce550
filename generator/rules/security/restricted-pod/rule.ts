import { podSecurity } from '../../../k8s/pod-security.ts';
import { baseline, restricted, type Violation } from '../../../k8s/pod-standards.ts';
import { defineRule, memo } from '../../kit.ts';

const STANDARDS: Readonly<Record<string, typeof baseline>> = { baseline, restricted };

export const rule = defineRule('cluster', {
  code: 'security/restricted-pod',
  severity: 'error',
  what: 'A pod does not satisfy the Pod Security level of its namespace; where none is asked for, "restricted".',
  why: 'Its namespace refuses it: the Deployment is there and no pod ever is. Where nothing is asked for, it may take over its node.',
  fix: 'Set in the security context what the hint names.',
  order: 10,
  *run(cluster) {
    for (const pod of cluster.pods) {
      const { level, enforced, version } = podSecurity(cluster, pod);
      const standard = Object.hasOwn(STANDARDS, level) ? STANDARDS[level] : undefined;
      if (standard === undefined) continue;
      const places = new Map<string, Violation[]>();
      for (const violation of standard(pod, version)) memo(places, violation.at, () => [] as Violation[]).push(violation);
      for (const [path, found] of places) {
        const verb = enforced ? 'is refused by' : 'does not satisfy';
        yield {
          object: pod.owner,
          path,
          message: `${verb} Pod Security "${level}": ${unique(found.map(({ message }) => message))}`,
          hint: `set ${unique(found.map(({ field }) => field))}`,
        };
      }
    }
  },
});

function unique(texts: readonly string[]): string {
  return [...new Set(texts)].join(', ');
}
