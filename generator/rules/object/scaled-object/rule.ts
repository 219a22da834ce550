import { child, defineRule, each, fields, integer, quoted, text, type FoundIn, type Placed } from '../../kit.ts';

/** keda, apis/keda/v1alpha1/scaledobject_types.go, CheckReplicaCountBoundsAreValid; scaletriggers_types.go, ValidateTriggers; scaledobject_webhook.go. */
export const rule = defineRule('object', {
  code: 'object/scaled-object',
  severity: 'error',
  what: 'The bounds or the triggers of a ScaledObject contradict each other.',
  why: 'The webhook of KEDA refuses it; without the webhook nothing scales.',
  fix: 'Let idleReplicaCount be less than minReplicaCount, and that at most maxReplicaCount; name each trigger once.',
  kinds: ['keda.sh/ScaledObject', 'keda.sh/ScaledJob'],
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const [spec] = each(object, 'spec');
    if (spec === undefined) return;
    if (object.kind === 'ScaledObject') yield* bounds(spec);
    const names = new Map<string, Placed>();
    const triggers = each(spec, 'triggers[]');
    if (Array.isArray(spec.item['triggers']) && spec.item['triggers'].length === 0)
      yield { path: child(spec.at, 'triggers'), message: 'is empty', hint: 'add a trigger' };
    for (const trigger of triggers) {
      const [name, type] = [text(trigger.item['name']), text(trigger.item['type']) ?? ''];
      if (trigger.item['useCachedMetrics'] === true && ['cpu', 'memory', 'cron'].includes(type))
        yield { path: child(trigger.at, 'useCachedMetrics'), message: `is not for the trigger ${type}`, hint: 'leave it out' };
      const other = name === undefined ? undefined : names.get(name);
      if (name === undefined) continue;
      if (other !== undefined)
        yield {
          path: child(trigger.at, 'name'),
          message: `${quoted(name)} names two triggers`,
          hint: 'give each trigger a name of its own',
          related: [{ path: child(other.at, 'name'), note: 'the other one' }],
        };
      names.set(name, trigger);
    }
  },
});

/** What KEDA scales to where nothing is said. */
const MOST = 100;

const isResource = ({ item }: Placed): boolean => item['type'] === 'cpu' || item['type'] === 'memory';

function* bounds(spec: Placed): Iterable<FoundIn<'object'>> {
  const written = integer(spec.item['minReplicaCount']);
  // What is not written is no bound to KEDA, and 0 stands for the one pod that an autoscaler keeps at least.
  const least = written === undefined ? 0 : Math.max(1, written);
  const [most, idle] = [integer(spec.item['maxReplicaCount']) ?? MOST, integer(spec.item['idleReplicaCount'])];
  const triggers = each(spec, 'triggers[]');
  // Without pods there is nothing to measure.
  const onlyResources = triggers.length > 0 && triggers.every(isResource);
  if (least > most)
    yield {
      path: child(spec.at, 'maxReplicaCount'),
      message: `${most} is less than minReplicaCount, which is ${written}`,
      hint: 'make it at least minReplicaCount, and at least 1',
    };
  if (idle !== undefined && idle >= least)
    yield {
      path: child(spec.at, 'idleReplicaCount'),
      message: `${idle} is not less than minReplicaCount, which is ${written ?? 'not written'}`,
      hint: 'make it less than minReplicaCount, or leave it out',
    };
  if (onlyResources && (written ?? 0) === 0)
    yield {
      path: written === undefined ? child(spec.at, 'triggers') : child(spec.at, 'minReplicaCount'),
      message: 'scales to none by cpu or memory alone, which nothing uses once there is no pod',
      hint: 'write minReplicaCount: 1, or add a trigger that is not cpu or memory',
    };
  if (
    fields(spec.item['fallback'])['replicas'] !== undefined &&
    onlyResources &&
    fields(fields(spec.item['advanced'])['scalingModifiers'])['formula'] === undefined
  )
    yield { path: child(spec.at, 'fallback'), message: 'has no effect with cpu or memory alone, and KEDA refuses it', hint: 'leave fallback out' };
}
