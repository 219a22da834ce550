import { child, defineRule, each, fields, type FoundIn, type Placed, type KubeObject } from '../../kit.ts';

/** Types of metrics, and the field that says more about each. */
const SOURCES: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

/** Seconds that a policy may look back, and a recommendation be waited for. */
const MOST_PERIOD = 1800;
const MOST_WINDOW = 3600;

/** `validateHorizontalPodAutoscalerSpec` of Kubernetes. */
export const rule = defineRule('object', {
  code: 'object/autoscaler-bounds',
  severity: 'error',
  what: 'The bounds, the metrics or the behaviour of an autoscaler contradict each other, or are out of range.',
  why: 'The API server refuses it.',
  fix: 'Let maxReplicas be at least minReplicas, both at least 1, and give each metric what its type names.',
  order: 260,
  kinds: ['autoscaling/HorizontalPodAutoscaler'],
  *run(object) {
    const { minReplicas = 1, maxReplicas } = fields(object['spec']);
    if (typeof minReplicas === 'number' && minReplicas < 1) yield { path: '/spec/minReplicas', message: `must be at least 1, not ${minReplicas}` };
    if (typeof maxReplicas === 'number' && typeof minReplicas === 'number' && maxReplicas < minReplicas)
      yield { path: '/spec/maxReplicas', message: `${maxReplicas} is less than minReplicas, which is ${minReplicas}` };
    yield* behavior(object);
    for (const metric of each(object, 'spec.metrics[]')) {
      const source = SOURCES[String(metric.item['type'])];
      if (source !== undefined && !(source in metric.item)) yield { path: metric.at, message: `needs ${source}, as its type says` };
      for (const target of each(metric, 'resource|containerResource.target')) {
        const { type, averageUtilization } = target.item;
        if (type === 'Utilization' && !(typeof averageUtilization === 'number' && averageUtilization > 0))
          yield { path: target.at, message: 'a target of type Utilization needs a positive averageUtilization' };
      }
    }
  },
});

function* behavior(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const rules of each(object, 'spec.behavior.scaleDown|scaleUp')) {
    yield* between(rules, 'stabilizationWindowSeconds', 0, MOST_WINDOW);
    for (const policy of each(rules, 'policies[]')) {
      yield* between(policy, 'periodSeconds', 1, MOST_PERIOD);
      yield* between(policy, 'value', 1, Number.MAX_SAFE_INTEGER);
    }
  }
}

function* between({ at, item }: Placed, key: string, least: number, most: number): Iterable<FoundIn<'object'>> {
  const number = item[key];
  if (typeof number !== 'number') return;
  if (number < least) yield { path: child(at, key), message: `must be at least ${least}, not ${number}` };
  if (number > most) yield { path: child(at, key), message: `must be at most ${most}, not ${number}` };
}
