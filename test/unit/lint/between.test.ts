import { describe, expect, test } from 'vitest';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// What rules between objects say, and where they are silent because the input cannot know. Seen to fail: each rule of the list with its
// condition of silence taken out.

/** Objects in short: each line is one, of `apiVersion kind namespace/name`, then its fields as YAML. */
function found(text: string): string[] {
  const documents = text
    .trim()
    .split('\n')
    .map((line) => {
      const [apiVersion = '', kind = '', name = '', ...rest] = line.trim().split(' ');
      const [namespace, own] = name.includes('/') ? name.split('/') : [undefined, name];
      const more = rest.join(' ');
      const metadata = `name: ${own}${namespace === undefined ? '' : `, namespace: ${namespace}`}`;
      const [, annotations = '', fields = ''] = /^(@\{.*?\} )?(.*)$/.exec(more) ?? [];
      return `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { ${metadata}${annotations === '' ? '' : `, annotations: ${annotations.slice(1).trim()}`} }${fields === '' ? '' : `, ${fields}`} }`;
    });
  const { manifests, findings } = parseManifests({ path: 'a.yaml', bytes: Buffer.from(documents.join('\n---\n')) });
  expect(findings).toEqual([]);
  return [...new Set(lint(manifests, anyCluster).map(({ code }) => code))].filter((code) => RULES.test(code));
}

const RULES =
  /^(reference\/(missing-object|missing-secret|route-parent|not-granted|store-refuses|policy-parameter|project-refuses|wrong-port)|monitor\/|dns\/record-clash|quantity\/(no-request|two-autoscalers|replicas-and-autoscaler)|certificate\/shadowed-solver|object\/(unused-source|controller-flag))/;

const GATEWAY = 'gateway.networking.k8s.io/v1 Gateway edge/public spec: { listeners: [{ name: web, protocol: HTTP, port: 80';
const ROUTE = 'gateway.networking.k8s.io/v1 HTTPRoute';
const DEPLOYMENT = (name: string, container = 'resources: {}', more = ''): string =>
  `apps/v1 Deployment ${name} spec: { ${more}selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: a, image: 'a@sha256:${'a'.repeat(64)}', ${container} }] } } }`;
const SOLVER = (first: string, second: string): string =>
  `cert-manager.io/v1 ClusterIssuer a spec: { acme: { server: "https://ca.example.net", privateKeySecretRef: { name: a }, solvers: [{ ${first} }, { ${second} }] } }`;
const DNS01 = 'dns01: { cloudflare: { apiTokenSecretRef: { name: a, key: a } } }';
const HTTP01 = 'http01: { ingress: {} }';
const HOST = 'external-dns.alpha.kubernetes.io/hostname: www.example.net';
const PROMETHEUS = 'monitoring.coreos.com/v1 Prometheus monitoring/main spec: ';
const MONITOR = 'monitoring.coreos.com/v1 PodMonitor a/a';
const IMAGE = (image: string, ...args: readonly string[]): string =>
  DEPLOYMENT('a/a').replace(/image: '[^']*'/, `image: '${image}@sha256:${'a'.repeat(64)}', args: ${JSON.stringify(args)}`);

describe.each<[what: string, text: string, codes: readonly string[]]>([
  ['a route whose Gateway is somebody else’s', `${ROUTE} shop/a spec: { parentRefs: [{ name: other, namespace: infra }] }`, []],
  [
    'a route whose Gateway is not beside another one',
    `${GATEWAY} }] }\n${ROUTE} edge/a spec: { parentRefs: [{ name: other }] }`,
    ['reference/missing-object'],
  ],
  [
    'a route beside another Gateway, where nobody names a namespace',
    `gateway.networking.k8s.io/v1 Gateway a spec: { listeners: [{ name: web, protocol: HTTP, port: 80 }] }\n${ROUTE} b spec: { parentRefs: [{ name: other }] }`,
    [],
  ],
  ['a route in the namespace of its Gateway', `${GATEWAY} }] }\n${ROUTE} edge/a spec: { parentRefs: [{ name: public }] }`, []],
  [
    'a route of another namespace',
    `${GATEWAY} }] }\n${ROUTE} shop/a spec: { parentRefs: [{ name: public, namespace: edge }] }`,
    ['reference/route-parent'],
  ],
  [
    'a route of a namespace whose labels nobody knows',
    `${GATEWAY}, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { a: b } } } } }] }\n${ROUTE} shop/a spec: { parentRefs: [{ name: public, namespace: edge }] }`,
    [],
  ],
  [
    'a route of a namespace with other labels',
    `v1 Namespace shop\n${GATEWAY}, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { a: b } } } } }] }\n${ROUTE} shop/a spec: { parentRefs: [{ name: public, namespace: edge }] }`,
    ['reference/route-parent'],
  ],
  [
    'of two Gateways of one name one takes it',
    `${GATEWAY} }] }\n${GATEWAY}, allowedRoutes: { namespaces: { from: All } } }] }\n${ROUTE} shop/a spec: { parentRefs: [{ name: public, namespace: edge }] }`,
    [],
  ],
  [
    'a protocol that an implementation brings',
    `${GATEWAY.replace('HTTP', 'example.net/own')} }] }\n${ROUTE} edge/a spec: { parentRefs: [{ name: public }] }`,
    [],
  ],
  [
    'a wildcard that fits',
    `${GATEWAY}, hostname: "*.example.net" }] }\n${ROUTE} edge/a spec: { parentRefs: [{ name: public }], hostnames: [a.b.example.net] }`,
    [],
  ],
  [
    'a wildcard is not its own domain',
    `${GATEWAY}, hostname: "*.example.net" }] }\n${ROUTE} edge/a spec: { parentRefs: [{ name: public }], hostnames: [example.net] }`,
    ['reference/route-parent'],
  ],
  [
    'a backend in a namespace of which nothing is here',
    `${ROUTE} edge/a spec: { rules: [{ backendRefs: [{ name: a, namespace: shop, port: 80 }] }] }`,
    [],
  ],
  [
    'a backend in another namespace',
    `v1 Service shop/a spec: { ports: [{ port: 80 }] }\n${ROUTE} edge/a spec: { rules: [{ backendRefs: [{ name: a, namespace: shop, port: 80 }] }] }`,
    ['reference/not-granted'],
  ],
  [
    'a grant for another Service',
    `gateway.networking.k8s.io/v1beta1 ReferenceGrant shop/g spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }], to: [{ group: "", kind: Service, name: b }] }\n${ROUTE} edge/a spec: { rules: [{ backendRefs: [{ name: a, namespace: shop, port: 80 }] }] }`,
    ['reference/not-granted'],
  ],
  [
    'a port that the Service lacks',
    `v1 Service edge/a spec: { ports: [{ port: 80 }] }\n${ROUTE} edge/a spec: { rules: [{ backendRefs: [{ name: a, port: 8080 }] }] }`,
    ['reference/wrong-port'],
  ],
  [
    'an authentication beside none',
    'keda.sh/v1alpha1 ScaledObject a/a spec: { scaleTargetRef: { name: a }, triggers: [{ type: kafka, authenticationRef: { name: a } }] }',
    [],
  ],
  [
    'an authentication that is not there',
    'keda.sh/v1alpha1 TriggerAuthentication a/b spec: {}\nkeda.sh/v1alpha1 ScaledObject a/a spec: { scaleTargetRef: { name: a }, triggers: [{ type: kafka, authenticationRef: { name: a } }] }',
    ['reference/missing-object'],
  ],
  [
    'an authentication of the whole cluster',
    'keda.sh/v1alpha1 TriggerAuthentication a/b spec: {}\nkeda.sh/v1alpha1 ScaledObject a/a spec: { scaleTargetRef: { name: a }, triggers: [{ type: kafka, authenticationRef: { name: a, kind: ClusterTriggerAuthentication } }] }',
    [],
  ],
  [
    'cpu without a request',
    `${DEPLOYMENT('a/a')}\nkeda.sh/v1alpha1 ScaledObject a/a spec: { minReplicaCount: 1, scaleTargetRef: { name: a }, triggers: [{ type: cpu, metadata: { value: "60" } }] }`,
    ['quantity/no-request'],
  ],
  [
    'cpu with a request',
    `${DEPLOYMENT('a/a', 'resources: { requests: { cpu: 100m } }')}\nkeda.sh/v1alpha1 ScaledObject a/a spec: { minReplicaCount: 1, scaleTargetRef: { name: a }, triggers: [{ type: cpu, metadata: { value: "60" } }] }`,
    [],
  ],
  [
    'replicas beside a ScaledObject',
    `${DEPLOYMENT('a/a', 'resources: {}', 'replicas: 2, ')}\nkeda.sh/v1alpha1 ScaledObject a/a spec: { scaleTargetRef: { name: a }, triggers: [{ type: kafka }] }`,
    ['quantity/replicas-and-autoscaler'],
  ],
  [
    'an autoscaler that KEDA takes over',
    'autoscaling/v2 HorizontalPodAutoscaler a/a spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: a } }\nkeda.sh/v1alpha1 ScaledObject a/a @{ scaledobject.keda.sh/transfer-hpa-ownership: "true" } spec: { scaleTargetRef: { name: a }, triggers: [{ type: kafka }] }',
    [],
  ],
  ['a location of which none is here', 'velero.io/v1 Schedule velero/a spec: { schedule: "0 3 * * *", template: { storageLocation: other } }', []],
  [
    'a location that is not there',
    'velero.io/v1 BackupStorageLocation velero/default spec: { provider: aws, objectStorage: { bucket: a } }\nvelero.io/v1 Schedule velero/a spec: { schedule: "0 3 * * *", template: { storageLocation: other } }',
    ['reference/missing-object'],
  ],
  [
    'a store for namespaces with labels that nobody knows',
    'external-secrets.io/v1 ClusterSecretStore s spec: { conditions: [{ namespaceSelector: { matchLabels: { a: b } } }] }\nexternal-secrets.io/v1 ExternalSecret a/a spec: { secretStoreRef: { kind: ClusterSecretStore, name: s }, dataFrom: [{ extract: { key: a } }] }',
    [],
  ],
  [
    'a store for other namespaces',
    'external-secrets.io/v1 ClusterSecretStore s spec: { conditions: [{ namespaces: [b] }] }\nexternal-secrets.io/v1 ExternalSecret a/a spec: { secretStoreRef: { kind: ClusterSecretStore, name: s }, dataFrom: [{ extract: { key: a } }] }',
    ['reference/store-refuses'],
  ],
  ['HTTP-01 first leaves wildcards to DNS-01', SOLVER(HTTP01, DNS01), []],
  ['DNS-01 first leaves nothing', SOLVER(DNS01, HTTP01), ['certificate/shadowed-solver']],
  [
    'zones of one are zones of the other',
    SOLVER(`${DNS01}, selector: { dnsZones: [a.net, b.net] }`, `${DNS01}, selector: { dnsZones: [b.net] }`),
    ['certificate/shadowed-solver'],
  ],
  ['a zone below another one', SOLVER(`${DNS01}, selector: { dnsZones: [b.net] }`, `${DNS01}, selector: { dnsZones: [a.b.net] }`), []],
  ['labels beside none', SOLVER(DNS01, `${DNS01}, selector: { matchLabels: { a: b } }`), []],
  [
    'a Service whose address nobody knows',
    `v1 Service a/a @{ ${HOST} } spec: { type: LoadBalancer, ports: [{ port: 80 }] }\nv1 Service a/b @{ ${HOST} } spec: { type: ExternalName, externalName: in.example.net }`,
    [],
  ],
  [
    'an address and a name',
    `v1 Service a/a @{ ${HOST}, external-dns.kubernetes.io/target: 192.0.2.1 } spec: { type: LoadBalancer, ports: [{ port: 80 }] }\nv1 Service a/b @{ ${HOST} } spec: { type: ExternalName, externalName: in.example.net }`,
    ['dns/record-clash'],
  ],
  [
    'records that a provider chooses among',
    `v1 Service a/a @{ ${HOST}, external-dns.alpha.kubernetes.io/target: 192.0.2.1, external-dns.alpha.kubernetes.io/set-identifier: a } spec: { type: LoadBalancer, ports: [{ port: 80 }] }\nv1 Service a/b @{ ${HOST} } spec: { type: ExternalName, externalName: in.example.net }`,
    [],
  ],
  ['a monitor and no Prometheus', `${MONITOR} spec: { selector: {}, podMetricsEndpoints: [{ port: a }] }`, ['monitor/undiscovered']],
  [
    'a Prometheus that takes all',
    `${PROMETHEUS}{ podMonitorSelector: {}, podMonitorNamespaceSelector: {} }\n${MONITOR} spec: { selector: {}, podMetricsEndpoints: [{ port: a }] }`,
    [],
  ],
  [
    'a Prometheus that takes its own namespace',
    `${PROMETHEUS}{ podMonitorSelector: {} }\n${MONITOR} spec: { selector: {}, podMetricsEndpoints: [{ port: a }] }`,
    ['monitor/unselected'],
  ],
  [
    'a Prometheus that somebody configures by hand',
    `${PROMETHEUS}{ ruleSelector: {} }\n${MONITOR} spec: { selector: {}, podMetricsEndpoints: [{ port: a }] }`,
    [],
  ],
  [
    'a middleware of a namespace of which none is here',
    'traefik.io/v1alpha1 Middleware b/b spec: { rateLimit: { average: 1 } }\nnetworking.k8s.io/v1 Ingress a/a @{ traefik.ingress.kubernetes.io/router.middlewares: "a-b@kubernetescrd, x@file" } spec: { defaultBackend: { service: { name: a, port: { number: 80 } } } }',
    [],
  ],
  ['a chain of middlewares alone', 'traefik.io/v1alpha1 Middleware a/a spec: { chain: { middlewares: [{ name: b }] } }', []],
  [
    'a chain of middlewares beside another one',
    'traefik.io/v1alpha1 Middleware a/a spec: { chain: { middlewares: [{ name: b }] } }\ntraefik.io/v1alpha1 Middleware a/c spec: { compress: {} }',
    ['reference/missing-object'],
  ],
  [
    'an issuer of another group',
    'cert-manager.io/v1 ClusterIssuer a spec: { selfSigned: {} }\nnetworking.k8s.io/v1 Ingress a/a @{ cert-manager.io/issuer-group: example.net, cert-manager.io/cluster-issuer: b } spec: { defaultBackend: { service: { name: a, port: { number: 80 } } } }',
    [],
  ],
  [
    'an issuer that is not there',
    'cert-manager.io/v1 ClusterIssuer a spec: { selfSigned: {} }\nnetworking.k8s.io/v1 Ingress a/a @{ cert-manager.io/cluster-issuer: b } spec: { defaultBackend: { service: { name: a, port: { number: 80 } } } }',
    ['reference/missing-object'],
  ],
  ['a flag of a version that nobody has read', IMAGE('external-dns:v0.99.0', '--frobnicate'), []],
  ['a flag of no version at all', IMAGE('external-dns:latest', '--frobnicate'), []],
  ['a newer release of the last minor', IMAGE('external-dns:v0.22.9', '--frobnicate'), []],
  ['a flag that is gone, in a newer release', IMAGE('external-dns:v0.22.9', '--plural-cluster=a'), ['object/controller-flag']],
  ['a flag of the next minor', IMAGE('external-dns:v0.20.0', '--fqdn-target-template=a'), []],
  ['a command of another program', IMAGE('external-dns:v0.22.0', 'check', '--frobnicate'), []],
  ['a candidate of a release', IMAGE('traefik:v3.7.0-rc.1', '--frobnicate'), []],
  ['an image of somebody who packs it', IMAGE('bitnami/external-dns:0.22.0-debian-12-r1', '--frobnicate'), ['object/controller-flag']],
  [
    'a minor between those that were read',
    IMAGE('traefik:v3.3', '--accesslog.otlp.http.endpoint=a', '--metrics.influxdb.address=a'),
    ['object/controller-flag'],
  ],
  [
    'a slip in a flag of cert-manager, of whose controller not all flags are known',
    IMAGE('quay.io/jetstack/cert-manager-controller:v1.18.2', '--dns01-recursive-nameserver=1.1.1.1:53', '--v=2'),
    ['object/controller-flag'],
  ],
  ['a flag of it that nobody has read', IMAGE('cert-manager-controller:v1.18.2', '--enable-gateway-api-listener-set'), []],
  ['one that begins like a known one', IMAGE('cert-manager-controller:v1.18.2', '--certificate-request-medium-backoff-duration=1h'), []],
  [
    'every flag of its chart',
    IMAGE('cert-manager-cainjector:v1.21.2', '--leader-election-namespace=a', '--log_file=/a', '--feature-gates=A=true'),
    [],
  ],
  ['a flag that its webhook never had', IMAGE('cert-manager-webhook:v1.21.2', '--enable-leader-election'), ['object/controller-flag']],
  ['a flag that its webhook got later', IMAGE('cert-manager-webhook:v1.18.2', '--client-ca-path=/a'), ['object/controller-flag']],
  ['a flag of it in a release after all that were read', IMAGE('cert-manager-webhook:v1.22.0', '--enable-leader-election'), []],
])('%s', (_, text, codes) => {
  test('is found, or left alone', () => {
    expect(found(text)).toEqual(codes);
  });
});
