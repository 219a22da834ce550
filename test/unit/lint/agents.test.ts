import { describe, expect, test } from 'vitest';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// What is asked of agents, and of nobody else. Seen to fail: each row that finds something, with its rule left out; each that
// finds nothing, with the condition taken away that it is about.

const codes = (...texts: string[]): string[] =>
  lint(parseManifests({ path: 'a.yaml', bytes: Buffer.from(texts.join('\n---\n')) }).manifests, anyCluster).map(({ code }) => code);

const IMAGE = `registry.example.net/x@sha256:${'0'.repeat(64)}`;
const AGENT = '{ name: AGENT_UUID, value: acme/web@1.0.0 }';

interface Parts {
  readonly env?: string;
  readonly container?: string;
  readonly spec?: string;
}

/** Pods that obey Pod Security and are given no token. */
const pod = ({ env = '', container = '', spec = 'automountServiceAccountToken: false' }: Parts = {}): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: 60
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      ${spec}
      containers:
        - name: main
          image: ${IMAGE}
          env: [${env}]
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          ${container}`;
const agent = ({ env = '', ...rest }: Parts = {}): string => pod({ env: `${AGENT}${env === '' ? '' : `, ${env}`}`, ...rest });
const object = (apiVersion: string, kind: string, name: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop, labels: { app: web } }\n${rest}`;
const service = (ports: string): string => object('v1', 'Service', 'web', `spec: { selector: { app: web }, ports: [${ports}] }`);
const policy = (name: string, selector: string, types = ', policyTypes: [Ingress]'): string =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, `spec: { podSelector: ${selector}${types} }`);

test('a sound agent is in order', () => {
  expect(codes(agent())).toEqual([]);
});

describe('by its pods', () => {
  const heartbeat = (mode: string, interval: string): Parts => ({
    env: `${mode === '' ? '' : `{ name: HEARTBEAT_MODE, ${mode} }, `}{ name: HEARTBEAT_INTERVAL, ${interval} }`,
  });
  const mounted = (secret: string): Parts => ({
    container: 'volumeMounts: [{ name: keys, mountPath: /keys }]',
    spec: `automountServiceAccountToken: false\n      volumes: [{ name: keys, ${secret} }]`,
  });
  const probe = (text: string): Parts => ({ container: `ports: [{ containerPort: 8080 }]\n          ${text}` });
  const resources = (text: string): Parts => ({ container: `resources: { limits: ${text} }` });

  test.each<[string, string, Parts]>([
    ['an interval that is of another mode', 'pap/heartbeat-interval', heartbeat('value: SLEEP', 'value: "30"')],
    ['an interval with a unit', 'pap/heartbeat-interval', heartbeat('value: IDLE', 'value: 30s')],
    ['an interval without a mode, which is IDLE', 'pap/heartbeat-interval', heartbeat('', 'value: "5"')],
    ['keys with no mode', 'pap/readable-key', mounted('secret: { secretName: a }')],
    ['keys that others may read', 'pap/readable-key', mounted('secret: { secretName: a, defaultMode: 0444 }')],
    [
      'keys of which some have a mode',
      'pap/readable-key',
      mounted('secret: { secretName: a, items: [{ key: a, path: a, mode: 0400 }, { key: b, path: b }] }'),
    ],
    ['a probe of heartbeats', 'pap/liveness', probe('livenessProbe: { exec: { command: [sh, -c, pap-heartbeat --check] }, initialDelaySeconds: 9 }')],
    ['a probe from the start', 'pap/liveness', probe('livenessProbe: { httpGet: { path: /health, port: 8080 } }')],
    ['millicores that are cores', 'pap/rewritten-quantity', resources('{ cpu: 1000m }')],
    ['a part of a core', 'pap/rewritten-quantity', resources('{ cpu: "0.25" }')],
    ['bytes with a smaller suffix', 'pap/rewritten-quantity', resources('{ memory: 1024Mi }')],
    ['bytes with none', 'pap/rewritten-quantity', resources('{ memory: "1000000" }')],
    ['the account of everybody', 'security/automounted-token', { spec: 'serviceAccountName: default' }],
    ['no account', 'security/automounted-token', { spec: '' }],
  ])('%s', (_, code, parts) => {
    expect(codes(agent(parts))).toEqual([code]);
    expect(codes(pod(parts)), 'of other pods').toEqual([]);
  });

  test.each<[string, Parts]>([
    ['an interval of its mode', heartbeat('value: EMERGENCY', 'value: "5"')],
    ['a mode that is taken from elsewhere', heartbeat('valueFrom: { fieldRef: { fieldPath: metadata.name } }', 'value: "5"')],
    ['a mode that nobody knows', heartbeat('value: toString', 'value: "5"')],
    ['keys that a group may read', mounted('secret: { secretName: a, defaultMode: 288 }')],
    ['keys with a mode each', mounted('secret: { secretName: a, items: [{ key: a, path: a, mode: 0400 }] }')],
    ['what is no Secret', mounted('configMap: { name: a }')],
    ['a probe that waits', probe('livenessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 9 }')],
    [
      'a probe after the start',
      probe('startupProbe: { tcpSocket: { port: 8080 }, failureThreshold: 9 }\n          livenessProbe: { tcpSocket: { port: 8080 } }'),
    ],
    ['a probe of readiness alone', probe('readinessProbe: { tcpSocket: { port: 8080 } }')],
    ['amounts as they are stored', resources('{ cpu: 250m, memory: 1500Mi, ephemeral-storage: 1Gi }')],
    ['amounts in other ways to write them', resources('{ cpu: 1, memory: "1e9" }')],
    ['an account of its own', { spec: 'serviceAccountName: web' }],
  ])('%s is in order', (_, parts) => {
    expect(codes(agent(parts))).toEqual([]);
  });
});

describe('a token for the account of everybody', () => {
  const binding = (namespace: string): string =>
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: default, namespace: ${namespace} }]`;
  const bare = agent({ spec: '' });

  test('is there for a reason where somebody gave it rights', () => {
    expect(codes(bare, binding('shop'))).toEqual([]);
    expect(codes(bare, binding('other'))).toEqual(['security/automounted-token']);
  });

  test('is not there where the account says so', () => {
    expect(codes(bare, object('v1', 'ServiceAccount', 'default', 'automountServiceAccountToken: false'))).toEqual([]);
  });

  test('is asked after in namespaces that are restricted, too', () => {
    const namespace = (level: string): string =>
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: ${level} } }`;
    expect(codes(pod({ spec: '' }), namespace('restricted'))).toEqual(['security/automounted-token']);
    expect(codes(pod({ spec: '' }), namespace('baseline'))).toEqual([]);
  });
});

describe('the namespace of agents', () => {
  const own = policy('web', '{ matchLabels: { app: web } }');

  test.each([
    ['nothing', []],
    ['a policy for outgoing traffic alone', [policy('all', '{}', ', policyTypes: [Egress]')]],
    ['a policy for others', [policy('shop', '{ matchLabels: { app: shop } }')]],
  ])('is open beside a policy for one of them and %s', (_, others) => {
    expect(codes(agent(), own, ...others)).toEqual(['network/no-default-deny']);
    expect(codes(pod(), own, ...others), 'of other pods').toEqual([]);
  });

  test.each([
    ['where a policy holds back all', [own, policy('all', '{}')]],
    ['where a policy holds back all but some', [own, policy('all', '{ matchExpressions: [{ key: open, operator: DoesNotExist }] }', '')]],
    ['where there are no policies, as a question of its own', []],
  ])('is not said to be open %s', (_, policies) => {
    expect(codes(agent(), ...policies)).toEqual([]);
  });

  test('is named once, however many agents it has', () => {
    const second = agent().replaceAll('web', 'api');
    expect(codes(agent(), second, own, policy('api', '{ matchLabels: { app: api } }'))).toEqual(['network/no-default-deny']);
  });
});

describe('gRPC of an agent', () => {
  const parts = { container: 'ports: [{ name: grpc, containerPort: 50051 }]' };
  const route = (scheme: string): string =>
    object(
      'traefik.io/v1alpha1',
      'IngressRoute',
      'web',
      `spec: { routes: [{ kind: Rule, match: "PathPrefix(\`/\`)", services: [{ name: web, port: 50051${scheme} }] }] }`,
    );

  test.each([
    ['by name', '{ name: grpc, port: 443, targetPort: 8080 }'],
    ['by number', '{ port: 443, targetPort: 50051 }'],
    ['by the port of the container', '{ port: 443, targetPort: grpc }'],
  ])('is known %s', (_, port) => {
    expect(codes(agent(parts), service(port))).toEqual(['pap/grpc-protocol']);
    expect(codes(pod(parts), service(port)), 'of other pods').toEqual([]);
  });

  test('says what it is, or its route does', () => {
    expect(codes(agent(parts), service('{ port: 50051, appProtocol: grpc }'))).toEqual([]);
    expect(codes(agent(parts), service('{ port: 8080 }'))).toEqual([]);
    expect(codes(agent(parts), service('{ port: 50051 }'), route(', scheme: h2c'))).toEqual([]);
    expect(codes(agent(parts), service('{ port: 50051 }'), route(''))).toEqual(['pap/grpc-protocol']);
  });
});

describe('metrics of an agent', () => {
  const parts = { container: 'ports: [{ name: http, containerPort: 8080 }]' };
  const monitor = (endpoint: string, more = ''): string =>
    object(
      'monitoring.coreos.com/v1',
      'ServiceMonitor',
      'web',
      `spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http${endpoint} }]${more} }`,
    );
  const podMonitor = object(
    'monitoring.coreos.com/v1',
    'PodMonitor',
    'web',
    'spec: { selector: { matchLabels: { app: web } }, podMetricsEndpoints: [{ port: http }] }',
  );
  const http = service('{ name: http, port: 8080 }');

  test('have neither agent nor region', () => {
    expect(codes(agent(parts), http, monitor(''))).toEqual(['pap/metric-labels']);
    expect(codes(agent(parts), podMonitor)).toEqual(['pap/metric-labels']);
    expect(codes(agent(parts), http, monitor(', relabelings: [{ targetLabel: team, replacement: a }]'))).toEqual(['pap/metric-labels']);
    expect(codes(pod(parts), http, monitor(''), podMonitor), 'of other pods').toEqual([]);
  });

  test.each([
    ['a replacement', monitor(', relabelings: [{ targetLabel: agent, replacement: web }]')],
    ['what is done to the metrics', monitor(', metricRelabelings: [{ targetLabel: region, replacement: north }]')],
    ['labels that are mapped', monitor(', relabelings: [{ action: labelmap, regex: __meta_kubernetes_pod_label_(.+) }]')],
    ['labels of the pods', monitor('', ', podTargetLabels: [agent]')],
  ])('have them by %s', (_, text) => {
    expect(codes(agent(parts), http, text)).toEqual([]);
  });
});

describe('the key of a certificate', () => {
  const certificate = (host: string, key = ''): string =>
    object(
      'cert-manager.io/v1',
      'Certificate',
      'web',
      `spec: { secretName: web-tls, issuerRef: { name: a, kind: ClusterIssuer }, dnsNames: ["${host}"]${key} }`,
    );

  test.each([
    ['of an agent by default', certificate('web.north.a.example.net'), ['pap/key-algorithm']],
    ['of a region by default', certificate('*.north.a.example.net'), ['pap/key-algorithm']],
    ['of an agent on purpose', certificate('web.north.a.example.net', ', privateKey: { algorithm: RSA, size: 4096 }'), ['pap/key-algorithm']],
    ['that is none of RSA', certificate('web.north.a.example.net', ', privateKey: { algorithm: ECDSA }'), []],
    ['of anything else', certificate('www.example.net'), []],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});
