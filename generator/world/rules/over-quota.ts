import type { KubeObject } from '../../kube/object.ts';
import type { Cluster } from '../cluster.ts';
import { fields } from '../look.ts';
import { WORKLOADS } from '../pod.ts';
import type { Pod } from '../pod.ts';
import { amount, bytesText, coresText } from '../quantities.ts';
import type { WorldFault, WorldRule } from '../rule.ts';
import { bounds } from '../scaling.ts';

/** Kinds that a quota counts, and those that say how many there are. */
export const COUNTED = ['/ResourceQuota', 'autoscaling/HorizontalPodAutoscaler', ...WORKLOADS];

const RESOURCES = [
  { hard: ['requests.cpu', 'cpu'], part: 'requests', key: 'cpu', text: coresText, what: 'CPU requests' },
  { hard: ['requests.memory', 'memory'], part: 'requests', key: 'memory', text: bytesText, what: 'memory requests' },
  { hard: ['limits.cpu'], part: 'limits', key: 'cpu', text: coresText, what: 'CPU limits' },
  { hard: ['limits.memory'], part: 'limits', key: 'memory', text: bytesText, what: 'memory limits' },
] as const;

type Amounts = Readonly<Record<string, number>>;

/** The API server refuses the pod that exceeds a quota: the rollout stops half-way, and only events say why. */
export const overQuota: WorldRule = {
  code: 'quantity/over-quota',
  across: { kinds: COUNTED },
  run: (cluster) => quotaFaults(cluster, 'min'),
};

/** @param end at how many replicas: the fewest that autoscalers allow, or the most */
export function* quotaFaults(cluster: Cluster, end: 'min' | 'max'): Iterable<WorldFault> {
  for (const quota of cluster.subjects('/ResourceQuota')) {
    const { hard, scopes, scopeSelector } = fields(quota['spec']);
    if (scopes !== undefined || scopeSelector !== undefined) continue;
    const limits = fields(hard);
    const sums = needs(cluster, quota, end);
    const fewest = end === 'max' ? needs(cluster, quota, 'min') : undefined;
    for (const { hard: names, part, key, text, what } of RESOURCES) {
      for (const name of names) yield* over(quota, name, amount(limits[name]), `${part}.${key}`, sums, fewest, text, what);
    }
    for (const name of ['pods', 'count/pods']) yield* over(quota, name, amount(limits[name]), 'pods', sums, fewest, String, 'pods');
  }
}

function* over(
  quota: KubeObject,
  name: string,
  limit: number | undefined,
  key: string,
  sums: Amounts,
  fewest: Amounts | undefined,
  text: (value: number) => string,
  what: string,
): Iterable<WorldFault> {
  const sum = sums[key] ?? 0;
  // What is too much already at the fewest replicas is said once, as an error.
  if (limit === undefined || sum <= limit || (fewest?.[key] ?? 0) > limit) return;
  const counted =
    fewest === undefined
      ? `its workloads need ${text(sum)}`
      : `its workloads need ${text(fewest[key] ?? 0)}, and ${text(sum)} when every autoscaler is at its maximum`;
  yield {
    object: quota,
    path: `/spec/hard/${name.replace('/', '~1')}`,
    message: `allows ${text(limit)} of ${what}; ${counted}`,
    hint:
      fewest === undefined
        ? 'raise the quota, or run less: pods above it are refused'
        : 'raise the quota, or lower maxima: autoscalers stop at the quota',
  };
}

/** Sums of what all workloads of the quota's namespace ask for. */
function needs(cluster: Cluster, { metadata: { namespace } }: KubeObject, end: 'min' | 'max'): Amounts {
  const [scalers] = cluster.once('replica bounds', scaledReplicas) as [ReturnType<typeof scaledReplicas>];
  // In millionths, which add up exactly.
  const sums = new Map<string, number>();
  for (const pod of cluster.pods) {
    const { owner } = pod;
    if (owner.metadata.namespace !== namespace) continue;
    const count = scalers.get(targetKey(namespace, owner.kind, owner.metadata.name))?.[end] ?? pod.replicas ?? 1;
    for (const [key, value] of amountsOf(pod)) sums.set(key, (sums.get(key) ?? 0) + value * count);
  }
  return Object.fromEntries([...sums].map(([key, value]) => [key, value / 1e6]));
}

function scaledReplicas(cluster: Cluster): ReadonlyMap<string, { readonly min: number; readonly max: number }> {
  return new Map(
    cluster.subjects('autoscaling/HorizontalPodAutoscaler').map((scaler) => {
      const { kind, name } = fields(fields(scaler['spec'])['scaleTargetRef']);
      return [targetKey(scaler.metadata.namespace, String(kind), String(name)), bounds(scaler)];
    }),
  );
}

function targetKey(namespace: string | undefined, kind: string, name: string): string {
  return `${namespace ?? ''} ${kind} ${name}`;
}

const known = new WeakMap<Pod, readonly (readonly [key: string, millionths: number])[]>();

/** What one pod counts for; init containers run before the others and are not added to them. */
function amountsOf(pod: Pod): readonly (readonly [key: string, millionths: number])[] {
  let amounts = known.get(pod);
  if (amounts !== undefined) return amounts;
  const sums: Record<string, number> = { pods: 1 };
  for (const { fields: container, init } of pod.containers) {
    if (init) continue;
    const resources = fields(container['resources']);
    for (const { part, key } of RESOURCES) {
      // A limit without a request is a request too.
      const value = amount(fields(resources[part])[key]) ?? (part === 'requests' ? amount(fields(resources['limits'])[key]) : undefined);
      sums[`${part}.${key}`] = (sums[`${part}.${key}`] ?? 0) + (value ?? 0);
    }
  }
  known.set(pod, (amounts = Object.entries(sums).map(([key, value]) => [key, Math.round(value * 1e6)] as const)));
  return amounts;
}
