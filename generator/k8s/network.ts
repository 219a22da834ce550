import type { KubeObject } from './object.ts';
import { isMap } from '../model/data.ts';
import { remembered } from '../model/memo.ts';
import type { Workload } from '../fleet/region.ts';
import type { Pointer } from '../model/pointer.ts';
import { sameNamespace, type Cluster } from './cluster.ts';
import { mayHoldPods } from './ip-block.ts';
import { each, fields, integer, text, textMap, texts, type Fields } from './look.ts';
import type { Pod } from './pod.ts';
import { selects } from './selector.ts';

type Direction = 'ingress' | 'egress';

/** One rule of a NetworkPolicy: it allows these ports with these peers. */
export interface Allowance {
  readonly policy: KubeObject;
  readonly at: Pointer;
  readonly ports: readonly Fields[];
  /** Absent: everybody. */
  readonly peers: readonly Fields[] | undefined;
}

interface Isolation {
  readonly policies: readonly KubeObject[];
  readonly allowances: readonly Allowance[];
}

/**
 * What policies leave a pod; undefined when none holds it back, and everything is allowed. Policies add up. Pods in the
 * network of their node are beyond them with nearly every network plugin.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
 */
export function isolation(cluster: Cluster, pod: Pod, direction: Direction): Isolation | undefined {
  if (pod.spec['hostNetwork'] === true) return undefined;
  return cluster.derive(`isolation of pods, ${direction}`, likeOf(pod), (all) => {
    const policies = all
      .subjects('networking.k8s.io/NetworkPolicy')
      .filter(
        (policy) =>
          sameNamespace(policy.metadata.namespace, pod.owner.metadata.namespace) &&
          selects(fields(policy['spec'])['podSelector'], pod.labels) &&
          concerns(policy, direction),
      );
    return policies.length === 0 ? undefined : { policies, allowances: distinct(policies.flatMap((policy) => allowances(policy, direction))) };
  });
}

/** Pods that policies and Services cannot tell apart have the same one. */
const likeOf = remembered(({ owner, labels }: Pod) => JSON.stringify([owner.metadata.namespace, labels]));

/** Of rules that allow the same, as copies of a policy do, the first: each is asked about every port of every pod. */
function distinct(rules: readonly Allowance[]): Allowance[] {
  const all = new Map<string, Allowance>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.policy.metadata.namespace, rule.ports, rule.peers]);
    if (!all.has(key)) all.set(key, rule);
  }
  return [...all.values()];
}

/** Without `policyTypes` a policy is about ingress, and about egress when it has such rules. */
export function concerns(policy: KubeObject, direction: Direction): boolean {
  const spec = fields(policy['spec']);
  const types = texts(spec['policyTypes']);
  if (types.length > 0) return types.some((type) => type.toLowerCase() === direction);
  return direction === 'ingress' || (Array.isArray(spec['egress']) && spec['egress'].length > 0);
}

export function allowances(policy: KubeObject, direction: Direction): Allowance[] {
  return each(policy, `spec.${direction}[]`).map((rule) => {
    const peers = each(rule, direction === 'ingress' ? 'from[]' : 'to[]').map(({ item }) => item);
    return { policy, at: rule.at, ports: each(rule, 'ports[]').map(({ item }) => item), peers: peers.length === 0 ? undefined : peers };
  });
}

/** Whether a rule opens a port of a pod. @param names by which the pod's containers call it: policies may use them */
export function allowsPort({ ports }: Allowance, number: number, protocol: string, names: readonly string[] = []): boolean {
  return (
    ports.length === 0 ||
    ports.some(({ port, endPort, protocol: own }) => {
      if ((text(own) ?? 'TCP') !== protocol) return false;
      const first = integer(port);
      if (port === undefined) return true;
      if (first === undefined) return typeof port === 'string' && names.includes(port);
      return number >= first && number <= (integer(endPort) ?? first);
    })
  );
}

/** Where the policy that holds a pod back stands: the rule that nearly lets it through, or the policy that is most about this pod. */
export function placeOf(
  isolated: Isolation,
  direction: Direction,
  opens: (rule: Allowance) => boolean,
  lets: (rule: Allowance) => boolean,
): { readonly object: KubeObject; readonly path: Pointer } {
  const portOnly = isolated.allowances.find(opens);
  if (portOnly !== undefined) return { object: portOnly.policy, path: `${portOnly.at}/${direction === 'ingress' ? 'from' : 'to'}` };
  const peerOnly = isolated.allowances.find((rule) => rule.peers !== undefined && lets(rule));
  if (peerOnly !== undefined) return { object: peerOnly.policy, path: `${peerOnly.at}/ports` };
  const object = mainPolicy(isolated);
  return { object, path: fields(object['spec'])[direction] === undefined ? '/spec' : `/spec/${direction}` };
}

/** Of several policies, the one with the most to say of the pod: not the one that denies everything to a whole namespace. */
export function mainPolicy({ policies, allowances: all }: Isolation): KubeObject {
  const weight = (policy: KubeObject): number => {
    const { matchLabels, matchExpressions } = fields(fields(policy['spec'])['podSelector']);
    const terms = Object.keys(fields(matchLabels)).length + (Array.isArray(matchExpressions) ? matchExpressions.length : 0);
    return terms * 2 + (all.some((rule) => rule.policy === policy) ? 1 : 0);
  };
  return policies.reduce((a, b) => (weight(b) > weight(a) ? b : a));
}

/** Whether a rule lets pods of a known system through. */
export function allowsWorkload(cluster: Cluster, { peers, policy }: Allowance, { namespace, labels }: Workload): boolean {
  return (
    peers === undefined ||
    peers.some(({ namespaceSelector, podSelector, ipBlock }) => {
      if (ipBlock !== undefined) return mayHoldPods(fields(ipBlock));
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
