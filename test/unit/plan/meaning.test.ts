import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../../generator/plan/change.ts';
import type { Verb } from '../../../generator/components/consequence.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
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
    ['Deployment', 'apps/v1', { replicas: 1 }, { replicas: 2 }, 'scaling changes'],
    ['Deployment', 'apps/v1', { replicas: 3 }, { replicas: 0 }, 'pods stop'],
    ['Deployment', 'apps/v1', {}, { replicas: 0 }, 'pods stop'],
    ['Deployment', 'apps/v1', { replicas: 0 }, {}, 'pods start'],
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

  test('of labels alone are none', () => {
    const labelled = (value: string): KubeObject => object('NetworkPolicy', { a: 1 }, { labels: { x: value } });
    expect(between(labelled('a'), labelled('b'))).toEqual({ verb: 'update', says: ['metadata only'] });
  });
});
