import type { KubeObject } from '../kube/object.ts';
import { isMap } from '../model/data.ts';
import type { Workload } from '../model/fleet.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Cluster } from './cluster.ts';
import { sameNamespace } from './cluster.ts';
import { fields, integer, maps, text, texts, textMap } from './look.ts';
import type { Fields } from './look.ts';
import type { Pod } from './pod.ts';
import { selects } from './selector.ts';

export type Direction = 'ingress' | 'egress';

/** One rule of a NetworkPolicy: it allows these ports with these peers. */
export interface Allowance {
  readonly policy: KubeObject;
  readonly at: Pointer;
  readonly ports: readonly Fields[];
  /** Absent: everybody. */
  readonly peers: readonly Fields[] | undefined;
}

export interface Isolation {
  readonly policies: readonly KubeObject[];
  readonly allowances: readonly Allowance[];
}

/** What policies leave a pod; undefined when none holds it back, and everything is allowed. Policies add up. */
export function isolation(cluster: Cluster, pod: Pod, direction: Direction): Isolation | undefined {
  const policies = cluster
    .all('networking.k8s.io/NetworkPolicy')
    .filter(
      (policy) =>
        sameNamespace(policy.metadata.namespace, pod.owner.metadata.namespace) &&
        concerns(policy, direction) &&
        selects(fields(policy['spec'])['podSelector'], pod.labels),
    );
  if (policies.length === 0) return undefined;
  return { policies, allowances: policies.flatMap((policy) => allowances(policy, direction)) };
}

/** Without `policyTypes` a policy is about ingress, and about egress when it has such rules. */
export function concerns(policy: KubeObject, direction: Direction): boolean {
  const spec = fields(policy['spec']);
  const types = texts(spec['policyTypes']);
  if (types.length > 0) return types.some((type) => type.toLowerCase() === direction);
  return direction === 'ingress' || spec['egress'] !== undefined;
}

export function allowances(policy: KubeObject, direction: Direction): Allowance[] {
  return maps(fields(policy['spec'])[direction], `/spec/${direction}`).map(({ item, at }) => {
    const peers = maps(item[direction === 'ingress' ? 'from' : 'to'], '').map((peer) => peer.item);
    return { policy, at, ports: maps(item['ports'], '').map((port) => port.item), peers: peers.length === 0 ? undefined : peers };
  });
}

export function allowsPort({ ports }: Allowance, number: number, protocol: string, name?: string): boolean {
  return (
    ports.length === 0 ||
    ports.some(({ port, endPort, protocol: own }) => {
      if ((text(own) ?? 'TCP') !== protocol) return false;
      const first = integer(port);
      if (port === undefined) return true;
      if (first === undefined) return name !== undefined && port === name;
      return number >= first && number <= (integer(endPort) ?? first);
    })
  );
}

/** Whether a rule lets pods of a known system through. */
export function allowsWorkload(cluster: Cluster, { peers, policy }: Allowance, { namespace, labels }: Workload): boolean {
  return (
    peers === undefined ||
    peers.some(({ namespaceSelector, podSelector, ipBlock }) => {
      if (ipBlock !== undefined) return text(fields(ipBlock)['cidr'])?.endsWith('/0') === true;
      const there =
        namespaceSelector === undefined ? policy.metadata.namespace === namespace : selects(namespaceSelector, labelsOf(cluster, namespace));
      return there && (podSelector === undefined || selects(podSelector, labels));
    })
  );
}

/** Labels of a namespace: those it is made with, and the one that Kubernetes puts on every one. */
function labelsOf(cluster: Cluster, name: string): Readonly<Record<string, string>> {
  return { ...textMap(cluster.find('/Namespace', undefined, name)?.metadata.labels), 'kubernetes.io/metadata.name': name };
}

/** Whether a peer lies outside the cluster. */
export function isOutside(peer: Fields): boolean {
  return isMap(peer['ipBlock']);
}
