import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../../generator/plan/change.ts';
import type { Verb } from '../../../generator/components/consequence.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { Cluster } from '../../../generator/k8s/cluster.ts';
import { consequencesOf } from '../../../generator/plan/consequences.ts';
import { agent, fleet, reviewOf } from './support.ts';
import type { Spec } from './support.ts';
import { object } from './object.ts';

const KEPT = { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } };

/** The one change between two versions of an object. */
function between(before: KubeObject | undefined, after: KubeObject | undefined): { verb: Verb; says: readonly string[] } {
  const [change, ...more] = changesBetween('north', 'agents', before === undefined ? [] : [before], after === undefined ? [] : [after]);
  expect(more).toEqual([]);
  return { verb: change?.verb as Verb, says: change?.consequences ?? [] };
}

const kinds = (kind: string, apiVersion: string, before: unknown, after: unknown): [KubeObject, KubeObject] => [
  object(kind, before, {}, apiVersion),
  object(kind, after, {}, apiVersion),
];

describe('what the API server refuses to change is a replacement', () => {
  const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, storageClassName: 'fast' };
  const claim = (storage: string): object => ({ ...CLAIM, resources: { requests: { storage } } });
  test.each<[string, string, string, unknown, unknown, Verb]>([
    ['a selector', 'Deployment', 'apps/v1', { selector: { matchLabels: { a: 'b' } } }, { selector: { matchLabels: { a: 'c' } } }, 'replace'],
    ['an image', 'Deployment', 'apps/v1', { template: { image: 'a' } }, { template: { image: 'b' } }, 'update'],
    ['volume templates', 'StatefulSet', 'apps/v1', { volumeClaimTemplates: [1] }, { volumeClaimTemplates: [2] }, 'replace'],
    ['replicas of a StatefulSet', 'StatefulSet', 'apps/v1', { replicas: 1 }, { replicas: 2 }, 'update'],
    ['the template of a Job', 'Job', 'batch/v1', { template: 1 }, { template: 2 }, 'replace'],
    ['the deadline of a Job', 'Job', 'batch/v1', { activeDeadlineSeconds: 1 }, { activeDeadlineSeconds: 2 }, 'update'],
    ['a larger claim', 'PersistentVolumeClaim', 'v1', CLAIM, claim('20Gi'), 'update'],
    ['a larger claim in another unit', 'PersistentVolumeClaim', 'v1', CLAIM, claim('1Ti'), 'update'],
    ['a smaller claim', 'PersistentVolumeClaim', 'v1', CLAIM, claim('5Gi'), 'replace'],
    ['a claim of an unknown size', 'PersistentVolumeClaim', 'v1', CLAIM, claim('1e9'), 'replace'],
    ['the class of a claim', 'PersistentVolumeClaim', 'v1', CLAIM, { ...CLAIM, storageClassName: 'slow' }, 'replace'],
    ['a headless Service', 'Service', 'v1', { ports: [] }, { ports: [], clusterIP: 'None' }, 'replace'],
    ['the address of a Service', 'Service', 'v1', { clusterIP: '10.0.0.1' }, { clusterIP: '10.0.0.2' }, 'replace'],
    ['a Service that becomes a name', 'Service', 'v1', { type: 'ClusterIP' }, { type: 'ExternalName' }, 'replace'],
    ['a Service that is opened', 'Service', 'v1', { type: 'ClusterIP' }, { type: 'LoadBalancer' }, 'update'],
    ['the source of a volume', 'PersistentVolume', 'v1', { nfs: 1 }, { nfs: 2 }, 'replace'],
    ['the size of a volume', 'PersistentVolume', 'v1', { capacity: 1 }, { capacity: 2 }, 'update'],
    ['the Secret of a Certificate', 'Certificate', 'cert-manager.io/v1', { secretName: 'a' }, { secretName: 'b' }, 'replace'],
    ['the names of a Certificate', 'Certificate', 'cert-manager.io/v1', { dnsNames: ['a'] }, { dnsNames: ['b'] }, 'update'],
    ['the selector of another kind', 'Deployment', 'example.net/v1', { selector: 1 }, { selector: 2 }, 'update'],
  ])('%s', (_, kind, apiVersion, before, after, verb) => {
    expect(between(...kinds(kind, apiVersion, before, after)).verb).toBe(verb);
  });

  test('a role of a binding, the parameters of a class, data of what is immutable', () => {
    const binding = (role: string): KubeObject => ({
      ...object('RoleBinding', undefined, {}, 'rbac.authorization.k8s.io/v1'),
      roleRef: { name: role },
    });
    expect(between(binding('a'), binding('b')).verb).toBe('replace');
    const storage = (type: string): KubeObject => ({ ...object('StorageClass', undefined, {}, 'storage.k8s.io/v1'), parameters: { type } });
    expect(between(storage('a'), storage('b')).verb).toBe('replace');
    const map = (data: string, immutable: boolean): KubeObject => ({
      ...object('ConfigMap', undefined),
      data: { data },
      ...(immutable ? { immutable } : {}),
    });
    expect(between(map('a', true), map('b', true)).verb).toBe('replace');
    expect(between(map('a', false), map('b', false)).verb).toBe('update');
  });

  test('another kind or namespace is another object', () => {
    const changes = changesBetween('r', 'c', [object('ConfigMap', undefined)], [object('ConfigMap', undefined, { namespace: 'other' })]);
    expect(changes.map(({ verb }) => verb)).toEqual(['delete', 'create']);
  });
});

describe('consequences', () => {
  const template = (image: string, type = 'RollingUpdate'): object => ({
    strategy: { type },
    template: { spec: { containers: [{ name: 'a', image }] } },
  });
  const endpoints = (...names: string[]): object => ({ endpoints: names.map((dnsName) => ({ dnsName, recordType: 'A', targets: ['192.0.2.1'] })) });
  const certificate = (more: object): object => ({ dnsNames: ['a'], secretName: 's', ...more });
  test.each<[string, string, unknown, unknown, string]>([
    ['Deployment', 'apps/v1', template('a'), template('b'), 'pods restart'],
    ['Deployment', 'apps/v1', template('a', 'Recreate'), template('b', 'Recreate'), 'pods restart, the old ones stop first'],
    ['Deployment', 'apps/v1', { replicas: 1 }, { replicas: 2 }, 'scaled up: more pods run'],
    ['Deployment', 'apps/v1', { replicas: 3 }, { replicas: 2 }, 'scaled down: fewer pods run'],
    ['Deployment', 'apps/v1', { replicas: 3 }, {}, 'scaled down: fewer pods run'],
    ['Deployment', 'apps/v1', { replicas: 1 }, { replicas: 0 }, 'pods stop'],
    ['Deployment', 'apps/v1', { replicas: 0 }, { replicas: 2 }, 'pods start'],
    ['Deployment', 'apps/v1', undefined, { replicas: 0 }, 'no pod runs: the count is 0'],
    ['StatefulSet', 'apps/v1', template('a'), template('b'), 'pods restart, the old ones stop first'],
    [
      'DaemonSet',
      'apps/v1',
      { updateStrategy: { type: 'OnDelete' }, ...template('a') },
      { updateStrategy: { type: 'OnDelete' }, ...template('b') },
      'pods are as they were until somebody deletes them',
    ],
    [
      'Deployment',
      'apps/v1',
      { ...template('a'), paused: true },
      { ...template('b'), paused: true },
      'pods are as they were until the Deployment is no longer paused',
    ],
    ['CronJob', 'batch/v1', { schedule: 'x' }, undefined, 'a job no longer runs by the clock'],
    ['Service', 'v1', { type: 'ClusterIP', ports: [1] }, { type: 'LoadBalancer', ports: [1] }, 'it can be reached from outside of the cluster'],
    [
      'Service',
      'v1',
      { ports: [{ name: 'a', port: 1 }] },
      {
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2 },
        ],
      },
      'a port opens',
    ],
    ['HorizontalPodAutoscaler', 'autoscaling/v2', { maxReplicas: 1 }, undefined, 'no autoscaler sets how many pods run any more'],
    ['PodDisruptionBudget', 'policy/v1', { minAvailable: 1 }, undefined, 'a node drain may stop all of its pods at once'],
    ['RoleBinding', 'rbac.authorization.k8s.io/v1', undefined, { a: 1 }, 'permissions are given'],
    [
      'PersistentVolume',
      'v1',
      { persistentVolumeReclaimPolicy: 'Retain' },
      undefined,
      'the data stays on its storage, and the cluster no longer knows it',
    ],
    ['PersistentVolume', 'v1', { persistentVolumeReclaimPolicy: 'Delete' }, undefined, 'data is lost'],
    [
      'DNSEndpoint',
      'externaldns.k8s.io/v1alpha1',
      { endpoints: [{ dnsName: 'a', recordType: 'A', targets: ['192.0.2.1'] }] },
      { endpoints: [{ dnsName: 'a', recordType: 'A', targets: ['192.0.2.2'] }] },
      'a DNS name points elsewhere',
    ],
    [
      'ExternalSecret',
      'external-secrets.io/v1',
      { target: { creationPolicy: 'Orphan' } },
      undefined,
      'a Secret stays and is no longer kept up to date',
    ],
    [
      'IngressRoute',
      'traefik.io/v1alpha1',
      { routes: [{ match: 'a', middlewares: [{ name: 'auth' }, { name: 'rate' }] }] },
      { routes: [{ match: 'a', middlewares: [{ name: 'rate' }] }] },
      'a middleware no longer sees the requests',
    ],
    ['Deployment', 'apps/v1', template('a'), undefined, 'pods stop'],
    ['Deployment', 'apps/v1', undefined, template('a'), 'pods start'],
    [
      'Deployment',
      'apps/v1',
      { selector: 1 },
      { selector: 2 },
      'the API server refuses the change: the sync fails until the object has been deleted and made anew',
    ],
    ['Service', 'v1', { ports: [1] }, undefined, 'traffic is interrupted'],
    ['Service', 'v1', { ports: [1] }, { ports: [2] }, 'traffic may be interrupted'],
    ['IngressRoute', 'traefik.io/v1alpha1', { routes: [1] }, undefined, 'traffic is interrupted'],
    ['IngressRoute', 'traefik.io/v1alpha1', { routes: [1] }, { routes: [2] }, 'routing changes'],
    ['Middleware', 'traefik.io/v1alpha1', { a: 1 }, undefined, 'routes that refer to it stop working'],
    ['DNSEndpoint', 'externaldns.k8s.io/v1alpha1', endpoints('a'), undefined, 'a DNS record goes'],
    ['DNSEndpoint', 'externaldns.k8s.io/v1alpha1', endpoints('a', 'b'), endpoints('a'), 'a DNS record goes'],
    ['DNSEndpoint', 'externaldns.k8s.io/v1alpha1', endpoints('a'), endpoints('a', 'b'), 'DNS records change'],
    ['Certificate', 'cert-manager.io/v1', certificate({}), certificate({ dnsNames: ['b'] }), 'a certificate is reissued'],
    ['Certificate', 'cert-manager.io/v1', certificate({}), certificate({ issuerRef: { name: 'b' } }), 'a certificate is reissued'],
    ['Certificate', 'cert-manager.io/v1', certificate({}), undefined, 'a certificate is no longer renewed'],
    [
      'Certificate',
      'cert-manager.io/v1',
      certificate({}),
      certificate({ secretName: 't' }),
      'the certificate goes to another Secret; who mounts the old one keeps a copy that expires',
    ],
    ['ClusterIssuer', 'cert-manager.io/v1', { a: 1 }, { a: 2 }, 'certificates are issued in another way'],
    ['PersistentVolumeClaim', 'v1', { a: 1 }, undefined, 'data is lost'],
    [
      'PersistentVolumeClaim',
      'v1',
      { resources: { requests: { storage: '1Gi' } } },
      { resources: { requests: { storage: '2Gi' } } },
      'the volume grows',
    ],
    ['Namespace', 'v1', undefined, undefined, 'everything in the namespace goes'],
    ['ExternalSecret', 'external-secrets.io/v1', { a: 1 }, undefined, 'a Secret goes; pods that mount it cannot start'],
    ['HorizontalPodAutoscaler', 'autoscaling/v2', { maxReplicas: 1 }, { maxReplicas: 2 }, 'scaling changes'],
    ['NetworkPolicy', 'networking.k8s.io/v1', { a: 1 }, { a: 2 }, 'who may reach whom changes'],
    ['NetworkPolicy', 'networking.k8s.io/v1', { a: 1 }, undefined, 'a barrier between pods goes'],
    ['PrometheusRule', 'monitoring.coreos.com/v1', { a: 1 }, { a: 2 }, 'alerts change'],
    ['PrometheusRule', 'monitoring.coreos.com/v1', { a: 1 }, undefined, 'alerts go'],
    ['ResourceQuota', 'v1', { hard: 1 }, { hard: 2 }, 'the quota changes'],
    ['Schedule', 'velero.io/v1', { a: 1 }, undefined, 'backups are no longer made'],
    ['ClusterRole', 'rbac.authorization.k8s.io/v1', { rules: 1 }, { rules: 2 }, 'permissions change'],
    ['AppProject', 'argoproj.io/v1alpha1', { a: 1 }, { a: 2 }, 'what Argo CD may deliver changes'],
    [
      'Application',
      'argoproj.io/v1alpha1',
      { destination: { name: 'a' } },
      { destination: { name: 'b' } },
      'it is delivered elsewhere; what was delivered before stays where it is',
    ],
  ])('%s of %s', (kind, apiVersion, before, after, says) => {
    const gone = kind === 'Namespace';
    const made = (spec: unknown): KubeObject | undefined => (spec === undefined && !gone ? undefined : object(kind, spec, {}, apiVersion));
    expect(between(made(before), gone ? undefined : made(after)).says).toContain(says);
  });

  test('of what Argo CD keeps when it leaves Git', () => {
    expect(between(object('PersistentVolumeClaim', {}, KEPT), undefined).says).toEqual([
      'the volume stays in the cluster and nobody manages it any more',
    ]);
    expect(between(object('Namespace', {}, KEPT), undefined).says).toEqual(['the namespace stays in the cluster and nobody manages it any more']);
  });

  test('of what Argo CD keeps are no others', () => {
    const kept = (kind: string): readonly string[] => between(object(kind, { replicas: 2 }, KEPT), undefined).says;
    for (const kind of ['Deployment', 'Service', 'NetworkPolicy', 'CustomResourceDefinition'])
      expect(kept(kind)).toEqual(['it stays in the cluster as it is, and nobody manages it any more']);
  });

  test('of what the API server refuses are those of its deletion, once it is deleted', () => {
    expect(between(...kinds('Deployment', 'apps/v1', { selector: 1 }, { selector: 2 })).says).toEqual([
      'the API server refuses the change: the sync fails until the object has been deleted and made anew',
      'once it is deleted: pods stop',
    ]);
    const forced = { annotations: { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' } };
    const [before, after] = [1, 2].map((selector) => object('Deployment', { selector }, forced, 'apps/v1')) as [KubeObject, KubeObject];
    expect(between(before, after).says).toContain('Argo CD deletes the object and makes it anew');
  });

  test('of labels alone are none', () => {
    const labelled = (value: string): KubeObject => object('NetworkPolicy', { a: 1 }, { labels: { x: value } });
    expect(between(labelled('a'), labelled('b'))).toEqual({ verb: 'update', says: ['metadata only'] });
  });
});

describe('consequences in the cluster as it will be', () => {
  const old = (more: (spec: Spec) => void = () => undefined): Spec =>
    fleet((spec) => {
      spec.components['secrets'] = { provider: 'external-secrets', store: 'vault' };
      Object.assign(spec, { gate: { maxDeletePercent: 100 } });
      more(spec);
    });
  const says = (before: Spec, after: Spec, kind: string): string[] =>
    reviewOf(before, after).blocks.flatMap(({ verb, objects, consequences }) =>
      verb === 'delete' && objects.some((each) => each.kind === kind) ? consequences : [],
    );

  test('a Secret, an account and a policy that go with their only user stop nobody', () => {
    const gone = old((spec) => (agent(spec, 'agent-a')['state'] = 'terminated'));
    expect(says(old(), gone, 'ExternalSecret')).toEqual(['a Secret goes; nothing mounts it any more']);
    expect(says(old(), gone, 'ServiceAccount')).toEqual([]);
    expect(says(old(), gone, 'NetworkPolicy')).toEqual(['it is about pods that are no longer there']);
    expect(says(old(), gone, 'Deployment')).toEqual([
      'pods stop',
      'requests under way are cut short: a merge with `state: draining` before this one lets them end',
    ]);
  });

  const running = object(
    'Deployment',
    {
      template: {
        metadata: { labels: { app: 'a' } },
        spec: { serviceAccountName: 'x', containers: [], volumes: [{ secret: { secretName: 'x' } }, { configMap: { name: 'x' } }] },
      },
    },
    { name: 'user' },
    'apps/v1',
  );
  const policy = (name: string): KubeObject =>
    object('NetworkPolicy', { podSelector: { matchLabels: { app: 'a' } }, policyTypes: ['Ingress'] }, { name }, 'networking.k8s.io/v1');
  const route = (name: string, match: string): KubeObject =>
    object('IngressRoute', { routes: [{ match, middlewares: [{ name: 'x' }] }] }, { name }, 'traefik.io/v1alpha1');
  test.each<[string, KubeObject, KubeObject[], string[]]>([
    ['a Secret that is mounted', object('Secret', undefined), [running], ['a Secret goes; pods that mount it cannot start']],
    ['a Secret that nobody reads', object('Secret', undefined), [], ['a Secret goes; nothing mounts it any more']],
    ['a ConfigMap that is mounted', object('ConfigMap', undefined), [running], ['configuration goes; pods that mount it cannot start']],
    ['a ConfigMap that nobody reads', object('ConfigMap', undefined), [], ['configuration goes; no pod mounts it any more']],
    ['an account in use', object('ServiceAccount', undefined), [running], ['pods that run as it cannot start']],
    ['the only policy of a pod', policy('x'), [running], ['a barrier between pods goes']],
    ['one of two policies', policy('x'), [running, policy('y')], ['what only it allowed is refused: another policy holds back the same pods']],
    ['a policy of no pod', policy('x'), [], ['it is about pods that are no longer there']],
    ['a route that another one takes over', route('x', 'Host(`a`)'), [route('y', 'Host(`a`)')], ['another route takes its requests']],
    ['a route', route('x', 'Host(`a`)'), [route('y', 'Host(`b`)')], ['traffic is interrupted']],
    [
      'a middleware in use',
      object('Middleware', undefined, {}, 'traefik.io/v1alpha1'),
      [route('y', 'Host(`b`)')],
      ['routes that refer to it stop working'],
    ],
    ['a middleware of nobody', object('Middleware', undefined, {}, 'traefik.io/v1alpha1'), [], ['no route refers to it any more']],
    [
      'an issuer of nobody',
      object('ClusterIssuer', {}, { namespace: undefined as never }, 'cert-manager.io/v1'),
      [],
      ['an issuer goes that no certificate asks'],
    ],
  ])('%s', (_, before, left, expected) => {
    const after = new Cluster({ objects: left, externals: [], whole: true });
    expect(consequencesOf({ verb: 'delete', before, fields: [] }, after)).toEqual(expected);
  });
});
