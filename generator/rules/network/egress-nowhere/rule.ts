import { allowances, concerns, type Allowance } from '../../../k8s/network.ts';
import { group, type KubeObject } from '../../../k8s/object.ts';
import { suggest } from '../../../fleet/schema/suggest.ts';
import type { Index } from '../../../k8s/cluster.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { schemaOf } from '../../../k8s/schema/kinds.ts';
import { selects } from '../../../k8s/selector.ts';
import { podsIn } from '../../../k8s/service.ts';
import { defineRule, fields, isMap, objectTitle, shown, textMap, type Cluster, type Fields } from '../../kit.ts';
import { SHARED_LABELS, shownLabels } from '../../labels.ts';

export const rule = defineRule('cluster', {
  code: 'network/egress-nowhere',
  severity: 'warning',
  what: 'A NetworkPolicy lets pods out to labels that no pod has where they should be.',
  why: 'Nothing is opened: what the pods should reach stays closed to them.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  fix: 'Name labels that the pods have.',
  order: 25,
  *run(cluster) {
    for (const policy of cluster.subjects('networking.k8s.io/NetworkPolicy')) {
      if (!concerns(policy, 'egress')) continue;
      for (const rule of allowances(policy, 'egress')) {
        const missed = missedBy(cluster, rule);
        if (missed === undefined) continue;
        const { labels, namespaces, near } = missed;
        yield {
          object: policy,
          path: `${rule.at}/to`,
          message: `lets out to no pod: none in ${namespaces.map(shown).join(', ')} has the labels ${shownLabels(labels)}`,
          hint: `the pods of ${objectTitle(near.owner)} have ${shownLabels(near.labels)}`,
          related: [{ object: near.owner, path: `${near.at}/metadata/labels`, note: 'the nearest pods' }],
        };
      }
    }
  },
});

interface Missed {
  readonly labels: Readonly<Record<string, string>>;
  readonly namespaces: readonly string[];
  readonly near: Pod;
}

/** Pods that a rule means and does not let through, where it lets none through at all. */
function missedBy(cluster: Cluster, { policy, peers = [] }: Allowance): Missed | undefined {
  const meant = peers.map((peer) => meantBy(peer, policy));
  const namespaces = [...new Set(meant.flatMap((each) => (each === undefined ? [] : [each.namespace])))];
  if (meant.length === 0 || meant.includes(undefined)) return undefined;
  const all = meant as readonly Meant[];
  if (all.some(({ namespace, selector, labels }) => podsIn(cluster, namespace, labels).some((pod) => selects(selector, pod.labels))))
    return undefined;
  const labels = all[0]?.labels ?? {};
  const pods = namespaces.flatMap((namespace) => podsIn(cluster, namespace));
  const [near] = pods.toSorted((a, b) => likeness(b, labels) - likeness(a, labels));
  if (near === undefined) return undefined;
  // What others make of such objects may be pods with labels of their own, and a part of a cluster has other parts.
  const isAllThereIs = cluster.whole && !namespaces.some((namespace) => cluster.lookup(makersOfPods, namespace).length > 0);
  return isAllThereIs || likeness(near, labels) >= ALIKE ? { labels, namespaces, near } : undefined;
}

interface Meant {
  readonly namespace: string;
  readonly selector: Fields;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a peer selects in a namespace that it names; undefined where it is something else. */
function meantBy({ namespaceSelector, podSelector, ipBlock }: Fields, { metadata }: KubeObject): Meant | undefined {
  const labels = textMap(fields(podSelector)['matchLabels']);
  if (ipBlock !== undefined || Object.keys(labels).length === 0) return undefined;
  const named = textMap(fields(namespaceSelector)['matchLabels'])['kubernetes.io/metadata.name'];
  const namespace = isMap(namespaceSelector) ? named : metadata.namespace;
  return namespace === undefined ? undefined : { namespace, selector: fields(podSelector), labels };
}

/** What a label counts by which a pod is meant, but for a letter. */
const ALIKE = 10;

/** By how many labels a pod is like what is asked for: the same key counts, a value that is nearly the same more, and the same value most. */
function likeness(pod: Pod, labels: Readonly<Record<string, string>>): number {
  const own = Object.entries(labels).filter(([key]) => Object.hasOwn(pod.labels, key) && !SHARED_LABELS.test(key));
  return own.reduce((sum, [key, value]) => {
    const other = pod.labels[key] as string;
    return sum + (other === value ? 10 * ALIKE : suggest(value, [other]) === undefined ? 1 : ALIKE);
  }, 0);
}

/** Objects of kinds of others, by their namespace. */
const makersOfPods: Index<KubeObject> = (object) =>
  group(object).includes('.') && schemaOf(object) === undefined ? [[object.metadata.namespace ?? '', object]] : [];
