import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { found, object } from '../../support/worlds.ts';
import type { Fields } from '../../support/worlds.ts';

// What routes of all kinds may do beside those of agents. Seen to fail: with a namespace left out of the name of the options.

const HOST = 'research.us-east.a.example.net';
const OWNED = { 'app.kubernetes.io/name': 'research', 'pap.plugged.in/owner': 'example' };
const TLS = { secretName: 'wildcard', options: { name: 'strict' } };
const SERVICES = [{ name: 'research-agent', port: 80 }];

const route = (name: string, match: string, spec: Fields = {}, kind = 'IngressRoute', labels?: Record<string, string>): KubeObject =>
  object(`traefik.io/${kind}`, name, { spec: { entryPoints: ['websecure'], routes: [{ match, services: SERVICES }], ...spec } }, labels);
const agent = route('agents/research', `Host(\`${HOST}\`) && Path(\`/hooks\`)`, { tls: TLS }, 'IngressRoute', OWNED);
const ingress = (spec: Fields, annotations: Record<string, string> = {}): KubeObject => {
  const plain = object('networking.k8s.io/Ingress', 'agents/docs', { spec });
  return { ...plain, metadata: { ...plain.metadata, annotations } };
};
const POINTS = 'traefik.ingress.kubernetes.io/router.entrypoints';
const OPTIONS = 'traefik.ingress.kubernetes.io/router.tls.options';
const backend = { service: { name: 'research-agent', port: { number: 80 } } };
const paths = { paths: [{ path: '/', pathType: 'Prefix', backend }] };

const of = (code: string, other: KubeObject): string[] => [
  ...new Set([
    ...found([agent, other], { whole: false }).filter((each) => each.startsWith(code)),
    ...found([other, agent], { whole: false }).filter((each) => each.startsWith(code)),
  ]),
];

describe('pap/open-route', () => {
  test.each<[string, KubeObject, string | undefined]>([
    ['a host of its own', route('web/docs', 'Host(`docs.example.net`)'), undefined],
    [
      'a path alone',
      route('web/docs', 'PathPrefix(`/`)', { routes: [{ match: 'PathPrefix(`/`)', priority: 9999, services: SERVICES }] }),
      'IngressRoute /spec/routes/0/match',
    ],
    ['a pattern', route('web/docs', 'HostRegexp(`^[a-z.]+$`)'), 'IngressRoute /spec/routes/0/match'],
    ['a header', route('web/docs', `Header(\`Host\`, \`${HOST}\`)`), 'IngressRoute /spec/routes/0/match'],
    ['an address', route('web/docs', 'ClientIP(`198.51.100.0/24`)'), 'IngressRoute /spec/routes/0/match'],
    ['every host but one', route('web/docs', '!Host(`docs.example.net`)'), 'IngressRoute /spec/routes/0/match'],
    ['all entry points', route('web/docs', 'PathPrefix(`/`)', { entryPoints: [] }), 'IngressRoute /spec/routes/0/match'],
    ['an entry point in other letters', route('web/docs', 'PathPrefix(`/`)', { entryPoints: ['WebSecure'] }), 'IngressRoute /spec/routes/0/match'],
    ['another entry point', route('web/docs', 'PathPrefix(`/`)', { entryPoints: ['web'] }), undefined],
    ['every name by TCP', route('web/docs', 'HostSNI(`*`)', {}, 'IngressRouteTCP'), 'IngressRouteTCP /spec/routes/0/match'],
    ['every name by TCP on another entry point', route('web/db', 'HostSNI(`*`)', { entryPoints: ['postgres'] }, 'IngressRouteTCP'), undefined],
    ['UDP', route('web/docs', '', { routes: [{ services: SERVICES }] }, 'IngressRouteUDP'), 'IngressRouteUDP /spec/routes/0'],
    ['UDP where it listens', route('web/docs', '', { entryPoints: undefined, routes: [{ services: SERVICES }] }, 'IngressRouteUDP'), undefined],
    ['an Ingress with a host', ingress({ rules: [{ host: 'docs.example.net', http: paths }] }), undefined],
    ['an Ingress without a host', ingress({ rules: [{ http: paths }] }), 'Ingress /spec/rules/0'],
    ['an Ingress that takes the rest', ingress({ defaultBackend: backend }), 'Ingress /spec/defaultBackend'],
    ['an Ingress without a host elsewhere', ingress({ rules: [{ http: paths }] }, { [POINTS]: 'web' }), undefined],
    ['an Ingress of another controller', ingress({ ingressClassName: 'nginx', rules: [{ http: paths }] }), undefined],
    ['an HTTPRoute without a host', object('gateway.networking.k8s.io/HTTPRoute', 'web/docs', { spec: { rules: [] } }), 'HTTPRoute /spec'],
    [
      'an HTTPRoute with a host',
      object('gateway.networking.k8s.io/HTTPRoute', 'web/docs', { spec: { hostnames: ['docs.example.net'], rules: [] } }),
      undefined,
    ],
    ['a TCPRoute', object('gateway.networking.k8s.io/TCPRoute', 'web/docs', { spec: { rules: [] } }), 'TCPRoute /spec'],
  ])('%s', (_, other, expected) => {
    expect(of('pap/open-route', other)).toEqual(expected === undefined ? [] : [`pap/open-route ${expected}`]);
  });

  test('is not said where no agent is', () => {
    expect(found([route('web/docs', 'PathPrefix(`/`)')]).filter((each) => each.startsWith('pap/'))).toEqual([]);
  });

  test('is said of an agent that somebody patched', () => {
    const patched = route('agents/research', 'PathPrefix(`/hooks`)', { tls: TLS }, 'IngressRoute', OWNED);
    expect(found([patched]).filter((each) => each.startsWith('pap/open'))).toEqual(['pap/open-route IngressRoute /spec/routes/0/match']);
  });
});

describe('security/tls-options', () => {
  const more = `Host(\`${HOST}\`) && Path(\`/docs\`)`;
  const named = (name: string, namespace?: string): Fields => ({ tls: { options: { name, ...(namespace === undefined ? {} : { namespace }) } } });
  test.each<[string, KubeObject, string | undefined]>([
    ['the same options', route('agents/docs', more, named('strict')), undefined],
    ['the same options from another namespace', route('web/docs', more, named('strict', 'agents')), undefined],
    ['options of that name elsewhere', route('web/docs', more, named('strict')), 'IngressRoute /spec/routes/0/match'],
    ['other options', route('agents/docs', more, named('weak')), 'IngressRoute /spec/routes/0/match'],
    ['no options', route('agents/docs', more, { tls: {} }), 'IngressRoute /spec/routes/0/match'],
    ['no word of TLS', route('agents/docs', more), 'IngressRoute /spec/routes/0/match'],
    ['the host in capitals', route('agents/docs', more.replace(HOST, HOST.toUpperCase()), { tls: {} }), 'IngressRoute /spec/routes/0/match'],
    ['no options on another entry point', route('agents/docs', more, { entryPoints: ['web'] }), undefined],
    ['no options for another host', route('agents/docs', 'Host(`docs.example.net`)', { tls: {} }), undefined],
    ['all entry points', route('agents/docs', more, { entryPoints: undefined, tls: {} }), 'IngressRoute /spec/routes/0/match'],
    ['TCP that ends TLS', route('agents/docs', `HostSNI(\`${HOST}\`)`, named('strict'), 'IngressRouteTCP'), 'IngressRouteTCP /spec/routes/0/match'],
    [
      'TCP that hands it on',
      route('agents/docs', `HostSNI(\`${HOST}\`)`, { tls: { passthrough: true } }, 'IngressRouteTCP'),
      'IngressRouteTCP /spec/routes/0/match',
    ],
    ['an Ingress', ingress({ tls: [{ hosts: [HOST] }], rules: [{ host: HOST, http: paths }] }), 'Ingress /spec/rules/0/host'],
    [
      'an Ingress with the options',
      ingress({ tls: [{ hosts: [HOST] }], rules: [{ host: HOST, http: paths }] }, { [OPTIONS]: 'agents-strict@kubernetescrd' }),
      undefined,
    ],
    [
      'an Ingress with the options, named as with safeNaming',
      ingress({ tls: [{ hosts: [HOST] }], rules: [{ host: HOST, http: paths }] }, { [OPTIONS]: 'agents_strict@kubernetescrd' }),
      undefined,
    ],
  ])('%s', (_, other, expected) => {
    expect(of('security/tls-options', other)).toEqual(expected === undefined ? [] : [`security/tls-options ${expected}`]);
  });
});
