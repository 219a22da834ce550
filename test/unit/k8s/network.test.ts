import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { holdsAddress, isPublic, mayHoldPods } from '../../../generator/k8s/ip-block.ts';
import { FACTS, faults, object, workload } from '../../support/worlds.ts';
import type { Fields } from '../../support/worlds.ts';

// What NetworkPolicies let through. Seen to fail: the rows about names of ports, `except`, endPort-free rules, empty lists of egress,
// PodMonitors and Ingresses, and the places among several policies, before the rules knew of them.

const web = (container: Fields = {}): KubeObject =>
  workload('apps/Deployment', 'web', { container: { ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 9090 }], ...container } });
const service = object(
  '/Service',
  'web',
  {
    spec: {
      selector: { app: 'web' },
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'metrics', port: 90, targetPort: 9090 },
      ],
    },
  },
  { app: 'web' },
);
const policy = (spec: Fields, name = 'web'): KubeObject =>
  object('networking.k8s.io/NetworkPolicy', name, { spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec } });
const ingress = (...rules: Fields[]): KubeObject => policy({ policyTypes: ['Ingress'], ingress: rules });
const egress = (...rules: Fields[]): KubeObject => policy({ policyTypes: ['Egress'], egress: rules });
const namespace = (name: string): Fields => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const port = (number: number | string, more: Fields = {}): Fields => ({ port: number, protocol: 'TCP', ...more });

const about = (code: string, objects: readonly KubeObject[], whole = true): string[] =>
  faults(objects, whole ? { facts: FACTS } : { whole: false })
    .filter((fault) => fault.rule.code === `network/${code}`)
    .map((fault) => `${fault.object.metadata.name} ${fault.path}`);

describe('the ingress controller', () => {
  const route = object('traefik.io/IngressRoute', 'web', {
    spec: { routes: [{ match: 'Host(`a.example.net`)', services: [{ name: 'web', port: 'http' }] }] },
  });
  const traefik = { from: [namespace('traefik')] };

  test.each<[string, Fields[] | undefined, string | undefined]>([
    ['no word of it', undefined, undefined],
    ['no rule: nobody', [], 'web /spec/ingress'],
    ['an empty rule: everybody', [{}], undefined],
    ['an empty list of peers: everybody', [{ from: [] }], undefined],
    ['an empty list of ports: all', [{ ...traefik, ports: [] }], undefined],
    ['its namespace', [traefik], undefined],
    ['its namespace and the port', [{ ...traefik, ports: [port(8080)] }], undefined],
    ['its namespace and the name of the port', [{ ...traefik, ports: [port('http')] }], undefined],
    ['the name of another port', [{ ...traefik, ports: [port('metrics')] }], 'web /spec/ingress/0/ports'],
    ['a range with the port', [{ ...traefik, ports: [port(8000, { endPort: 8080 })] }], undefined],
    ['a range before the port', [{ ...traefik, ports: [port(8000, { endPort: 8079 })] }], 'web /spec/ingress/0/ports'],
    ['the port of the Service', [{ ...traefik, ports: [port(80)] }], 'web /spec/ingress/0/ports'],
    ['another protocol', [{ ...traefik, ports: [port(8080, { protocol: 'UDP' })] }], 'web /spec/ingress/0/ports'],
    ['no protocol: TCP', [{ ...traefik, ports: [{ port: 8080 }] }], undefined],
    ['a protocol without a port', [{ ...traefik, ports: [{ protocol: 'TCP' }] }], undefined],
    ['another namespace', [{ from: [namespace('monitoring')] }], 'web /spec/ingress/0/from'],
    ['another namespace, and a second rule', [{ from: [namespace('monitoring')] }, traefik], undefined],
    [
      'the port to one and another port to it',
      [
        { from: [namespace('monitoring')], ports: [port(8080)] },
        { ...traefik, ports: [port(1)] },
      ],
      'web /spec/ingress/0/from',
    ],
    ['its pods', [{ from: [{ ...namespace('traefik'), podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } } }] }], undefined],
    [
      'other pods of its namespace',
      [{ from: [{ ...namespace('traefik'), podSelector: { matchLabels: { app: 'x' } } }] }],
      'web /spec/ingress/0/from',
    ],
    [
      'its pods in the own namespace',
      [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } } }] }],
      'web /spec/ingress/0/from',
    ],
    ['all namespaces', [{ from: [{ namespaceSelector: {} }] }], undefined],
    [
      'namespaces in a list',
      [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['traefik', 'x'] }] } }] }],
      undefined,
    ],
    [
      'namespaces not in a list',
      [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['traefik'] }] } }] }],
      'web /spec/ingress/0/from',
    ],
    [
      'namespaces with a label that it has not',
      [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'x', operator: 'Exists' }] } }] }],
      'web /spec/ingress/0/from',
    ],
    [
      'namespaces without a label that it has not',
      [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] } }] }],
      undefined,
    ],
    ['every address', [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }], undefined],
    [
      'every address but private ones',
      [{ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'] } }] }],
      'web /spec/ingress/0/from',
    ],
    ['public addresses', [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }], 'web /spec/ingress/0/from'],
  ])('%s', (_, rules, place) => {
    const held = rules === undefined ? [] : [ingress(...rules)];
    expect(about('ingress-blocked', [web(), service, route, ...held])).toEqual(place === undefined ? [] : [place]);
  });

  test('an Ingress too', () => {
    const of = object('networking.k8s.io/Ingress', 'web', {
      spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }] } }] },
    });
    expect(about('ingress-blocked', [web(), service, of, ingress()])).toEqual(['web /spec/ingress']);
    expect(about('ingress-blocked', [web(), service, of, ingress(traefik)])).toEqual([]);
  });

  test('of several policies, the one about these pods must change; all of them add up', () => {
    const all = policy({ podSelector: {}, policyTypes: ['Ingress'] }, 'deny');
    const expressed = policy(
      { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] }, policyTypes: ['Ingress'], ingress: [] },
      'expressed',
    );
    const others = policy({ podSelector: { matchLabels: { app: 'other' } }, policyTypes: ['Ingress'], ingress: [{}] }, 'others');
    expect(about('ingress-blocked', [web(), service, route, all])).toEqual(['deny /spec']);
    expect(about('ingress-blocked', [web(), service, route, all, expressed, others])).toEqual(['expressed /spec/ingress']);
    expect(about('ingress-blocked', [web(), service, route, all, ingress({ from: [namespace('x')], ports: [port(1)] })])).toEqual([
      'web /spec/ingress',
    ]);
    expect(about('ingress-blocked', [web(), service, route, all, expressed, ingress(traefik)])).toEqual([]);
  });

  test('a policy without types is about ingress, and about egress if it has rules for it', () => {
    expect(about('ingress-blocked', [web(), service, route, policy({ ingress: [] })])).toEqual(['web /spec/ingress']);
    expect(about('ingress-blocked', [web(), service, route, policy({ policyTypes: ['Egress'] })])).toEqual([]);
    expect(about('dns-blocked', [web(), policy({ ingress: [{}] })])).toEqual([]);
    expect(about('dns-blocked', [web(), policy({ egress: [] })])).toEqual([]);
    expect(about('dns-blocked', [web(), policy({ egress: [{ to: [namespace('x')] }] })])).toEqual(['web /spec']);
  });
});

describe('Prometheus', () => {
  const monitor = (endpoint: Fields): KubeObject =>
    object('monitoring.coreos.com/ServiceMonitor', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [endpoint] } });
  const pods = (endpoint: Fields): KubeObject =>
    object('monitoring.coreos.com/PodMonitor', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, podMetricsEndpoints: [endpoint] } });

  test.each<[string, KubeObject, Fields, string | undefined]>([
    ['by the port of the Service', monitor({ port: 'metrics' }), { from: [namespace('monitoring')], ports: [port(9090)] }, undefined],
    ['from another namespace', monitor({ port: 'metrics' }), { from: [namespace('traefik')], ports: [port(9090)] }, 'web /spec/ingress/0/from'],
    ['by another port', monitor({ port: 'metrics' }), { from: [namespace('monitoring')], ports: [port(90)] }, 'web /spec/ingress/0/ports'],
    ['by the port of the pods', monitor({ targetPort: 9090 }), { from: [namespace('monitoring')], ports: [port(8080)] }, 'web /spec/ingress/0/ports'],
    ['by a port of the pods that is open', monitor({ targetPort: 'http' }), { from: [namespace('monitoring')], ports: [port(8080)] }, undefined],
    ['pods by name', pods({ port: 'http' }), { from: [namespace('monitoring')], ports: [port(9090)] }, 'web /spec/ingress/0/ports'],
    ['pods by number', pods({ portNumber: 9090 }), { from: [namespace('monitoring')], ports: [port('http')] }, 'web /spec/ingress/0/ports'],
    ['pods by a name that the policy names too', pods({ port: 'http' }), { from: [namespace('monitoring')], ports: [port('http')] }, undefined],
  ])('%s', (_, by, rule, place) => {
    expect(about('scrape-blocked', [web(), service, by, ingress(rule)])).toEqual(place === undefined ? [] : [place]);
  });
});

describe('DNS', () => {
  const dns = { ...namespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
  const both = [{ port: 53, protocol: 'UDP' }, port(53)];

  test.each<[string, Fields[], string | undefined]>([
    ['nothing', [], 'web /spec'],
    ['everything', [{}], undefined],
    ['its pods', [{ to: [dns], ports: both }], undefined],
    ['its pods by UDP alone', [{ to: [dns], ports: [both[0]] }], 'web /spec/egress/0'],
    [
      'its pods, by TCP in another rule',
      [
        { to: [dns], ports: [both[0]] },
        { to: [dns], ports: [both[1]] },
      ],
      undefined,
    ],
    ['by the names of its ports', [{ to: [dns], ports: [{ port: 'dns', protocol: 'UDP' }, port('dns-tcp')] }], undefined],
    ['a range', [{ to: [dns], ports: [{ port: 1, endPort: 100, protocol: 'UDP' }, port(1, { endPort: 100 })] }], undefined],
    ['its pods in the own namespace', [{ to: [{ podSelector: dns.podSelector }], ports: both }], 'web /spec/egress/0'],
    ['a single address', [{ to: [{ ipBlock: { cidr: '10.96.0.10/32' } }], ports: both }], 'web /spec/egress/0'],
    ['every address', [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }], undefined],
    [
      'every address but those of pods',
      [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'] } }] }],
      'web /spec',
    ],
  ])('%s', (_, rules, place) => {
    expect(about('dns-blocked', [web(), egress(...rules)])).toEqual(place === undefined ? [] : [place]);
  });
});

describe('what the environment names', () => {
  const asks = (value: string): KubeObject => web({ env: [{ name: 'API', value }] });
  const to = (cidr: string, except: string[] = [], ports: Fields[] = [port(443)]): Fields => ({ to: [{ ipBlock: { cidr, except } }], ports });

  test.each<[string, string, Fields[], string | undefined]>([
    ['a host, by addresses', 'https://api.example.com', [to('192.0.2.0/24')], undefined],
    ['a host, by pods', 'https://api.example.com', [{ to: [{ namespaceSelector: {} }] }], 'web /spec/egress/0'],
    ['a host, by another port', 'https://api.example.com:8443', [to('192.0.2.0/24')], 'web /spec/egress/0/ports'],
    ['a host, by a range of ports', 'https://api.example.com:8443', [to('192.0.2.0/24', [], [port(8000, { endPort: 9000 })])], undefined],
    ['an address', 'https://192.0.2.7/x', [to('192.0.2.0/24')], undefined],
    ['an address outside', 'https://192.0.3.7', [to('192.0.2.0/24')], 'web /spec/egress/0'],
    ['an address that is taken out', 'https://192.0.2.7', [to('192.0.2.0/24', ['192.0.2.0/28'])], 'web /spec/egress/0'],
    ['an address beside what is taken out', 'https://192.0.2.17', [to('192.0.2.0/24', ['192.0.2.0/28'])], undefined],
    ['an address inside of the cluster', 'https://10.0.0.1', [to('192.0.2.0/24')], undefined],
    ['a name inside of the cluster', 'https://api.shop.svc.cluster.local', [to('192.0.2.0/24')], undefined],
  ])('%s', (_, value, rules, place) => {
    expect(about('egress-blocked', [asks(value), egress(...rules)])).toEqual(place === undefined ? [] : [place]);
  });
});

test('a Service port is open by the name that the pod gives it', () => {
  const opened = (name: string): string[] => about('closed-port', [web(), service, ingress({ ports: [port(name), port(9090)] })]);
  expect(opened('http')).toEqual([]);
  expect(opened('https')).toEqual(['web /spec/ports/0']);
});

test.each<[string, string[], boolean]>([
  ['0.0.0.0/0', [], true],
  ['0.0.0.0/0', ['10.0.0.0/8'], true],
  ['10.0.0.0/8', [], true],
  ['10.0.0.0/8', ['10.0.0.0/8'], false],
  ['10.0.0.0/8', ['10.1.0.0/16'], true],
  ['10.42.0.0/16', ['10.0.0.0/8'], false],
  ['10.42.0.0/16', [], true],
  ['10.42.0.1/32', [], false],
  ['203.0.113.0/24', [], false],
  ['::/0', [], true],
  ['::/0', ['::/0'], false],
  ['fd00:1::/48', [], true],
  ['fd00:1::/48', ['fd00::/8'], false],
  ['fd00:1::/48', ['10.0.0.0/8', 'fd00:2::/48'], true],
  ['fd00::1/128', [], false],
  ['nonsense', [], false],
])('pods may have addresses of %s without %j: %s', (cidr, except, may) => {
  expect(mayHoldPods({ cidr, except })).toBe(may);
});

test('an address of one family is not judged by a block of the other', () => {
  expect(holdsAddress({ cidr: '::/0' }, '192.0.2.1')).toBeUndefined();
  expect(holdsAddress({ cidr: '192.0.2.0/24', except: ['::/0'] }, '192.0.2.1')).toBe(true);
  expect(holdsAddress({ cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] }, '2001:db8::1')).toBe(true);
  expect(holdsAddress({ cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] }, '2001:db8:1::1')).toBe(false);
  expect(['192.0.2.1', '10.0.0.1', '127.0.0.1', '169.254.20.10', '224.0.0.1', '1.2.3'].map(isPublic)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
