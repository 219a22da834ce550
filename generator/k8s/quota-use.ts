import { group, type KubeObject } from './object.ts';
import { remembered, rememberedOfBoth } from '../model/memo.ts';
import { claimTemplates, ephemeralClaims } from './claims.ts';
import { kindOf, type Cluster } from './cluster.ts';
import { addTo, amountsIn, podCompute, raiseTo, type Amounts, type Compute } from './compute.ts';
import { defaultsOf } from './limit-range.ts';
import { fields, maps, text, type Fields } from './look.ts';
import { WORKLOADS, type Pod } from './pod.ts';
import { MILLIONTHS } from './quantity.ts';
import { scopeOf } from './quota-scope.ts';
import { SCALERS, jobPods, podCount } from './scaling.ts';

/** Kinds that a quota counts, and those that say how much of them there is: what is used follows from them alone. */
export const COUNTED = ['/ResourceQuota', '/LimitRange', '/PersistentVolumeClaim', '/Service', ...SCALERS, ...WORKLOADS];

/** By the names of {@link plainName}. */
export interface Use {
  /** At the fewest replicas that autoscalers allow, jobs one after the other. */
  readonly min: Amounts;
  /** At the most, all jobs at once. */
  readonly max: Amounts;
  /** Whether jobs are part of it. */
  readonly jobs: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'ephemeral-storage': 'requests.ephemeral-storage',
  'count/pods': 'pods',
  'count/services': 'services',
  'count/persistentvolumeclaims': 'persistentvolumeclaims',
  resourcequotas: 'count/resourcequotas',
};

/** One name for what a quota may call by several. */
export function plainName(name: string): string {
  return NAMES[name] ?? name;
}

/** What the objects in a quota's namespace use of what it limits; undefined where nobody can tell which are meant. */
export function useOf(cluster: Cluster, quota: KubeObject): Use | undefined {
  const { namespace } = quota.metadata;
  const scope = scopeOf(quota);
  if (scope === undefined) return undefined;
  const names = [...new Set(Object.keys(fields(fields(quota['spec'])['hard'])).map(plainName))];
  return cluster.derive('use of a quota', quota, (all) => useIn(all, namespace, scope, names));
}

/** @param names of what is limited: most quotas limit three things, of the dozen that are used */
function useIn(
  cluster: Cluster,
  namespace: string | undefined,
  scope: Exclude<ReturnType<typeof scopeOf>, undefined>,
  names: readonly string[],
): Use {
  const defaults = defaultsOf(cluster, namespace);
  const min = noneOf(names);
  const max = noneOf(names);
  const largestJob = noneOf(names);
  const add = (sums: Record<string, number>, use: Amounts, times: number): void => {
    for (const name of names) sums[name] = (sums[name] as number) + (use[name] ?? 0) * times;
  };
  let jobs = false;
  for (const pod of cluster.pods) {
    const { owner } = pod;
    if (owner.metadata.namespace !== namespace || (scope !== true && !scope(pod, defaults))) continue;
    const use = podUse(pod, defaults);
    const parallel = jobPods(pod);
    if (parallel !== undefined) {
      jobs ||= parallel > 0;
      if (parallel > 0) raiseTo(largestJob, use);
      add(max, use, parallel);
      continue;
    }
    // Of what runs on every node there is one at least.
    const count = podCount(cluster, pod) ?? { min: 1, max: 1 };
    add(min, use, count.min);
    add(max, use, count.max);
    if (scope !== true || owner.kind !== 'StatefulSet') continue;
    for (const { spec } of claimTemplates(owner)) {
      const claim = claimUse(spec);
      add(min, claim, count.min);
      add(max, claim, count.max);
    }
  }
  add(min, largestJob, 1);
  if (scope === true && !names.every(isOfPods)) {
    for (const kind of COUNTED) {
      for (const object of cluster.subjects(kind)) {
        if (object.metadata.namespace !== namespace) continue;
        const use = objectUse(object);
        add(min, use, 1);
        add(max, use, 1);
      }
    }
  }
  return { min, max, jobs };
}

function noneOf(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, 0]));
}

/** Whether nothing but pods uses it. */
function isOfPods(name: string): boolean {
  return name === 'pods' || (/^(requests|limits)\./.test(name) && name !== 'requests.storage');
}

/** What one pod uses of a quota. */
export const podUse = rememberedOfBoth((pod: Pod, defaults: Compute): Amounts => {
  const { requests, limits } = podCompute(pod, defaults);
  const use: Record<string, number> = { pods: MILLIONTHS };
  for (const key in requests) use[`requests.${key}`] = requests[key] as number;
  for (const key in limits) use[`limits.${key}`] = limits[key] as number;
  for (const { spec } of ephemeralClaims(pod)) addTo(use, claimUse(spec));
  return use;
});

function claimUse({ resources, storageClassName }: Fields): Amounts {
  const storage = amountsIn(fields(resources)['requests'])['storage'] ?? 0;
  const name = text(storageClassName);
  return {
    persistentvolumeclaims: MILLIONTHS,
    'requests.storage': storage,
    ...(name === undefined
      ? {}
      : {
          [`${name}.storageclass.storage.k8s.io/requests.storage`]: storage,
          [`${name}.storageclass.storage.k8s.io/persistentvolumeclaims`]: MILLIONTHS,
        }),
  };
}

/** What an object uses by being there: the same in every cluster that holds it. */
const objectUse = remembered((object: KubeObject): Amounts => {
  switch (kindOf(object)) {
    case '/Pod':
      return {};
    case '/PersistentVolumeClaim':
      return claimUse(fields(object['spec']));
    case '/Service':
      return serviceUse(object);
    default: {
      const own = group(object);
      return { [`count/${object.kind.toLowerCase()}s${own === '' ? '' : `.${own}`}`]: MILLIONTHS };
    }
  }
});

/** Every port of a Service of these types gets a port of the nodes, unless a balancer is told that it needs none. */
function serviceUse(service: KubeObject): Amounts {
  const { type, ports, allocateLoadBalancerNodePorts } = fields(service['spec']);
  const balanced = type === 'LoadBalancer';
  const list = maps(ports, '').map(({ item }) => item);
  const noded = balanced && allocateLoadBalancerNodePorts === false ? list.filter(({ nodePort }) => nodePort !== undefined) : list;
  return {
    services: MILLIONTHS,
    ...(balanced ? { 'services.loadbalancers': MILLIONTHS } : {}),
    ...(balanced || type === 'NodePort' ? { 'services.nodeports': noded.length * MILLIONTHS } : {}),
  };
}
