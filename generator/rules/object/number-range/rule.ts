import { having, present } from '../../../k8s/having.ts';
import { podSpec } from '../../../k8s/pod.ts';
import { schemaOf } from '../../../k8s/schema/kinds.ts';
import { child, defineRule, each, type FoundIn, type KubeObject } from '../../kit.ts';

/** Fields of one meaning in every kind that has them, with the least value each may take. */
const LEAST: Readonly<Record<string, number>> = {
  activeDeadlineSeconds: 0,
  average: 0,
  backoffLimit: 0,
  burst: 0,
  completions: 0,
  failedJobsHistoryLimit: 0,
  failureThreshold: 1,
  fsGroup: 0,
  initialDelaySeconds: 0,
  maxSkew: 1,
  minReadySeconds: 0,
  parallelism: 0,
  periodSeconds: 1,
  progressDeadlineSeconds: 1,
  recordTTL: 0,
  replicas: 0,
  revisionHistoryLimit: 0,
  runAsGroup: 0,
  runAsUser: 0,
  startingDeadlineSeconds: 0,
  successfulJobsHistoryLimit: 0,
  successThreshold: 1,
  timeoutSeconds: 1,
  ttlSecondsAfterFinished: 0,
};

const FLOORS = Object.keys(LEAST);

/** What 32 bits hold: of most numbers of Kubernetes, of users and groups, and of a TTL (RFC 2181 §8). */
const MOST = 2_147_483_647;

/** Fields of 64 bits. */
const LARGER = new Set(['activeDeadlineSeconds', 'average', 'burst', 'startingDeadlineSeconds', 'terminationGracePeriodSeconds']);

const CEILINGS = Object.keys(LEAST).filter((key) => !LARGER.has(key));

/** Seconds in which a pod must be gone, where it does not say. */
const USUAL_GRACE = 30;

const MODES = ['defaultMode', 'mode'];
const PROBES = ['livenessProbe', 'startupProbe'];

/** File modes: what `0777` is in decimal. */
const MOST_MODE = 0o777;

export const rule = defineRule('object', {
  code: 'object/number-range',
  severity: 'error',
  what: 'A number is below or above what its field allows.',
  why: 'The API server or the controller refuses the object.',
  fix: 'Use a number that the message allows.',
  order: 200,
  *run(object, kinds) {
    // What people define themselves has bounds of its own.
    if (schemaOf(object) === undefined && kinds.definitionOf(object) !== undefined) return;
    for (const key of present(object, FLOORS)) {
      const least = LEAST[key] as number;
      for (const { at, item } of having(object, key)) {
        const number = item[key];
        // In a probe 0 is what nothing is: the default.
        if (typeof number === 'number' && number < least && !(number === 0 && /Probe$/.test(at)))
          yield { path: child(at, key), message: `must be at least ${least}, not ${number}` };
      }
    }
    for (const key of present(object, CEILINGS)) {
      for (const { at, item } of having(object, key)) {
        const number = item[key];
        if (typeof number === 'number' && number > MOST) yield { path: child(at, key), message: `must be at most ${MOST}, not ${number}` };
      }
    }
    for (const key of present(object, MODES)) {
      for (const { at, item } of having(object, key)) {
        const number = item[key];
        if (typeof number === 'number' && !(number >= 0 && number <= MOST_MODE))
          yield { path: child(at, key), message: `${number} is no file mode`, hint: 'JSON knows no octal: 0440 is 288' };
      }
    }
    const [rolling] = object.kind === 'Deployment' ? each(object, 'spec.strategy.rollingUpdate') : [];
    if (rolling !== undefined && ['maxSurge', 'maxUnavailable'].every((key) => /^0%?$/.test(String(rolling.item[key]))))
      yield { path: rolling.at, message: 'maxSurge and maxUnavailable must not both be 0: nothing could ever be replaced' };
    for (const key of ['maxSurge', 'maxUnavailable']) {
      const value = rolling?.item[key];
      if (rolling !== undefined && value !== undefined && !isShare(value))
        yield { path: child(rolling.at, key), message: 'must be a number of pods or a percentage such as "25%"' };
    }
    yield* sleeps(object);
    for (const key of present(object, PROBES)) {
      for (const { at, item } of having(object, key)) {
        const probe = item[key];
        const threshold = typeof probe === 'object' && probe !== null ? (probe as Record<string, unknown>)['successThreshold'] : undefined;
        if (typeof threshold === 'number' && threshold > 1)
          yield { path: `${child(at, key)}/successThreshold`, message: 'must be 1 for a probe that restarts the container' };
      }
    }
  },
});

function isShare(value: unknown): boolean {
  return typeof value === 'number' ? Number.isInteger(value) && value >= 0 && value <= MOST : typeof value === 'string' && /^[0-9]+%$/.test(value);
}

/** A container that sleeps before it ends must not sleep longer than its pod may live (pkg/apis/core/validation, `validateSleepAction`). */
function* sleeps(object: KubeObject): Iterable<FoundIn<'object'>> {
  const pod = podSpec(object);
  const stated = pod?.item['terminationGracePeriodSeconds'];
  const grace = typeof stated === 'number' ? stated : USUAL_GRACE;
  for (const { at, item } of pod === undefined ? [] : each(pod, 'containers|initContainers[].lifecycle.preStop|postStart.sleep')) {
    const { seconds } = item;
    if (typeof seconds === 'number' && (seconds < 0 || seconds > grace))
      yield { path: child(at, 'seconds'), message: `must be from 0 to the ${grace} seconds of terminationGracePeriodSeconds, not ${seconds}` };
  }
}
