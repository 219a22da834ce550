import { isMap } from '../../model/data.ts';
import { child } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import type { Fault, Rule } from '../rule.ts';
import { shown } from '../shown.ts';
import { quantity } from '../syntax.ts';
import { maps } from '../visit.ts';

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

export const illegalQuantity: Rule = {
  code: 'object/illegal-quantity',
  kinds: KINDS,
  *run(object) {
    for (const { path, value } of maps(object)) {
      for (const key of MAPS) {
        const amounts = value[key];
        if (isMap(amounts)) for (const [name, amount] of Object.entries(amounts)) yield* one(child(child(path, key), name), amount);
      }
      for (const key of SINGLE) if (value[key] !== undefined) yield* one(child(path, key), value[key]);
      const { requests, limits } = value;
      if (!isMap(requests) || !isMap(limits)) continue;
      for (const [name, request] of Object.entries(requests)) {
        const [asked, limit] = [quantity(request), quantity(limits[name])];
        if (asked !== undefined && limit !== undefined && asked > limit)
          yield { path: child(`${path}/requests`, name), message: `${shown(request)} is more than the limit, which is ${shown(limits[name])}` };
      }
    }
  },
};

function* one(path: Pointer, amount: unknown): Iterable<Fault> {
  if (typeof amount !== 'string' && typeof amount !== 'number') return; // the schema says so
  const number = quantity(amount);
  if (number === undefined) yield { path, message: `${shown(amount)} is no quantity`, hint: 'such as 500m, 2, 512Mi or 10Gi' };
  else if (number < 0) yield { path, message: 'must not be negative' };
}
