import type { KubeObject } from './object.ts';
import { get } from '../model/data.ts';
import { kindOf, sameNamespace, type Cluster, type Index } from './cluster.ts';
import { fields, integer, text } from './look.ts';
import { podOf, type Pod } from './pod.ts';

const SCALABLE = new Set(['Deployment', 'StatefulSet', 'ReplicaSet']);

/** Autoscalers: KEDA makes one of Kubernetes for each of its own. */
export const SCALERS: readonly string[] = ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'];

/** What an autoscaler scales, if it is here. */
export function scaledBy(cluster: Cluster, scaler: KubeObject): Pod | undefined {
  const { kind, name } = fields(fields(scaler['spec'])['scaleTargetRef']);
  const owner = cluster.find(
    `apps/${text(kind) ?? (scaler.kind === 'ScaledObject' ? 'Deployment' : '')}`,
    scaler.metadata.namespace,
    text(name) ?? '',
  );
  return owner === undefined ? undefined : podOf(owner);
}

/** What an autoscaler scales, as `kind name`. */
function targetOf(scaler: KubeObject): string {
  const { kind = 'Deployment', name } = fields(fields(scaler['spec'])['scaleTargetRef']);
  return `${String(kind)} ${String(name)}`;
}

/** Of the autoscalers of one target the one that counts: Kubernetes' own where there are several. @param target `kind name` */
function scalerIn(cluster: Cluster, namespace: string | undefined, target: string): KubeObject | undefined {
  const scalers = cluster.lookup(scalersByTarget, target).filter((scaler) => sameNamespace(scaler.metadata.namespace, namespace));
  return scalers.find((scaler) => kindOf(scaler) === SCALERS[0]) ?? scalers[0];
}

/** The first autoscaler of what another one scales: itself, where it has no rival before it. */
export function firstScaler(cluster: Cluster, scaler: KubeObject): KubeObject | undefined {
  return scalerIn(cluster, scaler.metadata.namespace, targetOf(scaler));
}

/** The autoscaler of a workload. */
function scalerOf(cluster: Cluster, { owner }: Pod): KubeObject | undefined {
  return scalerIn(cluster, owner.metadata.namespace, `${owner.kind} ${owner.metadata.name}`);
}

const scalersByTarget: Index<KubeObject> = (scaler) => {
  return SCALERS.includes(kindOf(scaler)) ? [[targetOf(scaler), scaler]] : [];
};

/** What KEDA scales to where nothing is said. */
const MOST_OF_KEDA = 100;

export function bounds(scaler: KubeObject): { min: number; max: number } {
  const spec = fields(scaler['spec']);
  if (scaler.kind === 'ScaledObject') {
    const least = integer(spec['minReplicaCount']) ?? 0;
    return { min: least, max: Math.max(least, integer(spec['maxReplicaCount']) ?? MOST_OF_KEDA) };
  }
  const min = integer(spec['minReplicas']) ?? 1;
  return { min, max: Math.max(min, integer(spec['maxReplicas']) ?? min) };
}

/** How many pods a workload has at least and at most; undefined where that depends on the nodes. */
export function podCount(cluster: Cluster, pod: Pod): { min: number; max: number } | undefined {
  if (!SCALABLE.has(pod.owner.kind)) return pod.owner.kind === 'Pod' ? { min: 1, max: 1 } : undefined;
  const scaler = scalerOf(cluster, pod);
  if (scaler !== undefined) return bounds(scaler);
  const count = pod.replicas ?? 1;
  return { min: count, max: count };
}

/** How many pods of a job run at once; undefined for what is none. */
export function jobPods({ owner }: Pod): number | undefined {
  if (owner.kind !== 'Job' && owner.kind !== 'CronJob') return undefined;
  const job = fields(owner.kind === 'Job' ? owner['spec'] : get(owner, ['spec', 'jobTemplate', 'spec']));
  if (job['suspend'] === true || fields(owner['spec'])['suspend'] === true) return 0;
  return Math.min(integer(job['parallelism']) ?? 1, integer(job['completions']) ?? Infinity);
}

/** Whether a rollout starts a pod before it stops one: whether it may not go below its number of pods, not even at the fewest. */
export function rollsOver(cluster: Cluster, pod: Pod): boolean {
  if (pod.owner.kind !== 'Deployment') return false;
  const count = podCount(cluster, pod)?.min ?? 1;
  const { type, rollingUpdate } = fields(fields(pod.owner['spec'])['strategy']);
  if (count === 0 || type === 'Recreate') return false;
  const { maxSurge = '25%', maxUnavailable = '25%' } = fields(rollingUpdate);
  // Where both come to nothing, Kubernetes lets one pod go.
  return share(maxUnavailable, count, Math.floor) === 0 && share(maxSurge, count, Math.ceil) !== 0;
}

export function envOf(pod: Pod, name: string): string | undefined {
  for (const { item: container } of pod.containers) {
    for (const item of Array.isArray(container['env']) ? (container['env'] as unknown[]) : []) {
      const { name: own, value } = fields(item);
      if (own === name) return text(value) ?? '';
    }
  }
  return undefined;
}

/** What a number of pods, or a part of all of them in per cent, comes to; undefined for what is neither. */
export function share(value: unknown, of: number, round: (value: number) => number): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  const percent = typeof value === 'string' ? /^([0-9]+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : round((Number(percent) * of) / 100);
}
