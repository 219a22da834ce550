import { expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { faultsOf } from '../../../generator/check/faults.ts';
import { Cluster } from '../../../generator/k8s/cluster.ts';
import { faultsIn } from '../../../generator/check/faults.ts';

// What nobody writes by mistake. Seen to fail: each row threw, or had not ended after half a minute, before its rule knew better.

const IMAGE = `nginx@sha256:${'0'.repeat(64)}`;
const MANY = 10_000;

type Fields = Record<string, unknown>;

const object = (apiVersion: string, kind: string, name: string, rest: Fields, metadata: Fields = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', ...metadata },
  ...rest,
});
const pod = (name: string, container: Fields = {}): KubeObject =>
  object('apps/v1', 'Deployment', name, {
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: IMAGE, ...container }] } },
    },
  });
const namespace = (level: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': level } },
});
const quota = (scope: string): KubeObject => object('v1', 'ResourceQuota', 'all', { spec: { scopes: [scope], hard: { pods: '9' } } });
const policy = (pattern: string): KubeObject[] => [
  object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'images', {
    spec: { validations: [{ expression: `variables.images.all(i, i.matches('${pattern}'))` }] },
  }),
  object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'images', {
    spec: { policyName: 'images', validationActions: ['Deny'] },
  }),
];
const route = (match: string): KubeObject =>
  object('traefik.io/v1alpha1', 'IngressRoute', 'web', { spec: { routes: [{ kind: 'Rule', match, middlewares: [{ name: 'auth' }] }] } });
const trusting = object('traefik.io/v1alpha1', 'Middleware', 'auth', { spec: { forwardAuth: { address: 'http://auth', trustForwardHeader: true } } });
const config = (text: string): KubeObject => object('v1', 'ConfigMap', 'traefik', { data: { 'traefik.yaml': text } });
const hosts = Array.from({ length: MANY }, (_, i) => `a${i}.b${i}.example.net`);
const certificate = (dnsNames: readonly string[]): KubeObject =>
  object('cert-manager.io/v1', 'Certificate', 'web', { spec: { secretName: 'web', dnsNames, issuerRef: { name: 'acme' } } });
const issuer = object('cert-manager.io/v1', 'Issuer', 'acme', { spec: { acme: { server: 'https://acme.example.net' } } });
const ingress = (spec: Fields, annotations: Fields = {}): KubeObject => object('networking.k8s.io/v1', 'Ingress', 'web', { spec }, { annotations });

const codes = (objects: readonly KubeObject[]): string[] => [
  ...objects.flatMap((object) => faultsOf(object)).map(({ rule }) => rule.code),
  ...faultsIn(new Cluster({ objects, externals: [], whole: false })).map(({ rule }) => rule.code),
];

test.each<[string, readonly KubeObject[], string?]>([
  ['a level of Pod Security by the name of a method', [namespace('constructor'), pod('web')]],
  ['a scope of a quota by the name of a prototype', [quota('__proto__'), pod('web')]],
  ['flags in a pattern of images', [...policy('(?i)^nginx'), pod('web')]],
  ['a pattern of images that takes for ever', [...policy('^(a+)+$'), pod('web', { image: `${'a'.repeat(60)}@sha256:${'0'.repeat(64)}` })]],
  ['parentheses in a rule', [route('('.repeat(200_000))], 'object/traefik-rule'],
  ['negations in a rule', [route('!'.repeat(200_000))], 'object/traefik-rule'],
  ['hosts in a rule that never end', [route('Host('.repeat(150_000))], 'object/traefik-rule'],
  [
    'annotations that are no texts',
    [
      ingress(
        { tls: [null, 3] },
        { 'traefik.ingress.kubernetes.io/router.entrypoints': 5, 'traefik.ingress.kubernetes.io/router.middlewares': ['x'] },
      ),
      trusting,
    ],
    'object/wrong-shape',
  ],
  ['empty lines in a configuration', [config(`forwardedHeaders${'\n'.repeat(500_000)}`), trusting, route('Host(`a.example.net`)')]],
  [
    'one long line in a configuration',
    [config(`entryPoints:\n  web:\n    ${'forwardedHeaders: {'.repeat(50_000)}`), trusting, route('Host(`a.example.net`)')],
  ],
  ['the name of a variable', [pod('web', { env: [{ name: '_DRAIN'.repeat(100_000), value: '1' }] })]],
  ['the signs of a digest', [pod('web', { image: `${'@'.repeat(500_000)}\nx` })], 'object/image'],
  ['names of a certificate', [certificate(hosts.map((host) => `*.${host}`)), issuer]],
  [
    'hosts beside the names of a certificate',
    [certificate(hosts), ingress({ tls: [{ secretName: 'web', hosts: hosts.map((host) => `x.${host}`) }] })],
  ],
])('%s neither stops nor breaks it', { timeout: 10_000 }, (_, objects, code) => {
  const found = codes(objects);
  if (code !== undefined) expect(found).toContain(code);
});
