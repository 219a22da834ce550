import { get } from '../../model/data.ts';
import { isAgent } from '../agent.ts';
import { integer } from '../look.ts';
import type { WorldRule } from '../rule.ts';

/** What Kubernetes gives a pod that names no time. */
const DEFAULT_GRACE = 30;

/** Kubernetes kills what is not gone when its grace is over: an agent that drains needs longer than the default. */
export const drainTime: WorldRule = {
  code: 'pap/drain-time',
  *run(cluster) {
    for (const pod of cluster.pods) {
      const grace = integer(pod.spec['terminationGracePeriodSeconds']);
      const sleeps = pod.containers.flatMap(({ fields: container, at }) => {
        const seconds = integer(get(container, ['lifecycle', 'preStop', 'sleep', 'seconds']));
        return seconds === undefined ? [] : [{ seconds, at: `${at}/lifecycle/preStop/sleep/seconds` }];
      });
      for (const { seconds, at } of sleeps) {
        if (seconds < (grace ?? DEFAULT_GRACE)) continue;
        yield {
          object: pod.owner,
          path: at,
          message: `sleeps ${seconds} s before it is told to stop, and is killed after ${grace ?? DEFAULT_GRACE} s`,
          hint: 'raise terminationGracePeriodSeconds above the sleep and the time that draining takes',
        };
      }
      if (grace === undefined && isAgent(pod))
        yield {
          object: pod.owner,
          path: `${pod.at}/spec`,
          message: `is an agent that drains, and is killed after the ${DEFAULT_GRACE} s that Kubernetes gives by default`,
          hint: 'set terminationGracePeriodSeconds to the time that draining takes',
        };
    }
  },
};
