import { expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { FACTS, found, object, workload } from '../../support/worlds.ts';
import type { Fields } from '../../support/worlds.ts';

// One broken reference of each kind, in a cluster of which all is known: it is found at its place, and is gone once what it names is there.
// Seen to fail: classes of storage and Ingress, and accounts of bindings, before the rule looked at them.

const SPEC = '/spec/template/spec';
const pod = (spec: Fields, container: Fields = {}): KubeObject => workload('apps/Deployment', 'web', { container, spec });
const volume = (source: Fields): KubeObject => pod({ volumes: [{ name: 'v', ...source }] });
const secret = (name = 'x', data: Fields = { k: '' }): KubeObject => object('/Secret', name, { data });
const map = (data: Fields = { k: '' }): KubeObject => object('/ConfigMap', 'x', { data });
const service = object('/Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } }, { app: 'web' });
const web = workload('apps/Deployment', 'web', { container: { ports: [{ name: 'http', containerPort: 80 }] } });
const route = (rule: Fields, more: Fields = {}): KubeObject =>
  object('traefik.io/IngressRoute', 'web', { spec: { routes: [{ match: 'PathPrefix(`/`)', services: [], ...rule }], ...more } });
const env = (valueFrom: Fields): KubeObject => pod({}, { env: [{ name: 'A', valueFrom }] });

test.each<[string, KubeObject, string, readonly KubeObject[]]>([
  ['a Secret as a volume', volume({ secret: { secretName: 'x' } }), `missing-secret Deployment ${SPEC}/volumes/0/secret/secretName`, [secret()]],
  [
    'a key of it',
    volume({ secret: { secretName: 'x', items: [{ key: 'k', path: 'p' }] } }),
    `missing-secret Deployment ${SPEC}/volumes/0/secret/secretName`,
    [secret()],
  ],
  [
    'a projected Secret',
    volume({ projected: { sources: [{ secret: { name: 'x' } }] } }),
    `missing-secret Deployment ${SPEC}/volumes/0/projected/sources/0/secret/name`,
    [secret()],
  ],
  [
    'a Secret as environment',
    pod({}, { envFrom: [{ secretRef: { name: 'x' } }] }),
    `missing-secret Deployment ${SPEC}/containers/0/envFrom/0/secretRef/name`,
    [secret()],
  ],
  [
    'a Secret as a variable',
    env({ secretKeyRef: { name: 'x', key: 'k' } }),
    `missing-secret Deployment ${SPEC}/containers/0/env/0/valueFrom/secretKeyRef/name`,
    [secret()],
  ],
  ['a Secret to pull images', pod({ imagePullSecrets: [{ name: 'x' }] }), `missing-secret Deployment ${SPEC}/imagePullSecrets/0/name`, [secret()]],
  ['a ConfigMap as a volume', volume({ configMap: { name: 'x' } }), `missing-object Deployment ${SPEC}/volumes/0/configMap/name`, [map()]],
  [
    'a projected ConfigMap',
    volume({ projected: { sources: [{ configMap: { name: 'x' } }] } }),
    `missing-object Deployment ${SPEC}/volumes/0/projected/sources/0/configMap/name`,
    [map()],
  ],
  [
    'a ConfigMap as environment',
    pod({}, { envFrom: [{ configMapRef: { name: 'x' } }] }),
    `missing-object Deployment ${SPEC}/containers/0/envFrom/0/configMapRef/name`,
    [map()],
  ],
  [
    'a ConfigMap as a variable',
    env({ configMapKeyRef: { name: 'x', key: 'k' } }),
    `missing-object Deployment ${SPEC}/containers/0/env/0/valueFrom/configMapKeyRef/name`,
    [map()],
  ],
  [
    'a claim',
    volume({ persistentVolumeClaim: { claimName: 'x' } }),
    `missing-object Deployment ${SPEC}/volumes/0/persistentVolumeClaim/claimName`,
    [object('/PersistentVolumeClaim', 'x')],
  ],
  ['an account', pod({ serviceAccountName: 'x' }), `missing-object Deployment ${SPEC}/serviceAccountName`, [object('/ServiceAccount', 'x')]],
  [
    'a priority',
    pod({ priorityClassName: 'x' }),
    `missing-object Deployment ${SPEC}/priorityClassName`,
    [object('scheduling.k8s.io/PriorityClass', '/x')],
  ],
  [
    'a class of storage',
    object('/PersistentVolumeClaim', 'c', { spec: { storageClassName: 'x' } }),
    'missing-object PersistentVolumeClaim /spec/storageClassName',
    [object('storage.k8s.io/StorageClass', '/x')],
  ],
  [
    'a class of Ingress',
    object('networking.k8s.io/Ingress', 'i', { spec: { ingressClassName: 'x' } }),
    'missing-object Ingress /spec/ingressClassName',
    [object('networking.k8s.io/IngressClass', '/x')],
  ],
  [
    'an issuer',
    object('cert-manager.io/Certificate', 'c', { spec: { secretName: 's', issuerRef: { name: 'x' } } }),
    'missing-object Certificate /spec/issuerRef/name',
    [object('cert-manager.io/Issuer', 'x')],
  ],
  [
    'a key for DNS, where cert-manager is',
    object('cert-manager.io/ClusterIssuer', '/i', {
      spec: { acme: { solvers: [{ selector: {}, dns01: { rfc2136: { tsigSecretSecretRef: { name: 'x', key: 'k' } } } }] } },
    }),
    'missing-secret ClusterIssuer /spec/acme/solvers/0/dns01/rfc2136/tsigSecretSecretRef/name',
    [secret('cert-manager/x')],
  ],
  [
    'a Service of a route',
    route({ services: [{ name: 'web', port: 80 }] }),
    'missing-object IngressRoute /spec/routes/0/services/0/name',
    [service, web],
  ],
  [
    'a middleware',
    route({ middlewares: [{ name: 'x' }] }),
    'missing-object IngressRoute /spec/routes/0/middlewares/0/name',
    [object('traefik.io/Middleware', 'x')],
  ],
  [
    'options of TLS',
    route({}, { tls: { options: { name: 'x' } } }),
    'missing-object IngressRoute /spec/tls/options/name',
    [object('traefik.io/TLSOption', 'x')],
  ],
  ['a certificate of a route', route({}, { tls: { secretName: 'x' } }), 'missing-secret IngressRoute /spec/tls/secretName', [secret()]],
  [
    'a target of an autoscaler',
    object('autoscaling/HorizontalPodAutoscaler', 'h', {
      spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    }),
    'missing-object HorizontalPodAutoscaler /spec/scaleTargetRef/name',
    [web],
  ],
  [
    'a role',
    object('rbac.authorization.k8s.io/RoleBinding', 'b', { roleRef: { kind: 'Role', name: 'x' } }),
    'missing-object RoleBinding /roleRef/name',
    [object('rbac.authorization.k8s.io/Role', 'x')],
  ],
  [
    'an account of a binding',
    object('rbac.authorization.k8s.io/RoleBinding', 'b', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'x' }],
    }),
    'missing-object RoleBinding /subjects/0/name',
    [object('/ServiceAccount', 'x')],
  ],
  [
    'a project',
    object('argoproj.io/Application', 'argocd/a', { spec: { project: 'x' } }),
    'project-refuses Application /spec/project',
    [object('argoproj.io/AppProject', 'argocd/x', { spec: {} })],
  ],
  [
    'pods of a budget',
    object('policy/PodDisruptionBudget', 'b', { spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } } }),
    'selects-nothing PodDisruptionBudget /spec/selector',
    [web],
  ],
  [
    'pods of a policy',
    object('networking.k8s.io/NetworkPolicy', 'n', { spec: { podSelector: { matchLabels: { app: 'web' } }, ingress: [{}] } }),
    'selects-nothing NetworkPolicy /spec/podSelector',
    [web],
  ],
  [
    'a Service of a monitor',
    object('monitoring.coreos.com/ServiceMonitor', 'm', { spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'http' }] } }),
    'selects-nothing ServiceMonitor /spec/selector',
    [service, web],
  ],
])('%s', (_, by, fault, mended) => {
  expect(found([by], { facts: FACTS })).toEqual([`reference/${fault}`]);
  expect(found([by, ...mended], { facts: FACTS })).toEqual([]);
});

test.each<[string, KubeObject]>([
  ['a Secret', volume({ secret: { secretName: 'x', optional: true } })],
  ['a projected Secret', volume({ projected: { sources: [{ secret: { name: 'x', optional: true } }] } })],
  ['a ConfigMap', volume({ configMap: { name: 'x', optional: true } })],
  ['a variable', env({ secretKeyRef: { name: 'x', key: 'k', optional: true } })],
  ['environment', pod({}, { envFrom: [{ configMapRef: { name: 'x', optional: true } }] })],
  ['no class of storage', object('/PersistentVolumeClaim', 'c', { spec: { storageClassName: '' } })],
])('what may be missing: %s', (_, by) => {
  expect(found([by], { facts: FACTS })).toEqual([]);
});
