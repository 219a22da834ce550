import { defineRule, each } from '../../kit.ts';

/** https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export const rule = defineRule('object', {
  code: 'object/budget-limits',
  severity: 'error',
  inFleets: 'error',
  what: 'A PodDisruptionBudget does not have exactly one limit.',
  why: 'The API server refuses two; one without any protects no pod.',
  source: 'kubernetes, pkg/controller/disruption/disruption.go, getExpectedPodCount',
  fix: 'Keep `maxUnavailable`, or `minAvailable` if it is less than the number of pods.',
  order: 250,
  kinds: ['policy/PodDisruptionBudget'],
  *run(object) {
    const [spec] = each(object, 'spec');
    if (spec === undefined) return;
    const there = ['minAvailable', 'maxUnavailable'].filter((key) => key in spec.item);
    if (there.length === 0) yield { path: '/spec', severity: 'warning', message: 'must have minAvailable or maxUnavailable, and has neither' };
    if (there.length > 1) yield { path: '/spec', message: 'must have minAvailable or maxUnavailable, not both' };
    for (const key of there) {
      const limit = spec.item[key];
      const legal = typeof limit === 'number' ? limit >= 0 : typeof limit === 'string' && /^(100|[0-9]{1,2})%$/.test(limit);
      if (!legal) yield { path: `/spec/${key}`, message: 'must be a number of pods or a percentage such as "50%"' };
    }
  },
});
