// Which changes the API server refuses. Sources: the field descriptions of the API reference, and the validation of updates
// in kubernetes/pkg/apis/*/validation.
import { describe, expect, test } from 'vitest';
import { fieldChanges } from '../../../generator/plan/fields.ts';
import { pathText } from '../../../generator/plan/fields.ts';
import { immutableChanges } from '../../../generator/plan/immutable.ts';
import { object } from './object.ts';

type Body = Record<string, unknown>;

const OF: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  Job: 'batch/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  StorageClass: 'storage.k8s.io/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  Certificate: 'cert-manager.io/v1',
};

/** Paths that make another object of it. */
function refused(kind: string, before: Body, after: Body): string[] {
  const [old, now] = [before, after].map((body) => ({ ...object(kind, undefined, {}, OF[kind]), ...body }));
  return immutableChanges(old as never, fieldChanges(old as never, now as never)).map(({ path }) => pathText(path));
}

describe('refused by the API server', () => {
  test.each<[string, string, Body, Body, string]>([
    ['Deployment', 'other pods', { spec: { selector: { matchLabels: { app: 'a' } } } }, { spec: { selector: { matchLabels: { app: 'b' } } } }, ''],
    ['Deployment', 'a selector that comes', { spec: { replicas: 1 } }, { spec: { replicas: 1, selector: { matchLabels: { app: 'b' } } } }, ''],
    ['Deployment', 'a selector that comes with all of the spec', {}, { spec: { selector: {} } }, 'spec'],
    ['Deployment', 'a selector that goes with all of the spec', { spec: { selector: {} } }, {}, 'spec'],
    ['DaemonSet', 'other pods', { spec: { selector: { matchLabels: { app: 'a' } } } }, { spec: { selector: { matchLabels: { app: 'b' } } } }, ''],
    ['ReplicaSet', 'other pods', { spec: { selector: { matchLabels: { app: 'a' } } } }, { spec: { selector: { matchLabels: { app: 'b' } } } }, ''],
    ['StatefulSet', 'another name of its Service', { spec: { serviceName: 'a' } }, { spec: { serviceName: 'b' } }, 'spec.serviceName'],
    ['StatefulSet', 'other volumes', { spec: { volumeClaimTemplates: [{ a: 1 }] } }, { spec: { volumeClaimTemplates: [{ a: 2 }] } }, ''],
    ['StatefulSet', 'all of the spec', { spec: { serviceName: 'a' } }, {}, 'spec'],
    ['Job', 'another template', { spec: { template: { spec: { a: 1 } } } }, { spec: { template: { spec: { a: 2 } } } }, ''],
    ['Job', 'another selector', { spec: { selector: { a: '1' } } }, { spec: { selector: { a: '2' } } }, ''],
    ['Job', 'other completions', { spec: { completions: 1 } }, { spec: { completions: 2 } }, ''],
    ['Job', 'another mode', { spec: { completionMode: 'Indexed' } }, { spec: { completionMode: 'NonIndexed' } }, ''],
    ['Job', 'another policy for failures', { spec: { podFailurePolicy: { rules: [1] } } }, { spec: { podFailurePolicy: { rules: [2] } } }, ''],
    ['Job', 'its own selector', { spec: { manualSelector: true } }, { spec: { manualSelector: false } }, ''],
    ['PersistentVolumeClaim', 'another class', { spec: { storageClassName: 'a' } }, { spec: { storageClassName: 'b' } }, ''],
    ['PersistentVolumeClaim', 'less room', claim('2Gi'), claim('1Gi'), ''],
    ['PersistentVolumeClaim', 'room that is no amount', claim('2Gi'), claim('more'), ''],
    ['PersistentVolumeClaim', 'room that was no amount', claim('some'), claim('1Gi'), ''],
    ['PersistentVolume', 'another disk', { spec: { nfs: { path: '/a' } } }, { spec: { nfs: { path: '/b' } } }, ''],
    ['Service', 'another address', { spec: { clusterIP: '10.0.0.1' } }, { spec: { clusterIP: '10.0.0.2' } }, ''],
    ['Service', 'an address that goes', { spec: { clusterIP: 'None', x: 1 } }, { spec: { x: 1 } }, ''],
    ['Service', 'headless from now on', { spec: { x: 1 } }, { spec: { x: 1, clusterIP: 'None' } }, ''],
    ['Service', 'other addresses', { spec: { clusterIPs: ['10.0.0.1'] } }, { spec: { clusterIPs: ['10.0.0.2'] } }, ''],
    ['Service', 'a name outside', { spec: { type: 'ClusterIP' } }, { spec: { type: 'ExternalName' } }, ''],
    ['Service', 'a name outside no more', { spec: { type: 'ExternalName' } }, { spec: { type: 'ClusterIP' } }, ''],
    ['ConfigMap', 'data that was sealed', { immutable: true, data: { a: '1' } }, { immutable: true, data: { a: '2' } }, ''],
    ['ConfigMap', 'bytes that were sealed', { immutable: true, binaryData: { a: 'MQ==' } }, { immutable: true, binaryData: { a: 'Mg==' } }, ''],
    ['ConfigMap', 'the seal', { immutable: true, data: { a: '1' } }, { immutable: false, data: { a: '1' } }, 'immutable'],
    ['Secret', 'another type', { type: 'Opaque' }, { type: 'kubernetes.io/tls' }, 'type'],
    ['Secret', 'data that was sealed', { immutable: true, data: { a: 'MQ==' } }, { immutable: true, data: { a: 'Mg==' } }, ''],
    ['Secret', 'text that was sealed', { immutable: true, stringData: { a: '1' } }, { immutable: true, stringData: { a: '2' } }, ''],
    ['Secret', 'the seal', { immutable: true }, { immutable: false }, 'immutable'],
    ['RoleBinding', 'another role', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }, 'roleRef.name'],
    ['ClusterRoleBinding', 'another role', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }, 'roleRef.name'],
    ['StorageClass', 'another driver', { provisioner: 'a' }, { provisioner: 'b' }, 'provisioner'],
    ['StorageClass', 'other parameters', { parameters: { type: 'a' } }, { parameters: { type: 'b' } }, 'parameters.type'],
    ['StorageClass', 'another end', { reclaimPolicy: 'Delete' }, { reclaimPolicy: 'Retain' }, 'reclaimPolicy'],
    ['StorageClass', 'another moment', { volumeBindingMode: 'Immediate' }, { volumeBindingMode: 'WaitForFirstConsumer' }, 'volumeBindingMode'],
    ['PriorityClass', 'another value', { value: 1 }, { value: 2 }, 'value'],
    ['PriorityClass', 'another way', { preemptionPolicy: 'Never' }, { preemptionPolicy: 'PreemptLowerPriority' }, 'preemptionPolicy'],
    ['IngressClass', 'another controller', { spec: { controller: 'a' } }, { spec: { controller: 'b' } }, 'spec.controller'],
    ['CustomResourceDefinition', 'another group', { spec: { group: 'a' } }, { spec: { group: 'b' } }, 'spec.group'],
    ['CustomResourceDefinition', 'other names', names({ plural: 'a' }), names({ plural: 'b' }), 'spec.names.plural'],
    ['CustomResourceDefinition', 'another kind', names({ kind: 'A' }), names({ kind: 'B' }), 'spec.names.kind'],
    ['CustomResourceDefinition', 'another scope', { spec: { scope: 'Cluster' } }, { spec: { scope: 'Namespaced' } }, 'spec.scope'],
    ['Certificate', 'another Secret', { spec: { secretName: 'a' } }, { spec: { secretName: 'b' } }, 'spec.secretName'],
  ])('%s: %s', (kind, _, before, after, path) => {
    const found = refused(kind, before, after);
    expect(found).toHaveLength(1);
    if (path !== '') expect(found).toEqual([path]);
  });
});

describe('let through', () => {
  test.each<[string, string, Body, Body]>([
    ['Deployment', 'another image', { spec: { selector: {}, template: { image: 'a' } } }, { spec: { selector: {}, template: { image: 'b' } } }],
    ['Deployment', 'a spec that comes without a selector', {}, { spec: { replicas: 1 } }],
    ['Deployment', 'a spec that is no map', { spec: 'a' }, { spec: 'b' }],
    ['Deployment', 'a field that is named like the selector', { spec: { selectors: 'a' } }, { spec: { selectors: 'b' } }],
    ...['replicas', 'template', 'updateStrategy', 'minReadySeconds', 'ordinals', 'persistentVolumeClaimRetentionPolicy', 'revisionHistoryLimit'].map(
      (field): [string, string, Body, Body] => ['StatefulSet', `another ${field}`, { spec: { [field]: 1 } }, { spec: { [field]: 2 } }],
    ),
    ['StatefulSet', 'another image', { spec: { template: { spec: { a: 1 } } } }, { spec: { template: { spec: { a: 2 } } } }],
    ['StatefulSet', 'another label', { metadata: { name: 'x', labels: { a: '1' } } }, { metadata: { name: 'x', labels: { a: '2' } } }],
    ['Job', 'more pods at once', { spec: { parallelism: 1 } }, { spec: { parallelism: 2 } }],
    ['PersistentVolumeClaim', 'more room', claim('1Gi'), claim('2Gi')],
    ['PersistentVolumeClaim', 'as much room in other words', claim('1Gi'), claim('1024Mi')],
    ['PersistentVolumeClaim', 'other attributes', { spec: { volumeAttributesClassName: 'a' } }, { spec: { volumeAttributesClassName: 'b' } }],
    ...['capacity', 'accessModes', 'persistentVolumeReclaimPolicy', 'mountOptions', 'claimRef', 'storageClassName', 'volumeAttributesClassName'].map(
      (field): [string, string, Body, Body] => ['PersistentVolume', `another ${field}`, { spec: { [field]: 'a' } }, { spec: { [field]: 'b' } }],
    ),
    ['Service', 'an address of its own', { spec: { x: 1 } }, { spec: { x: 1, clusterIP: '10.0.0.1' } }],
    ['Service', 'other ports', { spec: { ports: [{ port: 1 }] } }, { spec: { ports: [{ port: 2 }] } }],
    ['Service', 'a port of each node', { spec: { type: 'ClusterIP' } }, { spec: { type: 'NodePort' } }],
    ['Service', 'a field that ends like an address', { spec: { myclusterIP: 'a' } }, { spec: { myclusterIP: 'b' } }],
    ['ConfigMap', 'data', { data: { a: '1' } }, { data: { a: '2' } }],
    ['ConfigMap', 'data that is sealed by the same change', { data: { a: '1' } }, { immutable: true, data: { a: '2' } }],
    ['ConfigMap', 'a label', sealed('1'), sealed('2')],
    ['Secret', 'data', { data: { a: 'MQ==' } }, { data: { a: 'Mg==' } }],
    ['Secret', 'a label', sealed('1'), sealed('2')],
    ['StorageClass', 'room to grow', { allowVolumeExpansion: false }, { allowVolumeExpansion: true }],
    ['CustomResourceDefinition', 'a short name', names({ shortNames: ['a'] }), names({ shortNames: ['b'] })],
    ['Certificate', 'another host', { spec: { dnsNames: ['a'] } }, { spec: { dnsNames: ['b'] } }],
    ['NetworkPolicy', 'anything of a kind without such fields', { spec: { podSelector: { a: 1 } } }, { spec: { podSelector: { a: 2 } } }],
  ])('%s: %s', (kind, _, before, after) => {
    expect(refused(kind, before, after)).toEqual([]);
  });

  test('a kind of the same name in another group', () => {
    const [old, now] = ['a', 'b'].map((name) => object('Deployment', { selector: { name } }, {}, 'example.net/v1'));
    expect(immutableChanges(old as never, fieldChanges(old as never, now as never))).toEqual([]);
  });
});

function claim(storage: string): Body {
  return { spec: { resources: { requests: { storage } } } };
}

function names(of: Body): Body {
  return { spec: { names: of } };
}

function sealed(label: string): Body {
  return { immutable: true, data: { a: 'MQ==' }, metadata: { name: 'x', labels: { a: label } } };
}
