import { having } from '../../../k8s/having.ts';
import { quantity } from '../../../k8s/quantity.ts';
import { child, defineRule, isMap, shownValue, type Fields, type FoundIn, type Pointer } from '../../kit.ts';

/** Maps of quantities, and single ones. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const MAPS = ['requests', 'limits', 'hard', 'capacity', 'default', 'defaultRequest', 'max', 'min'];
const SINGLE = ['sizeLimit', 'averageValue'];

const KINDS = [
  '/LimitRange',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  '/Pod',
  '/ResourceQuota',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/StatefulSet',
  'autoscaling/HorizontalPodAutoscaler',
  'batch/CronJob',
  'batch/Job',
];

export const rule = defineRule('object', {
  code: 'object/illegal-quantity',
  severity: 'error',
  what: 'An amount of CPU, memory or storage is no quantity, is negative, or a request exceeds its limit.',
  why: 'The API server refuses the object.',
  fix: 'Write `500m`, `2`, `512Mi` or `10Gi`, and no request above its limit.',
  order: 210,
  kinds: KINDS,
  *run(object) {
    for (const key of MAPS) {
      for (const { at, item } of having(object, key)) {
        const amounts = item[key];
        if (isMap(amounts)) for (const [name, amount] of Object.entries(amounts)) yield* one(child(child(at, key), name), amount);
      }
    }
    for (const key of SINGLE) for (const { at, item } of having(object, key)) yield* one(child(at, key), item[key]);
    for (const [lesser, greater] of ORDER) for (const { at, item } of having(object, lesser)) yield* inOrder(at, item, lesser, greater);
  },
});

/** Which amounts may not exceed which: of containers, and of a LimitRange. */
const ORDER = [
  ['requests', 'limits'],
  ['min', 'defaultRequest'],
  ['defaultRequest', 'default'],
  ['default', 'max'],
  ['defaultRequest', 'max'],
] as const;

function* inOrder(path: Pointer, value: Fields, lesser: string, greater: string): Iterable<FoundIn<'object'>> {
  const [less, more] = [value[lesser], value[greater]];
  if (!isMap(less) || !isMap(more)) return;
  for (const [name, amount] of Object.entries(less)) {
    const [small, large] = [quantity(amount), quantity(more[name])];
    if (small === undefined || large === undefined || small <= large) continue;
    yield {
      path: child(child(path, lesser), name),
      message: `${shownValue(amount)} is more than ${greater === 'limits' ? 'the limit' : greater}, which is ${shownValue(more[name])}`,
    };
  }
}

function* one(path: Pointer, amount: unknown): Iterable<FoundIn<'object'>> {
  if (typeof amount !== 'string' && typeof amount !== 'number') return; // the schema says so
  const number = quantity(amount);
  if (number === undefined) yield { path, message: `${shownValue(amount)} is no quantity`, hint: 'such as 500m, 2, 512Mi or 10Gi' };
  else if (number < 0) yield { path, message: 'must not be negative' };
}
