import { subject } from '../change.ts';
import type { Change } from '../change.ts';
import { WORKLOADS, hadPods, hasPods, keepsPods, restarts } from '../pods.ts';

/** Whether a change replaces pods by new ones. */
export function replacesPods(change: Change): boolean {
  if (!WORKLOADS.includes(subject(change).kind)) return false;
  if (change.verb === 'replace') return keepsPods(change);
  return change.verb === 'update' && change.fields.some(({ path }) => path[0] === 'spec' && path[1] === 'template') && restarts(change);
}

/** Whether pods go with a change, and none come in their place. */
export function stopsPods(change: Change): boolean {
  if (!WORKLOADS.includes(subject(change).kind) || !hadPods(change)) return false;
  return change.verb === 'delete' || (change.verb !== 'create' && !hasPods(change));
}
