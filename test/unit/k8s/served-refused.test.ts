import { expect, test } from 'vitest';
import { servedFaults } from '../../../generator/k8s/served/faults.ts';
import { limitFaults } from '../../../generator/k8s/schema/limits.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';

// What validation of the API server refuses, a row per function of upstream that stands in generator/k8s/served/; what stands in `good` it takes. A real
// server said so of each: test/cluster/rates.

type Map = Record<string, unknown>;

const object = (apiVersion: string, kind: string, rest: Map, metadata: Map = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', ...metadata },
  ...rest,
});

const said = (one: KubeObject): string[] => servedFaults(one, { open: false }).map(({ path, message }) => `${path}: ${message}`);

const container = { name: 'web', image: 'a' };
const pod = (spec: Map, metadata: Map = {}): KubeObject => object('v1', 'Pod', { spec: { containers: [container], ...spec } }, metadata);
const resources = (map: Map): KubeObject => pod({ containers: [{ ...container, resources: map }] });
const required = (term: Map): KubeObject =>
  pod({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } } });
const preferred = (preference: Map): KubeObject =>
  pod({ affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference }] } } });
const policy = (spec: Map): KubeObject =>
  object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {
    spec: {
      matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
      validations: [{ expression: 'object.metadata.name != ""' }],
      ...spec,
    },
  });
const hook = (more: Map): KubeObject =>
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
    webhooks: [{ name: 'a.b.c', clientConfig: { url: 'https://a.example' }, sideEffects: 'None', admissionReviewVersions: ['v1'], ...more }],
  });
const rule = (resourceNames: readonly string[]): KubeObject =>
  hook({ rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: resourceNames }] });
const level = (limited: Map): KubeObject =>
  object('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', {
    spec: { type: 'Limited', limited: { limitResponse: { type: 'Reject' }, ...limited } },
  });
const claim = (devices: Map): KubeObject =>
  object('resource.k8s.io/v1', 'ResourceClaim', { spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'c' } }], ...devices } } });
const volume = (spec: Map): KubeObject =>
  object('v1', 'PersistentVolume', {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/a' }, ...spec },
  });
const pvc = (spec: Map): KubeObject =>
  object('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec } });
const limit = (...items: readonly Map[]): KubeObject => object('v1', 'LimitRange', { spec: { limits: items } });
const quota = (spec: Map): KubeObject => object('v1', 'ResourceQuota', { spec });
const secret = (type: string, data: Map): KubeObject => object('v1', 'Secret', { type, data });
const scaler = (spec: Map): KubeObject =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, ...spec },
  });
const job = (labels: Map, spec: Map = {}): KubeObject =>
  object('batch/v1', 'Job', { spec: { template: { metadata: { labels }, spec: { restartPolicy: 'Never', containers: [container] } }, ...spec } });
const indexed = (spec: Map): KubeObject => job({}, { completionMode: 'Indexed', backoffLimitPerIndex: 1, ...spec });
const backend = (resource: Map): KubeObject => object('networking.k8s.io/v1', 'Ingress', { spec: { defaultBackend: { resource } } });
const endpoint = (ip: string): KubeObject => object('v1', 'Endpoints', { subsets: [{ addresses: [{ ip }], ports: [{ port: 80 }] }] });
const storage = (more: Map): KubeObject => object('storage.k8s.io/v1', 'StorageClass', { provisioner: 'a.example', ...more });
const devices = (expression: string): KubeObject => object('resource.k8s.io/v1', 'DeviceClass', { spec: { selectors: [{ cel: { expression } }] } });

const good: readonly KubeObject[] = [
  indexed({ completions: 3, maxFailedIndexes: 3 }),
  indexed({ completions: 100_001, maxFailedIndexes: 10_000, parallelism: 10_000 }),
  job({}, { completionMode: 'Indexed', completions: 100_001, parallelism: 100_000 }),
  pod({}),
  resources({ limits: { cpu: 1, 'hugepages-2Mi': '4Mi', 'a.example/gpu': 1 }, requests: { 'hugepages-2Mi': '4Mi', 'a.example/gpu': 1 } }),
  required({
    matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
    matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }],
  }),
  preferred({ matchExpressions: [{ key: 'a', operator: 'In', values: ['-b'] }] }),
  pod({
    containers: [
      { ...container, envFrom: [{ configMapRef: { name: 'a-' } }], livenessProbe: { httpGet: { port: 1, httpHeaders: [{ name: 'a' }] } } },
    ],
  }),
  pod({}, { annotations: { 'container.apparmor.security.beta.kubernetes.io/web': 'localhost/a' } }),
  policy({
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    matchConditions: [{ name: 'a', expression: "request.userInfo.username.startsWith('a') && params.data.b == 'c'" }],
    variables: [
      { name: 'names', expression: "object.spec.containers.map(c, c.name) + [request.name, 'a']" },
      { name: 'first', expression: 'variables.names[0]' },
    ],
    validations: [
      {
        expression:
          "variables.names.all(n, n != '') && authorizer.group('').resource('pods').check('get').allowed() && sets.contains(variables.names, ['a']) && has(object.spec.a) && cel.bind(x, 1, x == 1)",
        messageExpression: "'no ' + variables.first",
      },
    ],
    auditAnnotations: [{ key: 'a', valueExpression: "optional.none().orValue('a')" }],
  }),
  policy({ validations: [{ expression: "object.?spec.?a.orValue('')" }] }),
  hook({ matchConditions: [{ name: 'a', expression: "object.metadata.name == 'a'" }] }),
  rule(['pods', 'pods/*']),
  level({ nominalConcurrencyShares: 0, limitResponse: { type: 'Queue', queuing: { handSize: 4, queues: 16 } } }),
  claim({ constraints: [{ requests: ['r'], matchAttribute: 'a.example/b' }] }),
  volume({ csi: { driver: 'a', volumeHandle: 'b' }, hostPath: null, volumeAttributesClassName: 'c' }),
  pvc({ dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'a' } }),
  limit({ type: 'Container', min: { cpu: '1' }, max: { cpu: '2' }, maxLimitRequestRatio: { cpu: '2' } }, { type: 'Pod', max: { memory: '1Gi' } }),
  quota({ hard: { pods: '1', 'count/deployments.apps': '2', 'requests.a.example/gpu': 1 }, scopes: ['NotBestEffort'] }),
  secret('kubernetes.io/tls', { 'tls.crt': '', 'tls.key': '' }),
  secret('kubernetes.io/dockerconfigjson', { '.dockerconfigjson': 'e30=' }),
  scaler({
    metrics: [
      { type: 'Object', object: { describedObject: { kind: 'Service', name: 'a' }, metric: { name: 'm' }, target: { type: 'Value', value: 1 } } },
    ],
  }),
  job({ 'job-name': 'a' }),
  backend({ kind: 'Bucket', name: 'b' }),
  endpoint('10.0.0.1'),
  storage({ allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['a'] }] }] }),
  devices("device.driver == 'a' && device.attributes['b'].c.exists(x, x == 1)"),
];

test.each(good.map((one) => [one.kind, one] as const))('a %s that the server takes', (_, one) => {
  expect(said(one)).toEqual([]);
});

test.each<readonly [KubeObject, string]>([
  [resources({ limits: { surprise: 1 } }), 'limits: "surprise" is no name of a resource here'],
  [resources({ limits: { 'a.example/gpu': '0.5' }, requests: { 'a.example/gpu': '0.5' } }), 'a.example/gpu must be a whole number'],
  [required({ matchExpressions: [{ key: 'a', operator: 'In', values: ['-b'] }] }), 'values/0: "-b" is no legal value of a label'],
  [required({ matchFields: [{ key: 'a', operator: 'In', values: ['b'] }] }), 'matchFields/0/key: must be metadata.name'],
  [required({ matchFields: [{ key: 'metadata.name', operator: 'Exists' }] }), 'operator: must be In or NotIn'],
  [preferred({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['A'] }] }), 'values/0: "A" is no name of a node'],
  [pod({ tolerations: [{ key: 'a', operator: 'Lt', value: '1' }] }), 'operator: "Lt" is no word of Equal, Exists'],
  [pod({ securityContext: { seLinuxChangePolicy: 'a' } }), 'seLinuxChangePolicy: "a" is no word'],
  [pod({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: '/a' } } }), 'is no path inside a volume'],
  [pod({ resourceClaims: [{ name: 'a', resourceClaimName: '' }] }), 'resourceClaimName: must not be empty'],
  [
    pod({
      containers: [
        {
          ...container,
          ports: [
            { name: 'a', containerPort: 1 },
            { name: 'a', containerPort: 2 },
          ],
        },
      ],
    }),
    'ports/1/name: "a" stands twice',
  ],
  [pod({}, { annotations: { 'container.apparmor.security.beta.kubernetes.io/web': 'a' } }), '"a" is no profile of AppArmor'],
  [pod({}, { annotations: { 'container.apparmor.security.beta.kubernetes.io/b': '' } }), 'there is no container "b"'],
  [policy({ validations: [{ expression: 'a.b' }] }), "/spec/validations/0/expression: the expression does not compile: undeclared reference to 'a'"],
  [policy({ validations: [{ expression: 'params.a' }] }), "undeclared reference to 'params'"],
  [policy({ validations: [{ expression: 'variables.a == 1' }] }), "undeclared reference to 'variables'"],
  [policy({ variables: [{ name: 'a', expression: '1' }], validations: [{ expression: 'variables.b' }] }), "undefined field 'b'"],
  [policy({ variables: [{ name: 'a', expression: 'variables.a' }] }), "undefined field 'a'"],
  [policy({ validations: [{ expression: '-request.name == "a"' }] }), 'no sign stands before string'],
  [policy({ validations: [{ expression: "-request.userInfo.extra[?'a'][0].orValue('')" }] }), 'no sign stands before string'],
  [policy({ validations: [{ expression: 'size(object.a)' }] }), 'gives int, and must give bool'],
  [policy({ validations: [{ expression: 'true', messageExpression: '1' }] }), 'messageExpression: the expression does not compile: gives int'],
  [policy({ validations: [{ expression: 'true', message: 'a\nb' }] }), 'message: must stand on one line'],
  [policy({ validations: [{ expression: 'true', reason: 'Odd' }] }), 'reason: "Odd" is no word'],
  [
    policy({ matchConditions: [{ name: 'a', expression: 'b' }] }),
    "matchConditions/0/expression: the expression does not compile: undeclared reference to 'b'",
  ],
  [policy({ failurePolicy: '' }), 'failurePolicy: must not be empty'],
  [policy({ paramKind: {} }), 'paramKind: needs apiVersion'],
  [policy({ matchConstraints: {} }), 'needs resourceRules'],
  [hook({ admissionReviewVersions: ['v1', 'v1'] }), 'admissionReviewVersions/1: stands twice'],
  [hook({ admissionReviewVersions: ['v2'] }), 'must hold v1 or v1beta1'],
  [hook({ matchPolicy: '' }), 'matchPolicy: must not be empty'],
  [hook({ matchConditions: [{ name: 'a', expression: 'params.a' }] }), "undeclared reference to 'params'"],
  [hook({ clientConfig: { service: { name: 'a', namespace: 'b', path: '/a//b' } } }), 'service/path: "/a//b": "" is no name'],
  [rule(['*', 'pods']), '"*" holds all other resources already'],
  [rule(['pods/*', 'pods/status']), '"pods/*" holds "pods/status" already'],
  [
    object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {
      spec: { policyName: 'a', validationActions: ['Deny'], paramRef: {} },
    }),
    'paramRef: needs one of name and selector',
  ],
  [level({ limitResponse: null }), 'limited: needs limitResponse'],
  [level({ lendablePercent: 101 }), 'lendablePercent: must be from 0 to 100'],
  [level({ limitResponse: { type: 'Queue', queuing: { handSize: 5, queues: 4 } } }), 'handSize: must not be more than queues'],
  [level({ limitResponse: { type: 'Queue', queuing: { handSize: 16, queues: 128 } } }), 'handSize: is too much for 128 queues'],
  [claim({ requests: [{ name: 'r' }, { name: 'r' }] }), 'requests/1/name: "r" stands twice'],
  [claim({ constraints: [{ requests: ['q'], matchAttribute: 'a.example/b' }] }), 'requests/0: "q" is no request of the claim'],
  [claim({ constraints: [{ matchAttribute: 'b' }] }), 'matchAttribute: "b" is no name of an attribute'],
  [claim({ requests: [{ name: 'r', exactly: { deviceClassName: 'c', tolerations: [{ surprise: 1 }] } }] }), '"surprise" is no field here'],
  [
    object('resource.k8s.io/v1', 'ResourceClaimTemplate', { spec: { metadata: { name: 'a' }, spec: {} } }),
    '/spec/metadata/name: must be left out of a template',
  ],
  [devices('-device.driver == "a"'), 'no sign stands before string'],
  [devices('a'), "undeclared reference to 'a'"],
  [volume({ nodeAffinity: {} }), 'nodeAffinity: needs required'],
  [volume({ volumeAttributesClassName: 'a' }), 'needs csi'],
  [volume({ volumeMode: '' }), 'volumeMode: must not be empty'],
  [pvc({ dataSourceRef: { kind: 'Snapshot', name: 'a' } }), 'needs apiGroup'],
  [limit({ type: 'Container', min: { cpu: 2 }, max: { cpu: 1 } }), 'min: cpu: must not be above max'],
  [limit({ type: 'Container' }, { type: 'Container' }), 'limits/1/type: "Container" stands twice'],
  [limit({ type: 'Pod', default: { cpu: 1 } }), 'default: must be left out, since type is Pod'],
  [limit({ type: 'Container', max: { surprise: 1 } }), '"surprise" is no name of a resource here'],
  [limit({ type: 'Container', min: { cpu: 1 }, max: { cpu: 2 }, maxLimitRequestRatio: { cpu: 3 } }), 'must not be above max by min'],
  [quota({ hard: { pods: '5m' } }), 'pods must be a whole number'],
  [quota({ hard: { services: 1 }, scopes: ['BestEffort'] }), 'BestEffort is for pods, and not for services'],
  [quota({ hard: { pods: 1 }, scopes: ['BestEffort', 'NotBestEffort'] }), 'must not stand together'],
  [quota({ scopes: [''] }), 'scopes: must not be empty'],
  [secret('kubernetes.io/tls', { 'tls.crt': '' }), 'needs tls.key in its data'],
  [secret('kubernetes.io/dockerconfigjson', { '.dockerconfigjson': 'W10=' }), 'must hold a map in JSON'],
  [secret('kubernetes.io/service-account-token', {}), 'needs the annotation kubernetes.io/service-account.name'],
  [scaler({ scaleTargetRef: { kind: 'Deployment', name: 'a' } }), 'needs apiVersion with a group'],
  [
    scaler({ metrics: [{ type: 'External', external: { metric: { name: 'a' }, target: { type: 'Value', value: 1, averageValue: 1 } } }] }),
    'one of them, not both',
  ],
  [scaler({ metrics: [{ type: 'Pods', pods: { metric: { name: 'a' }, target: { type: 'Value', value: 1 } } }] }), 'target: needs averageValue'],
  [
    scaler({
      metrics: [
        { type: 'ContainerResource', containerResource: { name: 'a', container: 'b', target: { type: 'Utilization', averageUtilization: 1 } } },
      ],
    }),
    'name: "a" is no name of a resource of containers',
  ],
  [
    scaler({
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: { name: 'cpu', container: 'b', target: { type: 'AverageValue', averageValue: 1, averageUtilization: 1 } },
        },
      ],
    }),
    'stands beside averageUtilization: one of them, not both',
  ],
  [
    object(
      'apiregistration.k8s.io/v1',
      'APIService',
      { spec: { group: 'b', version: 'v1', groupPriorityMinimum: 1, versionPriority: 1, insecureSkipTLSVerify: true } },
      { name: 'v1.b' },
    ),
    'insecureSkipTLSVerify: is for an APIService with a service',
  ],
  [job({ 'job-name': 'b' }), 'must be the name of the Job, "a"'],
  [indexed({ completions: 3, maxFailedIndexes: 4 }), '/spec/maxFailedIndexes: must be at most completions, which is 3'],
  [indexed({ maxFailedIndexes: 2 }), '/spec/maxFailedIndexes: must be at most completions, which is 1'],
  [indexed({ completions: 3, parallelism: 100_001 }), '/spec/parallelism: must be at most 100000 here'],
  [indexed({ completions: 100_001 }), '/spec: needs maxFailedIndexes, since completions is above 100000'],
  [indexed({ completions: 100_001, maxFailedIndexes: 10_001 }), '/spec/maxFailedIndexes: must be at most 10000 here'],
  [indexed({ completions: 100_001, maxFailedIndexes: 2, parallelism: 10_001 }), '/spec/parallelism: must be at most 10000 here'],
  [
    object('batch/v1', 'CronJob', { spec: { schedule: '* * * * *', jobTemplate: { spec: { selector: {}, template: {} } } } }),
    '/spec/jobTemplate/spec/selector: is made by the cluster',
  ],
  [backend({ kind: 'a/b', name: 'c' }), '/spec/defaultBackend/resource/kind: "a/b" is no name'],
  [endpoint('127.0.0.1'), 'is no address of an endpoint'],
  [storage({ allowedTopologies: [{}] }), 'allowedTopologies/0: needs matchLabelExpressions'],
  [storage({ reclaimPolicy: 'Recycle' }), 'reclaimPolicy: "Recycle" is no word'],
  [object('storage.k8s.io/v1', 'CSIDriver', { spec: { serviceAccountTokenInSecrets: true } }), 'needs tokenRequests beside it'],
  [object('coordination.k8s.io/v1', 'Lease', { spec: { renewTime: '2026-01-01T00:00:00Z' } }), 'is no time with millionths'],
  [
    object('node.k8s.io/v1', 'RuntimeClass', {
      handler: 'a',
      scheduling: {
        tolerations: [
          { key: 'a', operator: 'Exists' },
          { key: 'a', operator: 'Exists' },
        ],
      },
    }),
    'tolerations/1: stands twice',
  ],
])('%j is refused', (one, message) => {
  expect(said(one).join('\n')).toContain(message);
});

const limits = (apiVersion: string, kind: string, spec: Map): string[] => {
  const { shape, rules } = limitFaults(object(apiVersion, kind, { spec }));
  return [...shape, ...rules].map(({ path, message }) => `${path}: ${message}`);
};

test.each<readonly [string, string, Map, string[]]>([
  ['traefik.io/v1alpha1', 'Middleware', { addPrefix: { prefix: '/a' } }, []],
  ['traefik.io/v1alpha1', 'Middleware', { addPrefix: { prefix: 'a' } }, ["/spec/addPrefix/prefix: must start with a '/'"]],
  [
    'traefik.io/v1alpha1',
    'Middleware',
    { errors: { status: ['a'] } },
    ['/spec/errors/status/0: must match ^([1-5][0-9]{2}[,-]?)+$, and "a" does not'],
  ],
  ['traefik.io/v1alpha1', 'Middleware', { unheardOf: 1 }, []],
  ['cert-manager.io/v1', 'Issuer', { venafi: { zone: 'a' } }, ['/spec/venafi: exactly one of tpp, cloud, or ngts must be configured']],
  ['example.org/v1', 'Queue', { anything: 1 }, []],
])('values of %s %s %j', (apiVersion, kind, spec, faults) => {
  expect(limits(apiVersion, kind, spec)).toEqual(faults);
});
