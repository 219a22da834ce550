import { expect, test } from 'vitest';
import { faultsIn } from '../../../generator/check/faults.ts';
import { Cluster } from '../../../generator/k8s/cluster.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';

type Labels = Readonly<Record<string, string>>;

const pods = (namespace: string, name: string, labels: Labels): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example.net/a:1' }] } } },
});
const to = (namespace: string, labels: Labels): Record<string, unknown> => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: labels },
});
const policy = (...peers: unknown[]): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: peers }] },
});
const found = (objects: readonly KubeObject[], whole = true): unknown[] =>
  faultsIn(new Cluster({ objects, externals: [], whole }))
    .filter(({ rule }) => rule.code === 'network/egress-nowhere')
    .map(({ path, hint }) => [path, hint]);

const QUEUE = pods('queue', 'broker', { app: 'broker' });
const MANAGED: KubeObject = { apiVersion: 'queues.example.org/v1', kind: 'Queue', metadata: { name: 'a', namespace: 'queue' }, spec: {} };

test.each<[what: string, objects: readonly KubeObject[], whole: boolean, hint: string | undefined]>([
  ['labels that pods have', [QUEUE, policy(to('queue', { app: 'broker' }))], true, undefined],
  ['labels of which one is another', [QUEUE, policy(to('queue', { app: 'broke' }))], true, 'the pods of Deployment queue/broker have app=broker'],
  ['labels of other keys', [QUEUE, policy(to('queue', { name: 'broker' }))], true, 'the pods of Deployment queue/broker have app=broker'],
  [
    'the nearest of several',
    [pods('queue', 'other', { tier: 'x' }), QUEUE, policy(to('queue', { app: 'broke' }))],
    true,
    'the pods of Deployment queue/broker have app=broker',
  ],
  ['several namespaces, of which one has them', [QUEUE, policy(to('idle', { app: 'broker' }), to('queue', { app: 'broker' }))], true, undefined],
  ['addresses besides', [QUEUE, policy(to('queue', { app: 'broke' }), { ipBlock: { cidr: '203.0.113.0/24' } })], true, undefined],
  ['a namespace of which no pod is known', [policy(to('kube-system', { app: 'dns' }))], true, undefined],
  ['pods that others may make', [QUEUE, MANAGED, policy(to('queue', { queue: 'a' }))], true, undefined],
  [
    'labels like those of pods, where others make some',
    [QUEUE, MANAGED, policy(to('queue', { app: 'broke' }))],
    true,
    'the pods of Deployment queue/broker have app=broker',
  ],
  ['labels of other values, where others make some', [QUEUE, MANAGED, policy(to('queue', { app: 'records' }))], true, undefined],
  ['labels of other values in a part of a cluster', [QUEUE, policy(to('queue', { app: 'records' }))], false, undefined],
  ['a part of a cluster', [QUEUE, policy(to('queue', { name: 'broker' }))], false, undefined],
  [
    'pods of its own namespace',
    [pods('shop', 'web', { app: 'web' }), policy({ podSelector: { matchLabels: { app: 'wep' } } })],
    true,
    'the pods of Deployment shop/web have app=web',
  ],
])('egress to %s', (_, objects, whole, hint) => {
  expect(found(objects, whole)).toEqual(hint === undefined ? [] : [['/spec/egress/0/to', hint]]);
});
