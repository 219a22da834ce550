import { isAgent } from '../../../k8s/agent.ts';
import type { Container, Pod } from '../../../k8s/pod.ts';
import { defineRule, each, fields, get, integer, shown, text, texts, type FoundIn, type Pointer } from '../../kit.ts';

/** What Kubernetes gives a pod that names no time. */
const DEFAULT_GRACE = 30;

/** Kubernetes kills what is not gone when its grace is over, and that begins before the pod is told to stop. */
export const rule = defineRule('cluster', {
  code: 'pap/drain-time',
  severity: 'warning',
  what: 'A pod is killed before it can have drained.',
  why: 'Work in flight is lost at every rollout.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  fix: 'Set `terminationGracePeriodSeconds` above what draining takes.',
  order: 20,
  *run(cluster) {
    for (const pod of cluster.pods) {
      const cut = cutOff(pod);
      if (cut !== undefined) yield cut;
      else if (graceOf(pod) === undefined && isAgent(pod))
        yield {
          object: pod.owner,
          path: `${pod.at}/spec`,
          message: `is an agent that drains, and is killed after the ${DEFAULT_GRACE} s that Kubernetes gives by default`,
          hint: 'set terminationGracePeriodSeconds to the time that draining takes',
        };
    }
  },
});

function graceOf({ spec }: Pod): number | undefined {
  return integer(spec['terminationGracePeriodSeconds']);
}

/** The first container that has not the time it needs. */
function cutOff(pod: Pod): FoundIn<'cluster'> | undefined {
  const own = graceOf(pod);
  const grace = own ?? DEFAULT_GRACE;
  const killed = `is killed after ${own === undefined ? `the ${grace} s that Kubernetes gives by default` : `${grace} s`}`;
  for (const container of pod.containers) {
    const [sleep, drain] = [sleepOf(container), drainOf(container)];
    const slept = sleep?.seconds ?? 0;
    const late = sleep !== undefined && slept >= grace;
    if (!late && (drain === undefined || slept + drain.seconds <= grace)) continue;
    const place = late ? sleep : drain;
    return {
      object: pod.owner,
      path: own === undefined ? `${pod.at}/spec` : `${pod.at}/spec/terminationGracePeriodSeconds`,
      message: late
        ? `sleeps ${slept} s before it is told to stop, and ${killed}`
        : `takes ${slept + (drain?.seconds ?? 0)} s to stop, as ${sleep === undefined ? '' : `its sleep of ${slept} s and `}its ${shown(drain?.name ?? '')} say, and ${killed}`,
      hint: 'raise terminationGracePeriodSeconds above the sleep and the time that draining takes',
      related: place === undefined ? [] : [{ object: pod.owner, path: place.at, note: late ? 'the sleep' : 'the time that draining takes' }],
    };
  }
  return undefined;
}

interface Time {
  readonly seconds: number;
  readonly at: Pointer;
}

/** What passes before a container is told to stop: its own sleep, or that of a command. */
function sleepOf({ item: container, at }: Container): Time | undefined {
  const before = fields(get(container, ['lifecycle', 'preStop']));
  const seconds = integer(fields(before['sleep'])['seconds']);
  if (seconds !== undefined) return { seconds, at: `${at}/lifecycle/preStop/sleep/seconds` };
  const said = /(?:^|[\s;&/])sleep\s+([0-9]{1,6})s?(?=$|[\s;&])/.exec(texts(fields(before['exec'])['command']).join(' '))?.[1];
  return said === undefined ? undefined : { seconds: Number(said), at: `${at}/lifecycle/preStop/exec/command` };
}

/** How long a program says that it drains, in its own settings. */
function drainOf(container: Container): (Time & { readonly name: string }) | undefined {
  for (const { item, at: envAt } of each(container, 'env[]')) {
    const name = text(item['name']) ?? '';
    if (name.length > LONGEST_NAME || !DRAIN.test(name)) continue;
    const seconds = secondsIn(name, text(item['value']) ?? '');
    if (seconds !== undefined) return { seconds, at: `${envAt}/value`, name };
  }
  return undefined;
}

/** Nobody's variable has a longer name. */
const LONGEST_NAME = 253;

const DRAIN = /(?:^|_)(?:DRAIN|SHUTDOWN)(?:_[A-Z]+)*_(?:SECONDS|TIMEOUT|PERIOD|TIME|DURATION|MS|S)$/;

/** More than that without a unit are milliseconds, or nobody knows what. */
const MOST = 3600;

function secondsIn(name: string, value: string): number | undefined {
  const [, number, unit] = /^([0-9]{1,9})(ms|s|m)?$/.exec(value) ?? [];
  if (number === undefined) return undefined;
  const amount = Number(number);
  if (unit === 'ms' || (unit === undefined && /_MS$/.test(name))) return Math.ceil(amount / 1000);
  if (unit === 'm') return amount * 60;
  return unit === 's' || /_(SECONDS|S)$/.test(name) || amount <= MOST ? amount : undefined;
}
