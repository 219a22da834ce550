import { itemsOf, mapAt, type Placed } from './look.ts';
import { group, type KubeObject } from './object.ts';

const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  '/Pod': ['spec'],
  'apps/Deployment': ['spec', 'template', 'spec'],
  'apps/DaemonSet': ['spec', 'template', 'spec'],
  'apps/StatefulSet': ['spec', 'template', 'spec'],
  'batch/Job': ['spec', 'template', 'spec'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Kinds that run pods, as rules name them. */
export const POD_KINDS: readonly string[] = Object.keys(POD_SPECS);

/** The specification of the pods that an object runs. */
export function podSpec(object: KubeObject): Placed | undefined {
  const keys = POD_SPECS[`${group(object)}/${object.kind}`];
  return keys === undefined ? undefined : mapAt(object, ...keys);
}

/** Containers of every sort. */
export function containers(object: KubeObject): Placed[] {
  const pod = podSpec(object);
  return pod === undefined ? [] : ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key) => itemsOf(pod, key));
}
