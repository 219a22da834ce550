import { schemaAt } from '../fleet/schema/schemas.ts';
import { isAction } from './service.ts';
import { remembered } from '../model/memo.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { kindOf, type Cluster, type Index } from './cluster.ts';
import { each, maps, text, type Fields, type Placed } from './look.ts';
import { CLUSTER_SCOPED, type KubeObject } from './object.ts';
import { TEMPLATES } from './pod.ts';

/** A name in an object that stands for another object. */
export interface Reference {
  readonly by: KubeObject;
  /** Where the name stands. */
  readonly at: Pointer;
  /** What is named, as `group/Kind`. */
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** What it is named for, as in "mounts". */
  readonly verb: string;
  /** What is read of a Secret or ConfigMap, where that is one key. */
  readonly key?: { readonly name: string; readonly at: Pointer };
}

/** What is named: undefined where it is no object of the cluster. */
type Target = (item: Fields, at: Pointer) => string | undefined;
/** Which maps hold a name, under which key, of what kind, and what for. */
type Row = readonly [path: string, field: string, kind: string | Target, verb: string];

const SECRET = '/Secret';
const SERVICE = '/Service';

const ofKind =
  (group: string, otherwise: string): Target =>
  (item) =>
    // Objects of other groups belong to other controllers.
    item['group'] === undefined || item['group'] === group ? `${group}/${text(item['kind']) ?? otherwise}` : undefined;
const serviceOrOwn: Target = ({ kind }) => (kind === 'TraefikService' ? 'traefik.io/TraefikService' : SERVICE);
const serviceOrAction: Target = (service) => (isAction(service) ? undefined : SERVICE);
/** What a route of the Gateway API leads to: other groups have backends of their own. */
const serviceOfRoute: Target = ({ group = '', kind = 'Service' }) => (group === '' && kind === 'Service' ? SERVICE : undefined);
const gateway = (otherwise: string): Target => ofKind('gateway.networking.k8s.io', otherwise);
/** In another namespace is another rule's: there it must be granted as well. */
const ownSecret: Target = ({ group = '', kind = 'Secret', namespace }) =>
  group === '' && kind === 'Secret' && namespace === undefined ? SECRET : undefined;
/** What cert-manager orders certificates from for an Ingress or a Gateway; issuers of other groups are other controllers'. */
const shimmed =
  (kind: string): Target =>
  (item) =>
    (item['cert-manager.io/issuer-group'] ?? 'cert-manager.io') === 'cert-manager.io'
      ? `cert-manager.io/${text(item['cert-manager.io/issuer-kind']) ?? kind}`
      : undefined;
const issued: readonly Row[] = [
  ['metadata.annotations', 'cert-manager.io/cluster-issuer', shimmed('ClusterIssuer'), 'has its certificate from'],
  ['metadata.annotations', 'cert-manager.io/issuer', shimmed('Issuer'), 'has its certificate from'],
];
const store: Target = ofKind('external-secrets.io', 'SecretStore');
/** Of its own namespaces nothing is known here. */
const clusterStore: Target = ({ kind }) => (kind === 'ClusterSecretStore' ? 'external-secrets.io/ClusterSecretStore' : undefined);
const trigger: Target = ({ kind = 'TriggerAuthentication' }) => `keda.sh/${String(kind)}`;
const scalableOrDeployment: Target = ({ apiVersion = 'apps/v1', kind = 'Deployment' }, at) => scalable({ apiVersion, kind }, at);
/** Clusters make tokens for service accounts, and list them there. */
const unlessToken: Target = ({ name }) => (/-(token|dockercfg)-[a-z0-9]{5}$/.test(text(name) ?? '') ? undefined : SECRET);
const secretReference: Target = (_, at) => (/SecretRef$/.test(at) ? SECRET : undefined);
const SCALABLE = ['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet'];
const scalable: Target = ({ apiVersion, kind }) => SCALABLE.find((one) => one === `${text(apiVersion)?.split('/')[0] ?? ''}/${String(kind)}`);
const roleAlone: Target = ({ kind }) => (kind === 'Role' ? 'rbac.authorization.k8s.io/Role' : undefined);
const account: Target = ({ kind }) => (kind === 'ServiceAccount' ? '/ServiceAccount' : undefined);

const POD: readonly Row[] = [
  ['volumes[].secret', 'secretName', SECRET, 'mounts'],
  ['volumes[].projected.sources[].secret', 'name', SECRET, 'mounts'],
  ['volumes[].configMap', 'name', '/ConfigMap', 'reads'],
  ['volumes[].projected.sources[].configMap', 'name', '/ConfigMap', 'reads'],
  ['volumes[].persistentVolumeClaim', 'claimName', '/PersistentVolumeClaim', 'mounts'],
  ['volumes[].ephemeral.volumeClaimTemplate.spec', 'storageClassName', 'storage.k8s.io/StorageClass', 'is of'],
  ['containers|initContainers[].env[].valueFrom.secretKeyRef', 'name', SECRET, 'reads'],
  ['containers|initContainers[].env[].valueFrom.configMapKeyRef', 'name', '/ConfigMap', 'reads'],
  ['containers|initContainers[].envFrom[].secretRef', 'name', SECRET, 'reads'],
  ['containers|initContainers[].envFrom[].configMapRef', 'name', '/ConfigMap', 'reads'],
  ['imagePullSecrets[]', 'name', SECRET, 'pulls images with'],
];
/** What the specification of a pod itself names. */
const POD_ITSELF: readonly Row[] = [
  ['spec', 'serviceAccountName', '/ServiceAccount', 'runs as'],
  ['spec', 'priorityClassName', 'scheduling.k8s.io/PriorityClass', 'has'],
  ['spec', 'runtimeClassName', 'node.k8s.io/RuntimeClass', 'runs in'],
];

const route = (suffix: '' | 'TCP'): readonly Row[] => [
  ['spec.tls', 'secretName', SECRET, 'serves the certificate of'],
  ['spec.routes[].middlewares[]', 'name', `traefik.io/Middleware${suffix}`, 'goes through'],
  ['spec.routes[].services[]', 'name', serviceOrOwn, 'leads to'],
  ['spec.routes[].services[]', 'serversTransport', `traefik.io/ServersTransport${suffix}`, 'connects by'],
  ['spec.tls.options', 'name', 'traefik.io/TLSOption', 'uses'],
];

const issuer: readonly Row[] = [
  ['spec.ca', 'secretName', SECRET, 'signs with'],
  ['spec.acme.externalAccountBinding.keySecretRef', 'name', SECRET, 'registers with'],
  ['spec.acme.solvers[].dns01.*.*', 'name', secretReference, 'reads'],
];

/** Filters of a route may send a copy elsewhere. */
const attached = (...more: readonly Row[]): readonly Row[] => [
  ['spec.parentRefs[]', 'name', gateway('Gateway'), 'is attached to'],
  ['spec.rules[].backendRefs[]', 'name', serviceOfRoute, 'leads to'],
  ...more,
];
const mirrored: Row = ['spec.rules[].filters[].requestMirror.backendRef', 'name', serviceOfRoute, 'sends a copy to'];

const triggered: Row = ['spec.triggers[].authenticationRef', 'name', trigger, 'asks with'];
const credentials: readonly Row[] = [
  ['spec.secretTargetRef[]', 'name', SECRET, 'reads'],
  ['spec.configMapTargetRef[]', 'name', '/ConfigMap', 'reads'],
];

const stored = (at: string): readonly Row[] => [
  [at, 'storageLocation', 'velero.io/BackupStorageLocation', 'is stored in'],
  [at, 'volumeSnapshotLocations', 'velero.io/VolumeSnapshotLocation', 'has its snapshots in'],
];
/** A webhook that answers inside of the cluster. */
const webhooks: readonly Row[] = [['webhooks[].clientConfig.service', 'name', SERVICE, 'asks']];

/** How Prometheus says who it is, and whom it believes. */
const scraper = (at: string): readonly Row[] =>
  [
    'basicAuth.username|password',
    'authorization.credentials',
    'bearerTokenSecret',
    'oauth2.clientId.secret',
    'oauth2.clientSecret',
    'tlsConfig.ca|cert.secret',
    'tlsConfig.keySecret',
  ].map((path) => [`${at}.${path}`, 'name', SECRET, 'scrapes with']);

const binding: readonly Row[] = [
  // Clusters bring ClusterRoles of their own: view, edit, system:….
  ['roleRef', 'name', roleAlone, 'grants'],
  ['subjects[]', 'name', account, 'is for'],
];

const ROWS: ReadonlyMap<string, readonly Row[]> = new Map(
  Object.entries({
    ...Object.fromEntries(Object.entries(TEMPLATES).map(([kind, template]) => [kind, inTemplate(template)])),
    'apps/StatefulSet': [
      ...inTemplate(TEMPLATES['apps/StatefulSet'] as readonly string[]),
      ['spec', 'serviceName', SERVICE, 'gets its names from'],
      ['spec.volumeClaimTemplates[].spec', 'storageClassName', 'storage.k8s.io/StorageClass', 'is of'],
    ],
    '/PersistentVolumeClaim': [['spec', 'storageClassName', 'storage.k8s.io/StorageClass', 'is of']],
    '/ServiceAccount': [
      ['imagePullSecrets[]', 'name', SECRET, 'pulls images with'],
      ['secrets[]', 'name', unlessToken, 'may mount'],
    ],
    'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': [
      ['spec', 'policyName', 'admissionregistration.k8s.io/ValidatingAdmissionPolicy', 'binds'],
    ],
    'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
    'apiregistration.k8s.io/APIService': [['spec.service', 'name', SERVICE, 'is served by']],
    'autoscaling/HorizontalPodAutoscaler': [['spec.scaleTargetRef', 'name', scalable, 'scales']],
    'cert-manager.io/Certificate': [['spec.issuerRef', 'name', ofKind('cert-manager.io', 'Issuer'), 'is ordered from']],
    'cert-manager.io/ClusterIssuer': issuer,
    'cert-manager.io/Issuer': issuer,
    'external-secrets.io/ClusterExternalSecret': [['spec.externalSecretSpec.secretStoreRef', 'name', clusterStore, 'reads']],
    'external-secrets.io/ExternalSecret': [
      ['spec.secretStoreRef', 'name', store, 'reads'],
      ['spec.data|dataFrom[].sourceRef.storeRef', 'name', store, 'reads'],
    ],
    'external-secrets.io/PushSecret': [['spec.secretStoreRefs[]', 'name', store, 'writes to']],
    'gateway.networking.k8s.io/GRPCRoute': attached(mirrored),
    'gateway.networking.k8s.io/Gateway': [...issued, ['spec.listeners[].tls.certificateRefs[]', 'name', ownSecret, 'serves the certificate of']],
    'gateway.networking.k8s.io/HTTPRoute': attached(mirrored),
    'gateway.networking.k8s.io/TCPRoute': attached(),
    'gateway.networking.k8s.io/TLSRoute': attached(),
    'gateway.networking.k8s.io/UDPRoute': attached(),
    'keda.sh/ScaledJob': [triggered],
    'keda.sh/ScaledObject': [['spec.scaleTargetRef', 'name', scalableOrDeployment, 'scales'], triggered],
    'keda.sh/TriggerAuthentication': credentials,
    'monitoring.coreos.com/PodMonitor': scraper('spec.podMetricsEndpoints[]'),
    'monitoring.coreos.com/Probe': scraper('spec'),
    ...Object.fromEntries(
      ['Alertmanager', 'Prometheus', 'PrometheusAgent', 'ThanosRuler'].map((kind): [string, readonly Row[]] => [
        `monitoring.coreos.com/${kind}`,
        [
          ['spec', 'serviceAccountName', '/ServiceAccount', 'runs as'],
          ['spec', 'secrets', SECRET, 'mounts'],
          ['spec', 'configMaps', '/ConfigMap', 'mounts'],
        ],
      ]),
    ),
    'monitoring.coreos.com/ServiceMonitor': scraper('spec.endpoints[]'),
    'networking.k8s.io/Ingress': [
      ...issued,
      ['spec', 'ingressClassName', 'networking.k8s.io/IngressClass', 'is of'],
      ['spec.tls[]', 'secretName', SECRET, 'serves the certificate of'],
      ['spec.defaultBackend.service', 'name', serviceOrAction, 'leads to'],
      ['spec.rules[].http.paths[].backend.service', 'name', serviceOrAction, 'leads to'],
    ],
    'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
    'rbac.authorization.k8s.io/RoleBinding': binding,
    'traefik.io/IngressRoute': route(''),
    'traefik.io/IngressRouteTCP': route('TCP'),
    'traefik.io/IngressRouteUDP': [['spec.routes[].services[]', 'name', SERVICE, 'leads to']],
    'traefik.io/Middleware': [
      ['spec.basicAuth|digestAuth', 'secret', SECRET, 'knows users by'],
      ['spec.forwardAuth.tls', 'caSecret', SECRET, 'connects with'],
      ['spec.forwardAuth.tls', 'certSecret', SECRET, 'connects with'],
      ['spec.chain.middlewares[]', 'name', 'traefik.io/Middleware', 'goes through'],
      ['spec.errors.service', 'name', serviceOrOwn, 'leads to'],
    ],
    'traefik.io/ServersTransport': transport('spec'),
    'traefik.io/ServersTransportTCP': transport('spec.tls'),
    'traefik.io/TLSOption': [['spec.clientAuth', 'secretNames', SECRET, 'trusts clients by']],
    'traefik.io/TLSStore': [
      ['spec.defaultCertificate', 'secretName', SECRET, 'serves the certificate of'],
      ['spec.certificates[]', 'secretName', SECRET, 'serves the certificate of'],
    ],
    'traefik.io/TraefikService': [
      ['spec.weighted.services[]', 'name', serviceOrOwn, 'leads to'],
      ['spec.mirroring', 'name', serviceOrOwn, 'leads to'],
      ['spec.mirroring.mirrors[]', 'name', serviceOrOwn, 'sends a copy to'],
    ],
    'velero.io/Backup': stored('spec'),
    'velero.io/Restore': [['spec', 'scheduleName', 'velero.io/Schedule', 'restores the newest backup of']],
    'velero.io/Schedule': stored('spec.template'),
  } satisfies Record<string, readonly Row[]>),
);

function inTemplate(template: readonly string[]): readonly Row[] {
  const under = (path: string): string => [...template, path].join('.');
  return [...POD.map(([path, ...row]): Row => [under(`spec.${path}`), ...row]), ...POD_ITSELF.map(([path, ...row]): Row => [under(path), ...row])];
}

function transport(at: string): readonly Row[] {
  return [
    [at, 'rootCAsSecrets', SECRET, 'connects with'],
    [at, 'certificatesSecrets', SECRET, 'connects with'],
    [`${at}.rootCAs[]`, 'secret', SECRET, 'connects with'],
  ];
}

/** What an object names: the same in every cluster that holds it. */
const referencesOf = remembered((by: KubeObject) =>
  (ROWS.get(kindOf(by)) ?? []).flatMap(([path, field, kind, verb]) => each(by, path).flatMap((place) => named(by, place, field, kind, verb))),
);

function named(by: KubeObject, { item, at: holder }: Placed, field: string, target: Row[2], verb: string): Reference[] {
  const kind = typeof target === 'string' ? target : target(item, holder);
  if (kind === undefined || item['optional'] === true) return [];
  const own = by.metadata.namespace;
  const there = field === 'name' && kind !== SECRET ? (text(item['namespace']) ?? own) : own;
  const at = child(holder, field);
  const value = item[field];
  const places = Array.isArray(value) ? value.map((one: unknown, i) => [one, child(at, i)] as const) : [[value, at] as const];
  return places.flatMap(([one, place]) => {
    const name = text(one);
    // `name@file` is something of Traefik's own configuration.
    if (name === undefined || (name.includes('@') && kind !== SECRET && kindOf(by).startsWith('traefik.io/'))) return [];
    const reference = { by, at: place, kind, namespace: CLUSTER_SCOPED.has(kind) ? undefined : there, name, verb };
    const keys = keysOf(item, holder);
    return keys.length === 0 ? [reference] : keys.map((key) => ({ ...reference, key }));
  });
}

/** The keys of a Secret or ConfigMap that are read by name; none: all of them. */
function keysOf(item: Fields, at: Pointer): { readonly name: string; readonly at: Pointer }[] {
  const key = text(item['key']) ?? (at.endsWith('/secretKeyRef') ? '' : undefined);
  if (key !== undefined) return [{ name: key, at: child(at, 'key') }];
  return maps(item['items'], child(at, 'items')).map((place) => ({ name: text(place.item['key']) ?? '', at: child(place.at, 'key') }));
}

/** Whose objects name others: by kind alone, so that what is asked about one object is the same for all of its kind. */
const referring: Index<KubeObject> = (object) => (ROWS.has(kindOf(object)) ? [['', object]] : []);

/** Where cert-manager runs, if nobody says. */
const CERT_MANAGER = schemaAt(['regions', '*', 'clusterFacts', 'certManager', 'namespace'])?.default as string;

/** Whatever objects to judge name. */
export function referencesIn(cluster: Cluster): readonly Reference[] {
  return cluster.judged(referring).flatMap((by) => referencesBy(cluster, by));
}

function referencesBy(cluster: Cluster, by: KubeObject): readonly Reference[] {
  const references = referencesOf(by);
  // It reads its Secrets in the namespace that cert-manager was started with (`--cluster-resource-namespace`).
  if (kindOf(by) !== 'cert-manager.io/ClusterIssuer') return references;
  const namespace = cluster.facts?.certManager.namespace ?? CERT_MANAGER;
  return references.map((each) => ({ ...each, namespace }));
}

/** Every Secret that objects to judge read. */
export function secretsIn(cluster: Cluster): readonly Reference[] {
  return referencesIn(cluster).filter(isSecret);
}

/** The Secrets that one object reads. */
export function secretsBy(cluster: Cluster, by: KubeObject): readonly Reference[] {
  return referencesBy(cluster, by).filter(isSecret);
}

function isSecret({ kind }: Reference): boolean {
  return kind === SECRET;
}

/** What clusters put into every namespace: Kubernetes, OpenShift, Istio. */
export const ROOT_CERTIFICATES: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt', 'istio-ca-root-cert']);

/** Whether every cluster brings an object. */
export function isBrought({ kind, name, namespace }: Reference): boolean {
  switch (kind) {
    case '/ConfigMap':
      return ROOT_CERTIFICATES.has(name);
    case '/ServiceAccount':
      return name === 'default';
    case 'scheduling.k8s.io/PriorityClass':
      return name.startsWith('system-');
    case 'rbac.authorization.k8s.io/Role':
      return /^(?:system:.*|extension-apiserver-authentication-reader)$/.test(name) && (namespace === undefined || namespace.startsWith('kube-'));
    default:
      return false;
  }
}
