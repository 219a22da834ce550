import { expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { found, object, workload } from '../../support/worlds.ts';
import type { Fields } from '../../support/worlds.ts';

// Whether forwarded headers come from known proxies only, entry point by entry point. Seen to fail: the rows in which one entry point
// is trusted and another is used, while any trusted one was enough.

const auth = object('traefik.io/Middleware', 'auth', { spec: { forwardAuth: { address: 'https://auth.example.net', trustForwardHeader: true } } });
const route = (entryPoints: readonly string[] | undefined, middleware = 'auth'): KubeObject =>
  object('traefik.io/IngressRoute', 'web', {
    spec: { ...(entryPoints ? { entryPoints } : {}), routes: [{ match: 'PathPrefix(`/`)', middlewares: [{ name: middleware }], services: [] }] },
  });
const traefik = (args: readonly string[], more: Fields = {}): KubeObject =>
  workload('apps/Deployment', 'traefik/traefik', { container: { args, ...more } });
const values = (valuesContent: string): KubeObject => object('helm.cattle.io/HelmChartConfig', 'kube-system/traefik', { spec: { valuesContent } });
const web = '--entryPoints.web.address=:80';
const secure = '--entryPoints.websecure.address=:443';
const trusting = (name: string, ips = '192.0.2.0/24'): string => `--entryPoints.${name}.forwardedHeaders.trustedIPs=${ips}`;

test.each<[string, readonly string[] | undefined, readonly KubeObject[], boolean]>([
  ['nobody says anything', ['web'], [], true],
  ['the one that is used is trusted', ['web'], [traefik([web, trusting('web')])], false],
  ['another one is trusted', ['web'], [traefik([web, secure, trusting('websecure')])], true],
  ['one of two is trusted', ['web', 'websecure'], [traefik([web, secure, trusting('websecure')])], true],
  ['both are trusted', ['web', 'websecure'], [traefik([web, secure, trusting('web'), trusting('websecure')])], false],
  ['all are used and one is not trusted', undefined, [traefik([web, secure, trusting('websecure')])], true],
  ['all are used and trusted', undefined, [traefik([web, trusting('web'), '--entryPoints.traefik.address=:9000'])], false],
  ['in other letters', ['webSecure'], [traefik(['--entrypoints.websecure.forwardedheaders.trustedips=192.0.2.1'])], false],
  ['everybody is trusted', ['web'], [traefik([web, trusting('web', '0.0.0.0/0')])], true],
  ['everybody is trusted by IPv6', ['web'], [traefik([web, trusting('web', '192.0.2.1,::/0')])], true],
  ['nobody is', ['web'], [traefik([web, trusting('web', '')])], true],
  ['insecure', ['web'], [traefik([web, trusting('web'), '--entryPoints.web.forwardedHeaders.insecure'])], true],
  ['insecure before it', ['web'], [traefik(['--entryPoints.web.forwardedHeaders.insecure=true', trusting('web')])], true],
  ['not insecure', ['web'], [traefik([trusting('web'), '--entryPoints.web.forwardedHeaders.insecure=false'])], false],
  [
    'by the environment',
    ['web'],
    [traefik([], { env: [{ name: 'TRAEFIK_ENTRYPOINTS_WEB_FORWARDEDHEADERS_TRUSTEDIPS', value: '192.0.2.1' }] })],
    false,
  ],
  [
    'by the environment, another one',
    ['websecure'],
    [traefik([], { env: [{ name: 'TRAEFIK_ENTRYPOINTS_WEB_FORWARDEDHEADERS_TRUSTEDIPS', value: '192.0.2.1' }] })],
    true,
  ],
  ['by values of the chart', ['web'], [values('ports:\n  web:\n    forwardedHeaders:\n      trustedIPs:\n        - 192.0.2.0/24\n')], false],
  ['by values of the chart, in a line', ['web'], [values('ports:\n  web:\n    forwardedHeaders:\n      trustedIPs: ["192.0.2.0/24"]\n')], false],
  ['by values of the chart, in braces', ['web'], [values('ports:\n  web:\n    forwardedHeaders: { trustedIPs: [192.0.2.0/24] }\n')], false],
  [
    'by values of the chart, of another one',
    ['web'],
    [values('ports:\n  websecure:\n    forwardedHeaders:\n      trustedIPs:\n      - 192.0.2.0/24\n  web:\n    port: 80\n')],
    true,
  ],
  [
    'by values of the chart, insecure',
    ['web'],
    [values('ports:\n  web:\n    forwardedHeaders:\n      insecure: true\n      trustedIPs: [192.0.2.1]\n')],
    true,
  ],
  ['by values of the chart, none', ['web'], [values('ports:\n  web:\n    forwardedHeaders:\n      trustedIPs: []\n')], true],
  ['by arguments in values', ['web'], [values('additionalArguments:\n  - "--entryPoints.web.forwardedHeaders.trustedIPs=192.0.2.1"\n')], false],
  [
    'by its configuration',
    ['web'],
    [
      object('/ConfigMap', 'traefik/traefik', {
        data: { 'traefik.yaml': 'entryPoints:\n  web:\n    address: ":80"\n    forwardedHeaders:\n      trustedIPs: [192.0.2.1]\n' },
      }),
    ],
    false,
  ],
])('%s', (_, entryPoints, others, found_) => {
  expect(found([auth, route(entryPoints), ...others])).toEqual(
    found_ ? ['security/forwarded-headers Middleware /spec/forwardAuth/trustForwardHeader'] : [],
  );
});

test('an entry point that others configure is declared', () => {
  expect(found([auth, route(['web'])], { externals: [{ kind: 'EntryPoint', name: 'web' }] })).toEqual([]);
  expect(found([auth, route(['websecure'])], { externals: [{ kind: 'EntryPoint', name: 'web' }] })).toHaveLength(1);
});

/** A chain that leads to itself is another rule's. */
const headers = (objects: readonly KubeObject[]): string[] => found(objects).filter((each) => each.startsWith('security/forwarded-headers '));

test('chains, annotations of an Ingress and other middlewares', () => {
  const chain = object('traefik.io/Middleware', 'chain', { spec: { chain: { middlewares: [{ name: 'auth' }, { name: 'chain' }] } } });
  const other = object('traefik.io/Middleware', 'other', { spec: { forwardAuth: { address: 'https://auth.example.net' } } });
  const ingress = object('networking.k8s.io/Ingress', 'web', { spec: {} });
  const annotated = (entrypoints: string, middleware = 'shop-auth@kubernetescrd'): KubeObject => ({
    ...ingress,
    metadata: {
      ...ingress.metadata,
      annotations: {
        'traefik.ingress.kubernetes.io/router.middlewares': middleware,
        'traefik.ingress.kubernetes.io/router.entrypoints': entrypoints,
      },
    },
  });
  const known = traefik([web, secure, trusting('websecure')]);
  expect(headers([auth, chain, route(['web'], 'chain'), known])).toHaveLength(1);
  expect(headers([auth, chain, route(['websecure'], 'chain'), known])).toEqual([]);
  expect(headers([auth, other, route(['web'], 'other'), known])).toEqual([]);
  expect(headers([auth, annotated('web'), known])).toHaveLength(1);
  expect(headers([auth, annotated('websecure'), known])).toEqual([]);
  // With safeNaming.
  expect(headers([auth, annotated('web', 'shop_auth@kubernetescrd'), known])).toHaveLength(1);
  expect(headers([auth, annotated('websecure', 'shop_auth@kubernetescrd'), known])).toEqual([]);
  expect(headers([auth, annotated('web', 'shop-auth@file'), known])).toEqual([]);
});
