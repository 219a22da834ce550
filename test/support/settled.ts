// What becomes of an object in a cluster, and what Argo CD sees of it: a table of what an API server does, with the source of each
// row, for tests that try thousands of fleets. test/cluster/ holds it against a real one.
import type { KubeObject } from '../../generator/k8s/object.ts';
import { group } from '../../generator/k8s/object.ts';

type Map = Record<string, unknown>;

interface Defaults {
  /** Path of keys; `*` is every item of a list, or every value of a map. */
  readonly at: string;
  /** What is filled in where it is absent; a function sees the map. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const probes = (container: string): Defaults[] =>
  ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => [
    { at: `${container}/${probe}`, fields: { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 } },
    { at: `${container}/${probe}/httpGet`, fields: { path: '/', scheme: 'HTTP' } },
  ]);

const imagePullPolicy = ({ image }: Map): string => (/:latest$|^[^:@]*$/.test(String(image)) ? 'Always' : 'IfNotPresent');

/** kubernetes, pkg/apis/core/v1/defaults.go: SetDefaults_PodSpec, _Container, _Probe, _Volume and those below them. */
function podDefaults(pod: string): Defaults[] {
  const containers = ['containers', 'initContainers'].map((key) => `${pod}/${key}/*`);
  return [
    {
      at: pod,
      fields: {
        dnsPolicy: 'ClusterFirst',
        enableServiceLinks: true,
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
        serviceAccount: ({ serviceAccountName }: Map) => serviceAccountName,
      },
    },
    ...containers.flatMap((container) => [
      { at: container, fields: { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy, resources: {} } },
      { at: `${container}/ports/*`, fields: { protocol: 'TCP' } },
      { at: `${container}/env/*/valueFrom/fieldRef`, fields: { apiVersion: 'v1' } },
      ...probes(container),
    ]),
    { at: `${pod}/volumes/*/secret`, fields: { defaultMode: 0o644 } },
    { at: `${pod}/volumes/*/configMap`, fields: { defaultMode: 0o644 } },
    { at: `${pod}/volumes/*/projected`, fields: { defaultMode: 0o644 } },
  ];
}

/** admissionregistration/v1/defaults.go */
const matching = (at: string): Defaults[] => [
  { at, fields: { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} } },
  { at: `${at}/resourceRules/*`, fields: { scope: '*' } },
];

/** prometheus-operator 0.93, CRD `default:` of `relabelings` and of every SecretKeySelector. */
const scraping = (endpoints: string): Defaults[] =>
  ['relabelings', 'metricRelabelings'].map((list) => ({ at: `/spec/${endpoints}/*/${list}/*`, fields: { action: 'replace' } }));

/** By `group/Kind`: what the API server fills in. A kind that is not here is not known to the fixed point, and fails it. */
const DEFAULTS: Readonly<Record<string, readonly Defaults[]>> = {
  '/ConfigMap': [],
  // core/v1/defaults.go: SetDefaults_LimitRangeItem
  '/LimitRange': [],
  // The label is written by NamespaceDefaultLabelName, the finalizer by the registry.
  '/Namespace': [
    { at: '/metadata/labels', fields: {} },
    { at: '', fields: { spec: { finalizers: ['kubernetes'] } } },
  ],
  '/PersistentVolumeClaim': [{ at: '/spec', fields: { volumeMode: 'Filesystem' } }],
  '/ResourceQuota': [],
  '/Service': [
    { at: '/spec', fields: { internalTrafficPolicy: 'Cluster', sessionAffinity: 'None', type: 'ClusterIP' } },
    { at: '/spec/ports/*', fields: { protocol: 'TCP', targetPort: ({ port }: Map) => port } },
  ],
  '/ServiceAccount': [],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': [
    { at: '/spec', fields: { failurePolicy: 'Fail' } },
    ...matching('/spec/matchConstraints'),
  ],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': matching('/spec/matchResources'),
  // apps/v1/defaults.go: SetDefaults_Deployment
  'apps/Deployment': [
    {
      at: '/spec',
      fields: { progressDeadlineSeconds: 600, replicas: 1, revisionHistoryLimit: 10, strategy: { type: 'RollingUpdate' } },
    },
    ...podDefaults('/spec/template/spec'),
  ],
  // autoscaling/v2/defaults.go: the rules of HPAScaleUpRules and HPAScaleDownRules are filled in beside what is there
  'autoscaling/HorizontalPodAutoscaler': [
    { at: '/spec', fields: { minReplicas: 1 } },
    {
      at: '/spec/behavior',
      fields: {
        scaleUp: {
          policies: [
            { type: 'Pods', value: 4, periodSeconds: 15 },
            { type: 'Percent', value: 100, periodSeconds: 15 },
          ],
          selectPolicy: 'Max',
          stabilizationWindowSeconds: 0,
        },
      },
    },
    { at: '/spec/behavior/scaleDown', fields: { policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }], selectPolicy: 'Max' } },
  ],
  // networking/v1/defaults.go
  'networking.k8s.io/NetworkPolicy': [
    { at: '/spec/ingress/*/ports/*', fields: { protocol: 'TCP' } },
    { at: '/spec/egress/*/ports/*', fields: { protocol: 'TCP' } },
    { at: '/spec', fields: { policyTypes: ({ egress }: Map) => (egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']) } },
  ],
  'policy/PodDisruptionBudget': [],
  'rbac.authorization.k8s.io/Role': [],
  // rbac/v1/defaults.go: a ServiceAccount's group is empty and stays away
  'rbac.authorization.k8s.io/RoleBinding': [{ at: '/roleRef', fields: { apiGroup: 'rbac.authorization.k8s.io' } }],
  'argoproj.io/AppProject': [],
  'argoproj.io/Application': [],
  'bitnami.com/SealedSecret': [],
  'cert-manager.io/Certificate': [],
  // A project allows it; no component makes one.
  'cert-manager.io/CertificateRequest': [],
  'cert-manager.io/ClusterIssuer': [],
  'cert-manager.io/Issuer': [],
  // External Secrets 0.16 to 2.8, CRD: inside a list, so they are compared; 2.9 has dropped them and keeps what is written
  'external-secrets.io/ExternalSecret': [
    { at: '/spec', fields: { refreshInterval: '1h0m0s' } },
    { at: '/spec/data/*/remoteRef', fields: { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' } },
    { at: '/spec/dataFrom/*/extract', fields: { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' } },
    { at: '/spec/target', fields: { creationPolicy: 'Owner', deletionPolicy: 'Retain' } },
    { at: '/spec/target/template', fields: { engineVersion: 'v2', mergePolicy: 'Replace' } },
  ],
  'externaldns.k8s.io/DNSEndpoint': [],
  'monitoring.coreos.com/PodMonitor': scraping('podMetricsEndpoints'),
  'monitoring.coreos.com/PrometheusRule': [],
  'monitoring.coreos.com/ServiceMonitor': scraping('endpoints'),
  'traefik.io/IngressRoute': [{ at: '/spec/routes/*/observability', fields: { traceVerbosity: 'minimal' } }],
  'traefik.io/IngressRouteTCP': [],
  'traefik.io/Middleware': [],
  'traefik.io/TLSOption': [],
  // The controller writes skipImmediately back (velero, schedule_controller.go).
  'velero.io/Schedule': [{ at: '/spec', fields: { skipImmediately: false } }],
};

/** Fields of type metav1.Duration: whoever reads and writes the object gives them back as Go prints them. */
const DURATIONS: Readonly<Record<string, readonly string[]>> = {
  'cert-manager.io/Certificate': ['/spec/duration', '/spec/renewBefore'],
  'external-secrets.io/ExternalSecret': ['/spec/refreshInterval'],
  'velero.io/Schedule': ['/spec/template/ttl', '/spec/template/csiSnapshotTimeout', '/spec/template/itemOperationTimeout'],
};

/** Maps of resource.Quantity, and single ones, in the kinds we write. */
const QUANTITIES: Readonly<Record<string, readonly string[]>> = {
  '/LimitRange': ['default', 'defaultRequest', 'max', 'min'].map((key) => `/spec/limits/*/${key}/*`),
  '/PersistentVolumeClaim': ['/spec/resources/requests/*', '/spec/resources/limits/*'],
  '/ResourceQuota': ['/spec/hard/*'],
  'apps/Deployment': ['containers', 'initContainers']
    .flatMap((key) => ['requests', 'limits'].map((part) => `/spec/template/spec/${key}/*/resources/${part}/*`))
    .concat('/spec/template/spec/volumes/*/emptyDir/sizeLimit'),
};

/** Lists of built-in kinds that are merged by a key (`x-kubernetes-list-map-keys`): all others are compared as a whole. */
const KEYED = new Set(['containers', 'initContainers', 'env', 'ports', 'volumes', 'volumeMounts', 'imagePullSecrets', 'topologySpreadConstraints']);

const kindOf = (object: KubeObject): string => `${group(object)}/${object.kind}`;

/** Kinds that the table knows. */
export const settledKinds: readonly string[] = Object.keys(DEFAULTS);

/** The object as the cluster gives it back: defaults filled in, values canonical, what is empty left out. */
export function settled(object: KubeObject): KubeObject {
  const rows = DEFAULTS[kindOf(object)];
  if (rows === undefined) throw new Error(`what becomes of ${kindOf(object)} is not known: add it to the table`);
  const made = structuredClone(object) as unknown as Map;
  for (const { at, fields } of rows) {
    for (const map of reach(made, at)) {
      for (const [key, value] of Object.entries(fields)) {
        const filled: unknown = typeof value === 'function' ? (value as (map: Map) => unknown)(map) : structuredClone(value);
        if (map[key] === undefined && filled !== undefined) map[key] = filled;
      }
    }
  }
  if (kindOf(object) === '/LimitRange') for (const item of reach(made, '/spec/limits/*')) limitDefaults(item);
  for (const at of QUANTITIES[kindOf(object)] ?? []) replace(made, at, canonicalQuantity);
  for (const at of DURATIONS[kindOf(object)] ?? []) replace(made, at, canonicalDuration);
  const spec = made['spec'] as Map | undefined;
  // kubernetes #74099: by way of autoscaling/v1, where cpu is a field of its own, cpu comes back last
  const metrics = spec?.['metrics'] as unknown[] | undefined;
  if (object.kind === 'HorizontalPodAutoscaler' && spec !== undefined && metrics !== undefined) {
    const cpu = (metric: unknown): boolean => JSON.stringify(metric).includes('"name":"cpu"');
    spec['metrics'] = [...metrics.filter((metric) => !cpu(metric)), ...metrics.filter(cpu)];
  }
  return withoutEmpty(made) as KubeObject;
}

/** core/v1/defaults.go SetDefaults_LimitRangeItem: max → default → defaultRequest, min → defaultRequest; for containers. */
function limitDefaults(item: Map): void {
  if (item['type'] !== 'Container') return;
  const amounts = (key: string): Map => (item[key] ??= {}) as Map;
  for (const [from, to] of [
    ['max', 'default'],
    ['default', 'defaultRequest'],
    ['min', 'defaultRequest'],
  ] as const)
    for (const [name, amount] of Object.entries((item[from] ?? {}) as Map)) amounts(to)[name] ??= amount;
}

/** Maps at a path. */
function reach(root: unknown, at: string): Map[] {
  let here: unknown[] = [root];
  for (const step of at.split('/').slice(1)) {
    here = here.flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      return step === '*' ? (Object.values(value) as unknown[]) : [(value as Map)[step]];
    });
  }
  return here.filter((value): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value));
}

function replace(root: unknown, at: string, change: (text: string) => string): void {
  const cut = at.lastIndexOf('/');
  const [parent, last] = [at.slice(0, cut), at.slice(cut + 1)];
  for (const map of reach(root, parent)) {
    for (const key of last === '*' ? Object.keys(map) : [last]) {
      const value = map[key];
      if (typeof value === 'string' || typeof value === 'number') map[key] = change(String(value));
    }
  }
}

/** Go's `omitempty`: lists and maps of texts that hold nothing. An empty struct, such as a selector, stays. */
const OMITTED = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels', 'data', 'finalizers', 'requests', 'limits']);

function withoutEmpty(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutEmpty(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([name, item]) => item !== null && !(Array.isArray(item) && item.length === 0 && key !== 'spec') && !(OMITTED.has(name) && isEmpty(item)),
      )
      .map(([name, item]) => [name, withoutEmpty(item, name)]),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** `Duration.String` of Go. */
export function canonicalDuration(text: string): string {
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  const seconds = [...text.matchAll(/([0-9.]+)([hms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * (units[unit as string] as number), 0);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}h${m}m${s}s` : m > 0 ? `${m}m${s}s` : `${s}s`;
}

/** `Quantity.CanonicalizeBytes` of apimachinery, in billionths. */
export function canonicalQuantity(text: string): string {
  const [, whole = '', fraction = '', suffix = ''] = /^([0-9]*)\.?([0-9]*)([A-Za-z]*)$/.exec(text) ?? [];
  const binary = /^[KMGTPE]i$/.test(suffix);
  const power =
    suffix === '' ? 0 : binary ? 'KMGTPE'.indexOf(suffix[0] as string) + 1 : { n: -3, u: -2, m: -1, k: 1, M: 2, G: 3, T: 4, P: 5, E: 6 }[suffix];
  if (power === undefined) throw new Error(`${text} is no quantity`);
  const digits = BigInt((whole || '0') + fraction.padEnd(9, '0').slice(0, 9));
  const nano = binary ? digits * 1024n ** BigInt(power) : power < 0 ? digits / 1000n ** BigInt(-power) : digits * 1000n ** BigInt(power);
  const bytes = nano / 1_000_000_000n;
  if (binary && nano % 1_000_000_000n === 0n && bytes >= 1024n) return scaled(bytes, 1024n, ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']);
  return scaled(nano, 1000n, ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']);
}

function scaled(amount: bigint, base: bigint, suffixes: readonly string[]): string {
  if (amount === 0n) return '0';
  let [rest, i] = [amount, 0];
  while (rest % base === 0n && i < suffixes.length - 1) [rest, i] = [rest / base, i + 1];
  return `${rest}${suffixes[i]}`;
}

/**
 * Where Argo CD sees a difference between what Git says and what lives: fields that only the cluster has are ignored in
 * maps; lists of custom resources are compared as a whole, those of built-in kinds item by item where they have keys
 * (gitops-engine, pkg/diff: three-way strategic and JSON merge patches).
 */
export function differences(git: KubeObject, live: KubeObject): string[] {
  return differing(git, live, '', !/^(|apps|autoscaling|batch|policy|[a-z.]+\.k8s\.io)\//.test(kindOf(git)) || /externaldns/.test(git.apiVersion));
}

function differing(git: unknown, live: unknown, path: string, custom: boolean): string[] {
  if (Array.isArray(git) && Array.isArray(live)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (git.length !== live.length) return [path];
    const merged = !custom && KEYED.has(name);
    return git.flatMap((item, i) => (merged ? differing(item, live[i], `${path}/${i}`, custom) : exactly(item, live[i], `${path}/${i}`)));
  }
  if (typeof git === 'object' && git !== null && typeof live === 'object' && live !== null && !Array.isArray(live)) {
    return Object.keys(git).flatMap((key) => differing((git as Map)[key], (live as Map)[key], `${path}/${key}`, custom));
  }
  return exactly(git, live, path);
}

function exactly(git: unknown, live: unknown, path: string): string[] {
  if (typeof git !== 'object' || git === null || typeof live !== 'object' || live === null) return Object.is(git, live) ? [] : [path];
  const keys = new Set([...Object.keys(git), ...Object.keys(live)]);
  return [...keys].flatMap((key) => exactly((git as Map)[key], (live as Map)[key], `${path}/${key}`));
}
