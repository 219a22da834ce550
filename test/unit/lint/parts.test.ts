import { describe, expect, test } from 'vitest';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// Manifests as people hand them in: parts of clusters. Seen to fail: each row, before the rule that it is about knew better.

const codes = (...texts: string[]): string[] =>
  lint(parseManifests({ path: 'a.yaml', bytes: Buffer.from(texts.join('\n---\n')) }).manifests, anyCluster)
    .map(({ code }) => code)
    .filter((code) => code !== 'security/unpinned-image' && code !== 'monitor/undiscovered');

const pod = (name: string, more = '', spec = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      ${spec}
      containers: [{ name: main, image: "registry.example.net/x:1", ${more} }]`;
const object = (apiVersion: string, kind: string, name: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n${rest}`;
const policy = (name: string, rest: string): string =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, `spec: { podSelector: { matchLabels: { app: ${name} } }, ${rest} }`);
const config = (line: string): string => object('v1', 'ConfigMap', 'app', `data:\n  app.properties: |\n    # settings\n    ${line}`);
const service = (ports: string, app = 'web', labels = ''): string =>
  object('v1', 'Service', 'web', `spec: { selector: { app: ${app} }, ports: [${ports}] }`).replace('namespace: shop', `namespace: shop${labels}`);
const route = (match: string): string =>
  object(
    'traefik.io/v1alpha1',
    'IngressRoute',
    'web',
    `spec: { routes: [{ kind: Rule, match: "${match}", services: [{ name: web, port: 80 }] }], tls: {} }`,
  );

describe('the DNS of a pod whose egress is limited', () => {
  const DNS = '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }';
  const DATABASE = '{ to: [{ podSelector: { matchLabels: { app: db } } }], ports: [{ port: 5432 }] }';
  const asks = (ports: string): string => `{ to: [${DNS}], ports: [${ports}] }`;

  test.each([
    ['ports by name', policy('web', `egress: [${asks('{ port: dns, protocol: UDP }, { port: dns-tcp }')}]`)],
    ['the port of OpenShift', policy('web', `egress: [${asks('{ port: 5353, protocol: UDP }, { port: 5353 }')}]`)],
    ['nothing but a database', policy('web', `policyTypes: [Egress], egress: [${DATABASE}]`)],
  ])('is no matter of this part: %s', (_, own) => {
    expect(codes(pod('web'), own)).toEqual([]);
  });

  test.each([
    ['by a name of the other protocol', [policy('web', `egress: [${asks('{ port: dns-tcp, protocol: UDP }, { port: dns-tcp }')}]`)]],
    ['by UDP alone', [policy('web', `egress: [${asks('{ port: 5353, protocol: UDP }')}]`)]],
    [
      'where its neighbour has its own',
      [
        policy('web', `policyTypes: [Egress], egress: [${DATABASE}]`),
        pod('api'),
        policy('api', `egress: [${asks('{ port: 53, protocol: UDP }, { port: 53 }')}]`),
      ],
    ],
  ])('is blocked: %s', (_, own) => {
    expect(codes(pod('web'), ...own)).toEqual(['network/dns-blocked']);
  });
});

test('a policy that only denies says nothing of who scrapes', () => {
  const monitor = object(
    'monitoring.coreos.com/v1',
    'ServiceMonitor',
    'web',
    'spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http }] }',
  );
  const parts = [
    pod('web', 'ports: [{ name: http, containerPort: 80 }]'),
    service('{ name: http, port: 80 }', 'web', ', labels: { app: web }'),
    monitor,
  ];
  expect(codes(...parts, policy('web', 'policyTypes: [Ingress]'))).toEqual([]);
  expect(codes(...parts, policy('web', 'ingress: [{ ports: [{ port: 80 }], from: [{ podSelector: {} }] }]'))).toEqual(['network/scrape-blocked']);
});

test('how a secret is made is no secret', () => {
  for (const line of [
    'password.encoder.cipher.algorithm=AES/CBC/PKCS5Padding',
    'secret.type: KubernetesOpaque12',
    'passwordPolicy: UpperLower12chars',
  ])
    expect(codes(config(line)), line).toEqual([]);
  const password = ['k3Jf9sQ2', 'vX8mZp1L'].join('');
  for (const key of ['password.encoder.key', 'typeOfPassword'])
    expect(codes(config(`${key}=${password}`)), key).toEqual(['security/secret-in-config-map']);
});

test('a port 0 is one that is not set, where Kubernetes sets it', () => {
  const ports = (text: string): string[] => codes(service(text, 'web'), pod('web', 'ports: [{ containerPort: 80, hostPort: 0 }]'));
  expect(ports('{ port: 80, nodePort: 0, targetPort: 0 }')).toEqual([]);
  expect(ports('{ port: 0 }')).toEqual(['object/illegal-port']);
});

describe('a route for /hooks', () => {
  const AGENT = 'env: [{ name: AGENT_UUID, value: a/b@1.0.0 }], securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }';
  const agent = pod(
    'web',
    AGENT,
    'automountServiceAccountToken: false\n      terminationGracePeriodSeconds: 60\n      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }',
  );
  const BOTH = ['pap/hooks-route', 'pap/hooks-route'];

  test('of something else than an agent is free', () => {
    expect(codes(route('Host(`ci.example.net`) && PathPrefix(`/hooks`)'))).toEqual([]);
    expect(codes(route('Host(`ci.example.net`) && PathPrefix(`/hooks`)'), service('{ port: 80 }'), pod('web'))).toEqual([]);
  });

  test('of an agent is held to PAP: by its pods, a label or its host', () => {
    expect(codes(route('PathPrefix(`/hooks`)'), service('{ port: 80 }'), agent)).toEqual(BOTH);
    expect(codes(route('PathPrefix(`/hooks`)'), service('{ port: 80 }', 'web', ', labels: { pap.plugged.in/owner: acme }'))).toEqual(BOTH);
    expect(codes(route('Host(`research.us-east.a.plugged.in`) && PathPrefix(`/hooks`)'))).toEqual(BOTH);
  });
});

test('a Certificate and its issuer alone say nothing of who makes Secrets; beside what runs they do', () => {
  const issuer = object(
    'cert-manager.io/v1',
    'Issuer',
    'acme',
    `spec:
  acme:
    server: https://acme.example.net/directory
    privateKeySecretRef: { name: account }
    solvers: [{ dns01: { cloudflare: { apiTokenSecretRef: { name: cloudflare-token, key: token } } }, selector: { dnsZones: [example.net] } }]`,
  );
  const certificate = object(
    'cert-manager.io/v1',
    'Certificate',
    'web',
    'spec: { secretName: web-tls, dnsNames: [web.example.net], issuerRef: { name: acme } }',
  );
  expect(codes(issuer, certificate)).toEqual([]);
  expect(codes(issuer, certificate, pod('web'))).toEqual(['reference/missing-secret']);
});

test('a container may listen on more ports than it lists', () => {
  const parts = (port: string): string[] => codes(service(port), pod('web', 'ports: [{ name: metrics, containerPort: 9090 }]'));
  expect(parts('{ port: 80, targetPort: 8080 }')).toEqual([]);
  expect(parts('{ port: 80, targetPort: http }')).toEqual(['reference/wrong-port']);
});

test('a middleware may trust what the entry point lets through, however its arguments are spelt', () => {
  const middleware = object(
    'traefik.io/v1alpha1',
    'Middleware',
    'auth',
    'spec: { forwardAuth: { address: https://auth.example.net, trustForwardHeader: true } }',
  );
  expect(codes(middleware)).toEqual(['security/forwarded-headers']);
  expect(codes(middleware, pod('traefik', 'args: ["--entrypoints.websecure.forwardedheaders.trustedips=192.0.2.0/24"]'))).toEqual([]);
});

describe('memory that an autoscaler counts', () => {
  const scaled = (metric: string, resources: string, more = ''): string[] =>
    codes(
      pod('web', `resources: ${resources}`).replace(/\]$/, `${more}]`),
      object(
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        'web',
        `spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 3, metrics: [${metric}] }`,
      ),
    );
  const resource = (name: string, target: string): string => `{ type: Resource, resource: { name: ${name}, target: ${target} } }`;
  const own = (container: string): string =>
    `{ type: ContainerResource, containerResource: { name: memory, container: ${container}, target: { type: Utilization, averageUtilization: 80 } } }`;
  const SHARE = '{ type: Utilization, averageUtilization: 80 }';
  const FAR = '{ requests: { memory: 256Mi }, limits: { memory: 1Gi } }';
  const SIDECAR = ', { name: side, image: "registry.example.net/y:1", resources: { requests: { memory: 256Mi }, limits: { memory: 256Mi } } }';

  test.each([
    ['by the request, far below the limit', resource('memory', SHARE), FAR, ''],
    ['of the container that has such a limit', own('main'), FAR, SIDECAR],
    ['of containers together', resource('memory', SHARE), FAR, SIDECAR],
  ])('%s, is found', (_, metric, resources, more) => {
    expect(scaled(metric, resources, more)).toEqual(['quantity/memory-target']);
  });

  test.each([
    ['CPU', resource('cpu', SHARE), '{ requests: { cpu: 100m, memory: 256Mi }, limits: { memory: 1Gi } }', ''],
    ['an amount', resource('memory', '{ type: AverageValue, averageValue: 200Mi }'), FAR, ''],
    ['a limit near the request', resource('memory', SHARE), '{ requests: { memory: 256Mi }, limits: { memory: 512Mi } }', ''],
    ['no limit', resource('memory', SHARE), '{ requests: { memory: 256Mi } }', ''],
    ['no request, which is then the limit', resource('memory', SHARE), '{ limits: { memory: 1Gi } }', ''],
    ['another container', own('side'), FAR, SIDECAR],
  ])('is not found in %s', (_, metric, resources, more) => {
    expect(scaled(metric, resources, more)).toEqual([]);
  });
});

test('pods in the network of their node are beyond policies', () => {
  const parts = (spec: string): string[] =>
    codes(
      pod('web', 'ports: [{ name: metrics, containerPort: 9100 }]', spec),
      service('{ port: 9100, targetPort: metrics }'),
      policy('web', 'ingress: [{ ports: [{ port: 80 }] }]'),
    );
  expect(parts('')).toEqual(['network/closed-port']);
  expect(parts('hostNetwork: true')).toEqual([]);
});

test('a certificate may be for an address', () => {
  const served = object(
    'traefik.io/v1alpha1',
    'IngressRoute',
    'web',
    'spec: { routes: [{ kind: Rule, match: "Host(`192.0.2.7`)", services: [{ name: web, port: 80 }] }], tls: { secretName: web } }',
  );
  const certificate = (names: string): string =>
    object('cert-manager.io/v1', 'Certificate', 'web', `spec: { secretName: web, ${names}, issuerRef: { name: own } }`);
  expect(codes(served, certificate('ipAddresses: [192.0.2.8]'))).toEqual(['reference/uncovered-host']);
  expect(codes(served, certificate('ipAddresses: [192.0.2.7]'))).toEqual([]);
});

describe('what nobody here makes, and is there all the same', () => {
  const reads = (from: string): string => pod('web', `env: [{ name: A, valueFrom: { ${from} } }]`);
  const mounts = (volume: string): string => pod('web', '', `volumes: [{ name: a, ${volume} }]`);
  const secret = object('v1', 'Secret', 'other', 'stringData: { a: b }');
  const map = object('v1', 'ConfigMap', 'other', 'data: { a: b }');
  const claim = object('v1', 'PersistentVolumeClaim', 'other', 'spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }');
  const stateful = pod('db')
    .replace('Deployment', 'StatefulSet')
    .replace(
      'spec:',
      'spec:\n  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } }]',
    );
  const role = (name: string): string[] => [
    object('rbac.authorization.k8s.io/v1', 'Role', 'other', 'rules: []').replace('shop', 'kube-system'),
    object(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      'web',
      `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: "${name}" }`,
    ).replace('shop', 'kube-system'),
  ];
  const ingress = (backend: string, more = '', annotations = ''): string =>
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'web',
      `spec: { ${more} rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: ${backend} } }] } }] }`,
    ).replace('namespace: shop', `namespace: shop, annotations: { ${annotations} }`);
  const served = ingress('{ name: web, port: { number: 80 } }', 'tls: [{ secretName: web-tls }],');

  test.each<[string, readonly string[], readonly string[], string]>([
    [
      'a Secret of a database',
      [reads('secretKeyRef: { name: db-app, key: uri }'), secret],
      [object('postgresql.cnpg.io/v1', 'Cluster', 'db', 'spec: { instances: 3 }')],
      'missing-secret',
    ],
    [
      'a Secret from a vault',
      [reads('secretKeyRef: { name: db, key: uri }'), secret],
      [object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'x', 'spec: { destination: { create: true, name: db } }')],
      'missing-secret',
    ],
    ['claims of a StatefulSet', [mounts('persistentVolumeClaim: { claimName: data-db-0 }'), claim], [stateful], 'missing-object'],
    [
      'a bundle of authorities',
      [mounts('configMap: { name: authorities }'), map],
      ['apiVersion: trust.cert-manager.io/v1alpha1\nkind: Bundle\nmetadata: { name: authorities }'],
      'missing-object',
    ],
  ])('%s', (_, parts, maker, code) => {
    expect(codes(...parts)).toEqual([`reference/${code}`]);
    expect(codes(...parts, ...maker)).toEqual([]);
  });

  test('roles and actions that the cluster or its controllers know', () => {
    expect(codes(...role('mine'))).toEqual(['reference/missing-object']);
    for (const name of ['extension-apiserver-authentication-reader', 'system::leader-locking-kube-scheduler'])
      expect(codes(...role(name))).toEqual([]);
    const other = object('v1', 'Service', 'web', 'spec: { ports: [{ port: 80 }] }');
    expect(codes(ingress('{ name: redirect, port: { number: 80 } }'), other)).toEqual(['reference/missing-object']);
    expect(codes(ingress('{ name: redirect, port: { name: use-annotation } }'), other)).toEqual([]);
  });

  test('certificates that an annotation orders, and tokens that a controller fills in', () => {
    expect(codes(served, secret)).toEqual(['reference/missing-secret']);
    expect(codes(served.replace('annotations: { ', 'annotations: { kubernetes.io/tls-acme: "true" '), secret)).toEqual([]);
    const token = object('v1', 'Secret', 'token', 'type: kubernetes.io/service-account-token').replace(
      'metadata: {',
      'metadata: { annotations: { kubernetes.io/service-account.name: web },',
    );
    expect(codes(reads('secretKeyRef: { name: token, key: token }'), token.replace('kubernetes.io/service-account-token', 'Opaque'))).toEqual([
      'reference/missing-key',
    ]);
    expect(codes(reads('secretKeyRef: { name: token, key: token }'), token)).toEqual([]);
  });
});

describe('autoscalers', () => {
  const budget = object('policy/v1', 'PodDisruptionBudget', 'web', 'spec: { minAvailable: 2, selector: { matchLabels: { app: web } } }');
  const scaled = (kind: string, rest: string): string =>
    object(kind === 'ScaledObject' ? 'keda.sh/v1alpha1' : 'autoscaling/v2', kind, 'web', `spec: { scaleTargetRef: { ${rest} }`);

  test('of KEDA say how many pods there are', () => {
    expect(codes(pod('web'), budget)).toEqual(['quantity/blocking-budget']);
    expect(codes(pod('web'), budget, scaled('ScaledObject', 'name: web }, minReplicaCount: 3'))).toEqual([]);
    expect(codes(pod('web'), budget, scaled('ScaledObject', 'name: web }, minReplicaCount: 2'))).toEqual(['quantity/blocking-budget']);
  });

  test('of another namespace are no matter of a budget', () => {
    const scaler = scaled('HorizontalPodAutoscaler', 'apiVersion: apps/v1, kind: Deployment, name: web }, minReplicas: 3, maxReplicas: 9');
    expect(codes(pod('web'), budget, scaler)).toEqual(['quantity/absolute-budget']);
    const elsewhere = [pod('web'), scaler].map((text) => text.replace('shop', 'other'));
    expect(codes(pod('web').replace('spec:', 'spec:\n  replicas: 3'), budget, ...elsewhere)).toEqual([]);
  });
});

test('labels of a whole release are no sign that its other pods are meant', () => {
  const RELEASE = 'app.kubernetes.io/part-of: shop, app.kubernetes.io/instance: shop, helm.sh/chart: shop-1';
  const others = pod('api').replace('labels: { app: api }', `labels: { app: api, ${RELEASE} }`);
  expect(codes(others, service('{ port: 80 }', `web, ${RELEASE}`))).toEqual([]);
  expect(codes(others, service('{ port: 80 }', `api, tier: web, ${RELEASE}`))).toEqual(['reference/selects-nothing']);
});

test('a variable that names a host outside means that the pod goes there, unless it says where the pod is or goes through a proxy', () => {
  const egress = policy('web', 'egress: [{ to: [{ ipBlock: { cidr: 10.9.0.0/16 } }], ports: [{ port: 3128 }] }]');
  const told = (...variables: string[]): string[] => codes(pod('web', `env: [${variables.join()}]`), egress);
  const variable = (name: string): string => `{ name: ${name}, value: "https://a.example.com/x" }`;
  expect(told(variable('API_URL'))).toEqual(['network/egress-blocked']);
  expect(told(variable('GF_SERVER_ROOT_URL'), variable('ALLOWED_ORIGINS'), variable('OIDC_REDIRECT_URI'))).toEqual([]);
  expect(told('{ name: HTTPS_PROXY, value: "http://proxy.example.net:3128" }', variable('API_URL'))).toEqual([]);
});

test('instances of ExternalDNS that write into zones of different sorts may share an owner id', () => {
  const writer = (name: string, ...args: string[]): string =>
    pod(name, `args: [--txt-owner-id=shop, ${args.join()}]`).replace('Deployment', 'StatefulSet');
  const pair = (a: string, b: string): string[] => codes(writer('a', a), writer('b', b));
  expect(pair('--provider=aws', '--provider=aws')).toEqual(['dns/shared-owner']);
  expect(pair('--provider=aws', '--aws-zone-type=private')).toEqual(['dns/shared-owner']);
  expect(pair('--aws-zone-type=public', '--aws-zone-type=private')).toEqual([]);
  expect(pair('--provider=cloudflare', '--provider=pdns')).toEqual([]);
});

test('an authority that takes wishes may be asked for a lifetime', () => {
  const issuer = (more: string): string =>
    object(
      'cert-manager.io/v1',
      'Issuer',
      'acme',
      `spec: { acme: { server: "https://acme.example.net", ${more} privateKeySecretRef: { name: a }, solvers: [] } }`,
    );
  const certificate = object(
    'cert-manager.io/v1',
    'Certificate',
    'web',
    'spec: { secretName: web, duration: 24h, renewBeforePercentage: 33, dnsNames: [web.example.net], issuerRef: { name: acme } }',
  );
  expect(codes(issuer(''), certificate)).toEqual(['certificate/fixed-renewal']);
  expect(codes(issuer('enableDurationFeature: true,'), certificate)).toEqual([]);
});

test('a route may refer to another namespace where Traefik is told so', () => {
  const crossing = route('Host(`a.example.net`)').replace('{ name: web, port: 80 }', '{ name: web, namespace: other, port: 80 }');
  const traefik = (value: string): string => pod('traefik', `args: [--providers.kubernetescrd.allowCrossNamespace=${value}]`);
  expect(codes(crossing, traefik('false'))).toEqual(['reference/other-namespace']);
  expect(codes(crossing, traefik('true'))).toEqual([]);
});
