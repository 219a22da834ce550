import type { KubeObject } from '../../generator/k8s/object.ts';
import type { ClusterFacts } from '../../generator/fleet/region.ts';
import { Cluster } from '../../generator/k8s/cluster.ts';
import type { World } from '../../generator/k8s/cluster.ts';
import { faultsIn } from '../../generator/check/faults.ts';
import type { ClusterFinding } from '../../generator/rules/rule.ts';

/** Objects in as few words as a table of cases allows. */

export type Fields = Record<string, unknown>;

const VERSIONS: Record<string, string> = {
  '': 'v1',
  'traefik.io': 'traefik.io/v1alpha1',
  'argoproj.io': 'argoproj.io/v1alpha1',
  autoscaling: 'autoscaling/v2',
};

/** @param kind as `group/Kind` @param name in namespace shop, or as `namespace/name` */
export function object(kind: string, name: string, rest: Fields = {}, labels?: Record<string, string>): KubeObject {
  const [group = '', bare = ''] = kind.split('/');
  const [namespace, own] = name.includes('/') ? (name.split('/') as [string, string]) : ['shop', name];
  const place = namespace === '' ? {} : { namespace };
  return { apiVersion: VERSIONS[group] ?? `${group}/v1`, kind: bare, metadata: { name: own, ...place, ...(labels ? { labels } : {}) }, ...rest };
}

/** A workload whose pods have the label `app`. @param container of the one container @param spec of the pod */
export function workload(
  kind: string,
  name: string,
  { container = {}, spec = {}, ...more }: { container?: Fields; spec?: Fields } & Fields = {},
): KubeObject {
  const app = name.slice(name.indexOf('/') + 1);
  const template = {
    metadata: { labels: { app } },
    spec: { automountServiceAccountToken: false, containers: [{ name: 'main', image: `x@sha256:${'0'.repeat(64)}`, ...container }], ...spec },
  };
  if (kind === '/Pod') return { ...object(kind, name, { spec: template.spec }, { app }), ...more };
  if (kind === 'batch/CronJob') return object(kind, name, { spec: { jobTemplate: { spec: { template, ...more } } } });
  return object(kind, name, { spec: { template, ...more } });
}

/** What is wrong in a cluster, leaving out what no case here is about. */
export function faults(objects: readonly KubeObject[], world: Partial<World> = {}): ClusterFinding[] {
  return faultsIn(new Cluster({ objects, externals: [], whole: true, ...world })).filter(
    ({ rule: { code } }) => code !== 'monitor/undiscovered' && code !== 'security/restricted-pod',
  );
}

/** `code Kind /path`, of every fault. */
export function found(objects: readonly KubeObject[], world: Partial<World> = {}): string[] {
  return faults(objects, world).map(({ rule, path, object: { kind } }) => `${rule.code} ${kind} ${path}`);
}

/** Systems of a cluster as most have them. */
export const FACTS: ClusterFacts = {
  dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, port: 53, nodeLocal: null },
  ingress: { namespace: 'traefik', labels: { 'app.kubernetes.io/name': 'traefik' } },
  prometheus: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } },
  certManager: { namespace: 'cert-manager' },
  velero: { namespace: 'velero' },
  apiServer: [],
  storageClass: null,
};
