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

/** What a quota counts, in the order of {@link Amounts}. */
const COUNTS = ['pods', ...RESOURCES.map(({ part, key }) => `${part}.${key}`)];

/** In millionths, which add up exactly. */
type Amounts = readonly number[];

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
    const all = needs(cluster, quota);
    const sums = all[end];
    const fewest = end === 'max' ? all.min : undefined;
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
  const sum = sumOf(sums, key);
  const least = fewest === undefined ? undefined : sumOf(fewest, key);
  // What is too much already at the fewest replicas is said once, as an error.
  if (limit === undefined || sum <= limit || (least ?? 0) > limit) return;
  const counted =
    least === undefined
      ? `its workloads need ${text(sum)}`
      : `its workloads need ${text(least)}, and ${text(sum)} when every autoscaler is at its maximum`;
  yield {
    object: quota,
    path: `/spec/hard/${name.replace('/', '~1')}`,
    message: `allows ${text(limit)} of ${what}; ${counted}`,
    hint:
      least === undefined
        ? 'raise the quota, or run less: pods above it are refused'
        : 'raise the quota, or lower maxima: autoscalers stop at the quota',
  };
}

/** Sums of what all workloads of the quota's namespace ask for, at the fewest replicas and at the most. */
function needs(cluster: Cluster, { metadata: { namespace } }: KubeObject): Record<'min' | 'max', Amounts> {
  return cluster.once(`needs of ${namespace ?? ''}`, () => {
    const [scalers] = cluster.once('replica bounds', scaledReplicas) as [ReturnType<typeof scaledReplicas>];
    const [min, max] = [COUNTS.map(() => 0), COUNTS.map(() => 0)];
    for (const pod of cluster.pods) {
      const { owner } = pod;
      if (owner.metadata.namespace !== namespace) continue;
      const plain = pod.replicas ?? 1;
      const scaled = scalers.get(targetKey(namespace, owner.kind, owner.metadata.name));
      add(min, amountsOf(pod), scaled?.min ?? plain);
      add(max, amountsOf(pod), scaled?.max ?? plain);
    }
    return { min, max };
  })[0] as Record<'min' | 'max', Amounts>;
}

function add(sums: number[], amounts: Amounts, times: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (amounts[i] as number) * times;
}

function sumOf(sums: Amounts, key: string): number {
  return (sums[COUNTS.indexOf(key)] as number) / 1e6;
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

const known = new WeakMap<Pod, Amounts>();

/** What one pod counts for; init containers run before the others and are not added to them. */
function amountsOf(pod: Pod): Amounts {
  let amounts = known.get(pod);
  if (amounts !== undefined) return amounts;
  const containers = pod.containers.filter(({ init }) => !init).map(({ fields: container }) => fields(container['resources']));
  const sums = RESOURCES.map(({ part, key }) =>
    containers.reduce((sum, resources) => {
      // A limit without a request is a request too.
      const value = amount(fields(resources[part])[key]) ?? (part === 'requests' ? amount(fields(resources['limits'])[key]) : undefined);
      return sum + (value ?? 0);
    }, 0),
  );
  known.set(pod, (amounts = [1, ...sums].map((sum) => Math.round(sum * 1e6))));
  return amounts;
}
