// https://kubernetes.io/docs/concepts/policy/resource-quotas/  https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
import { size } from '../../../k8s/measure.ts';
import { get, isMap } from '../../../model/data.ts';
import { any, first, higher, lower, none, on, when } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA } from './metadata.ts';

const WEAKER = { effect: 'weakens' } as const;

/** The target of a metric: per cent of the request, or a value. */
function targets(metrics: unknown): Map<string, number> {
  const found = new Map<string, number>();
  for (const metric of Array.isArray(metrics) ? metrics : []) {
    const target = get(metric, ['resource', 'target', 'averageUtilization']);
    found.set(String(get(metric, ['resource', 'name'])), typeof target === 'number' ? target : 0);
  }
  return found;
}

function scalesLess(before: unknown, after: unknown): boolean {
  const now = targets(after);
  return [...targets(before)].some(([name, target]) => (now.get(name) ?? Infinity) > target);
}

const autoscaler: Table = {
  kinds: ['autoscaling/HorizontalPodAutoscaler'],
  fields: {
    ...METADATA,
    'spec.minReplicas': when(lower(1), 'work', 'the autoscaler goes down to fewer pods', WEAKER),
    'spec.maxReplicas': when(lower(), 'work', 'the autoscaler stops at fewer pods', WEAKER),
    'spec.metrics': when(scalesLess, 'work', 'the autoscaler adds pods later', WEAKER),
    'spec.behavior': any('work', 'the autoscaler adds pods later, or takes them away sooner', WEAKER),
    'spec.scaleTargetRef': any('identity', 'the autoscaler scales another workload'),
  },
  gone: any('work', 'nothing scales the pods any more', WEAKER),
  brought: any('work', 'it sets the replicas of a workload, whoever it is of', { effect: 'stops', always: true }),
};

const budget: Table = {
  kinds: ['policy/PodDisruptionBudget'],
  fields: {
    ...METADATA,
    'spec.maxUnavailable': first(
      when((_, after) => size(after) === 0, 'work', 'no node with such a pod can be drained', { effect: 'weakens', always: true }),
      when(higher(), 'work', 'a drain stops more pods at once', WEAKER),
    ),
    'spec.minAvailable': first(
      when((_, after) => after === '100%', 'work', 'no node with such a pod can be drained', { effect: 'weakens', always: true }),
      when(lower(), 'work', 'a drain stops more pods at once', WEAKER),
    ),
    'spec.selector': any('identity', 'the budget holds for other pods'),
    'spec.unhealthyPodEvictionPolicy': none,
  },
  gone: any('work', 'a drain may stop all pods at once', WEAKER),
  brought: any('work', 'it may keep nodes from being drained', { effect: 'weakens', always: true }),
};

/** A quota that grows by more than this limits nothing any more. */
const VAST = 10;

const REFUSED = { effect: 'stops', always: true } as const;

const quota: Table = {
  kinds: ['/ResourceQuota'],
  fields: {
    ...METADATA,
    'spec.hard': {
      weigh(before, after) {
        const [old, now] = [isMap(before) ? before : {}, isMap(after) ? after : {}];
        if (Object.keys(old).some((key) => now[key] === undefined)) return { class: 'power', says: 'a limit of the namespace is taken away' };
        const vast = Object.keys(old).some((key) => (size(now[key]) ?? 0) > VAST * (size(old[key]) ?? Infinity));
        if (vast) return { class: 'power', says: 'a limit of the namespace is raised so far that it limits nothing' };
        const less = Object.keys(now).some((key) => old[key] === undefined || lower()(old[key], now[key]));
        return less
          ? { class: 'work', ...REFUSED, says: 'the API server refuses pods above the quota: those that stop are not made anew' }
          : undefined;
      },
    },
    'spec.scopeSelector': any('power', 'the quota holds for other pods'),
    'spec.scopes': any('power', 'the quota holds for other pods'),
  },
  gone: any('power', 'a limit of the namespace is taken away'),
  brought: any('work', 'the API server refuses pods above the quota', REFUSED),
};

type Amounts = Readonly<Record<string, unknown>>;

/** What a limit range says at most, at least and by default, for each type. */
function bounds(limits: unknown, key: string): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const item of Array.isArray(limits) ? limits : []) {
    const amounts = get(item, [key]);
    for (const [name, value] of Object.entries(isMap(amounts) ? (amounts as Amounts) : {}))
      found.set(`${String(get(item, ['type']))} ${name}`, value);
  }
  return found;
}

const limitRange: Table = {
  kinds: ['/LimitRange'],
  fields: {
    ...METADATA,
    'spec.limits': {
      weigh(before, after) {
        for (const key of ['max', 'default', 'maxLimitRequestRatio']) {
          const now = bounds(after, key);
          if ([...bounds(before, key).keys()].some((name) => !now.has(name))) return { class: 'power', says: 'a limit of containers is taken away' };
        }
        const [old, now] = [bounds(before, 'max'), bounds(after, 'max')];
        const less = [...now].some(([name, value]) => (old.has(name) ? lower()(old.get(name), value) : true));
        const min = [...bounds(after, 'min')].some(([name, value]) => higher()(bounds(before, 'min').get(name), value));
        return less || min
          ? { class: 'work', ...REFUSED, says: 'the API server refuses pods outside of the limits: those that stop are not made anew' }
          : undefined;
      },
    },
  },
  gone: any('power', 'a limit of containers is taken away'),
  brought: any('work', 'the API server refuses pods outside of the limits, and gives others limits', REFUSED),
};

const priorityClass: Table = {
  kinds: ['scheduling.k8s.io/PriorityClass'],
  fields: {
    ...METADATA,
    description: none,
    value: any('power', 'the scheduler evicts other pods for these, or these for others'),
    globalDefault: when(on, 'power', 'pods without a class get this one'),
    preemptionPolicy: any('power', 'the scheduler evicts other pods for these'),
  },
  gone: any('work', 'the API server refuses pods of the class', REFUSED),
  brought: any('power', 'the scheduler evicts other pods for those of the class'),
};

export const capacity: readonly Table[] = [autoscaler, budget, quota, limitRange, priorityClass];
