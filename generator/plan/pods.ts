import type { ObjectChange } from '../components/consequence.ts';
import type { KubeObject } from '../k8s/object.ts';
import { get } from '../model/data.ts';

/** Kinds that keep pods running. */
export const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** How many pods an object asks for: one where it says nothing. A DaemonSet has as many as there are nodes. */
export function wanted(object: KubeObject | undefined): number {
  const replicas = get(object, ['spec', 'replicas']);
  return typeof replicas === 'number' ? replicas : 1;
}

export const hadPods = ({ before }: ObjectChange): boolean => wanted(before) > 0;
export const hasPods = ({ after }: ObjectChange): boolean => wanted(after) > 0;
export const keepsPods = (change: ObjectChange): boolean => hadPods(change) && hasPods(change);
export const isPaused = ({ after }: ObjectChange): boolean => get(after, ['spec', 'paused']) === true;
export const onDelete = ({ after }: ObjectChange): boolean => get(after, ['spec', 'updateStrategy', 'type']) === 'OnDelete';
export const restarts = (change: ObjectChange): boolean => keepsPods(change) && !isPaused(change) && !onDelete(change);
