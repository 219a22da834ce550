import { size } from '../../../../k8s/measure.ts';
import { first, lower, removed, when } from '../../rule.ts';
import type { Rule } from '../../rule.ts';

/** `spec.replicas`. */
export const replicas: Rule = first(
  when(
    (before, after, { verb }) => verb !== 'create' && size(after) === 0 && size(before ?? 1) !== 0,
    'work',
    'the controller deletes all of its pods',
    { effect: 'stops' },
  ),
  when(
    (before, after, { verb }) => verb !== 'create' && removed(before, after) && size(before) !== 1 && size(before) !== 0,
    'work',
    'the API server sets one replica until an autoscaler acts',
    { effect: 'stops' },
  ),
  when((before, after, { verb }) => verb !== 'create' && lower(1)(before, after), 'work', 'the controller deletes some of its pods', {
    effect: 'weakens',
  }),
);
