import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { Cluster } from '../../../generator/k8s/cluster.ts';
import { faultsIn } from '../../../generator/check/faults.ts';

// What rules see in a cluster of which all is known. Seen to fail: each row, before the rule that it is about saw it.

type Fields = Record<string, unknown>;

const object = (kind: string, name: string, rest: Fields = {}, labels?: Record<string, string>): KubeObject => {
  const [group = '', bare = ''] = kind.split('/');
  const versions: Record<string, string> = { '': 'v1', 'traefik.io': 'traefik.io/v1alpha1', 'argoproj.io': 'argoproj.io/v1alpha1' };
  return { apiVersion: versions[group] ?? `${group}/v1`, kind: bare, metadata: { name, namespace: 'shop', ...(labels ? { labels } : {}) }, ...rest };
};
const pod = (name: string, container: Fields = {}, spec: Fields = {}, kind = 'apps/Deployment', more: Fields = {}): KubeObject =>
  object(kind, name, {
    spec: {
      ...more,
      template: {
        metadata: { labels: { app: name } },
        spec: { ...spec, containers: [{ name: 'main', image: `x@sha256:${'0'.repeat(64)}`, ...container }] },
      },
    },
  });

/** What is no matter of these tests: their pods are bare, and their monitors have no label. */
const OTHERS = ['monitor/undiscovered', 'security/restricted-pod', 'security/automounted-token'];

/** Code, place and the beginning of what is said of the first object. */
const found = (...objects: KubeObject[]): string[] =>
  faultsIn(new Cluster({ objects, externals: [], whole: true }))
    .filter(({ rule }) => !OTHERS.includes(rule.code))
    .map(({ rule, path, object: { kind } }) => `${rule.code} ${kind} ${path}`);

describe('references', () => {
  const secret = (data: Fields = {}): KubeObject => object('/Secret', 'key', { data });
  const monitor = (endpoint: Fields): KubeObject =>
    object('monitoring.coreos.com/ServiceMonitor', 'web', {
      spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'http', ...endpoint }] },
    });
  const behind = [
    pod('web', { ports: [{ name: 'http', containerPort: 80 }] }),
    object('/Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } }, { app: 'web' }),
  ];
  const middleware = (spec: Fields): KubeObject => object('traefik.io/Middleware', 'one', { spec });
  const account = { server: 'https://acme.example.net', privateKeySecretRef: { name: 'account' } };

  test.each<[string, KubeObject, string, readonly KubeObject[]]>([
    ['passwords of a route', middleware({ basicAuth: { secret: 'key' } }), '/spec/basicAuth/secret', []],
    ['digests of a route', middleware({ digestAuth: { secret: 'key' } }), '/spec/digestAuth/secret', []],
    ['a client of forwardAuth', middleware({ forwardAuth: { tls: { certSecret: 'key' } } }), '/spec/forwardAuth/tls/certSecret', []],
    ['clients', object('traefik.io/TLSOption', 'one', { spec: { clientAuth: { secretNames: ['key'] } } }), '/spec/clientAuth/secretNames/0', []],
    [
      'a store',
      object('traefik.io/TLSStore', 'one', { spec: { defaultCertificate: { secretName: 'key' } } }),
      '/spec/defaultCertificate/secretName',
      [],
    ],
    ['a transport', object('traefik.io/ServersTransport', 'one', { spec: { rootCAsSecrets: ['key'] } }), '/spec/rootCAsSecrets/0', []],
    [
      'a transport of TCP',
      object('traefik.io/ServersTransportTCP', 'one', { spec: { tls: { certificatesSecrets: ['key'] } } }),
      '/spec/tls/certificatesSecrets/0',
      [],
    ],
    ['an account that pulls', object('/ServiceAccount', 'one', { imagePullSecrets: [{ name: 'key' }] }), '/imagePullSecrets/0/name', []],
    ['an account that mounts', object('/ServiceAccount', 'one', { secrets: [{ name: 'one-token-abcde' }, { name: 'key' }] }), '/secrets/1/name', []],
    ['a monitor by password', monitor({ basicAuth: { password: { name: 'key', key: 'a' } } }), '/spec/endpoints/0/basicAuth/password/name', behind],
    [
      'a monitor by token',
      monitor({ authorization: { credentials: { name: 'key', key: 'a' } } }),
      '/spec/endpoints/0/authorization/credentials/name',
      behind,
    ],
    ['a monitor by bearer', monitor({ bearerTokenSecret: { name: 'key', key: 'a' } }), '/spec/endpoints/0/bearerTokenSecret/name', behind],
    [
      'a monitor by certificate',
      monitor({ tlsConfig: { keySecret: { name: 'key', key: 'a' } } }),
      '/spec/endpoints/0/tlsConfig/keySecret/name',
      behind,
    ],
    [
      'an account at an authority',
      object('cert-manager.io/Issuer', 'one', {
        spec: { acme: { ...account, externalAccountBinding: { keyID: 'a', keySecretRef: { name: 'key', key: 'a' } } } },
      }),
      '/spec/acme/externalAccountBinding/keySecretRef/name',
      [],
    ],
  ])('to a Secret: %s', (_, by, path, more) => {
    expect(found(by, ...more)).toContain(`reference/missing-secret ${by.kind} ${path}`);
    expect(found(by, secret({ a: '' }), ...more)).toEqual([]);
    const reads = path.endsWith('/name') && !path.startsWith('/imagePull') && !path.startsWith('/secrets');
    expect(found(by, secret({ b: '' }), ...more).map((text) => text.split(' ')[0])).toEqual(reads ? ['reference/missing-key'] : []);
  });

  test.each<[string, KubeObject, string, KubeObject]>([
    [
      'a link of a chain',
      middleware({ chain: { middlewares: [{ name: 'two' }, { name: 'x@file' }] } }),
      '/spec/chain/middlewares/0/name',
      object('traefik.io/Middleware', 'two'),
    ],
    ['a page for errors', middleware({ errors: { service: { name: 'two', port: 80 } } }), '/spec/errors/service/name', object('/Service', 'two')],
    ['a Service that names pods', pod('one', {}, {}, 'apps/StatefulSet', { serviceName: 'two' }), '/spec/serviceName', object('/Service', 'two')],
  ])('to %s', (_, by, path, other) => {
    expect(found(by)).toEqual([`reference/missing-object ${by.kind} ${path}`]);
    expect(found(by, other)).toEqual([]);
  });

  test('a monitor asks for ports that the containers list', () => {
    const pods = (endpoint: Fields, app = 'web'): KubeObject =>
      object('monitoring.coreos.com/PodMonitor', 'web', { spec: { selector: { matchLabels: { app } }, podMetricsEndpoints: [endpoint] } });
    const target = (targetPort: unknown): KubeObject =>
      object('monitoring.coreos.com/ServiceMonitor', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ targetPort }] } });
    for (const good of [pods({ port: 'http' }), pods({ portNumber: 80 }), target(80), target('http')]) expect(found(good, ...behind)).toEqual([]);
    expect(found(pods({ port: 'metrics' }), ...behind)).toEqual(['reference/monitor-port PodMonitor /spec/podMetricsEndpoints/0/port']);
    expect(found(pods({ portNumber: 81 }), ...behind)).toEqual(['reference/monitor-port PodMonitor /spec/podMetricsEndpoints/0/portNumber']);
    expect(found(target(81), ...behind)).toEqual(['reference/monitor-port ServiceMonitor /spec/endpoints/0/targetPort']);
    expect(found(pods({ port: 'http' }, 'other'), ...behind)).toEqual(['reference/selects-nothing PodMonitor /spec/selector']);
  });
});
