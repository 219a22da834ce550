import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { BARE, configOf } from '../../support/fleets.ts';
import type { TestFleet } from '../../support/fleets.ts';
import { faults, object } from '../../support/worlds.ts';

// Who may claim the host of an agent. Seen to fail: with the comparison of Services and namespaces taken out.

const HOST = 'research.us-east.a.example.net';
const OWNED = { 'app.kubernetes.io/name': 'research', 'pap.plugged.in/owner': 'example' };

const route = (name: string, host: string, service: string, labels?: Record<string, string>, kind = 'IngressRoute'): KubeObject =>
  object(
    `traefik.io/${kind}`,
    name,
    { spec: { routes: [{ match: `Host${kind.endsWith('TCP') ? 'SNI' : ''}(\`${host}\`)`, services: [{ name: service }] }] } },
    labels,
  );
const ingress = (name: string, host: string, service: string): KubeObject =>
  object('networking.k8s.io/Ingress', name, {
    spec: { rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }] } }] },
  });
const agent = route('agents/research', HOST, 'research-agent', OWNED);

test.each<[string, KubeObject, string | undefined]>([
  ['another host', route('agents/docs', 'docs.example.net', 'docs'), undefined],
  ['the host for another Service', route('agents/docs', HOST, 'docs'), '/spec/routes/0/match'],
  ['the host in capitals', route('agents/docs', HOST.toUpperCase(), 'docs'), '/spec/routes/0/match'],
  ['the host for the Service of the agent', route('agents/more', HOST, 'research-agent'), undefined],
  ['the host for a Service of that name elsewhere', route('web/more', HOST, 'research-agent'), '/spec/routes/0/match'],
  ['the host by an object that bears the name of the agent', route('agents/docs', HOST, 'docs', { 'app.kubernetes.io/name': 'research' }), undefined],
  ['the host by TCP', route('agents/docs', HOST, 'docs', undefined, 'IngressRouteTCP'), '/spec/routes/0/match'],
  ['the host by an Ingress', ingress('web/docs', HOST, 'docs'), '/spec/rules/0/host'],
  ['the host by an Ingress for the agent', ingress('agents/docs', HOST, 'research-agent'), undefined],
  ['a wildcard that covers it', ingress('web/docs', '*.us-east.a.example.net', 'docs'), '/spec/rules/0/host'],
  ['a wildcard of another level', ingress('web/docs', '*.a.example.net', 'docs'), undefined],
])('%s', (_, other, path) => {
  for (const both of [
    [agent, other],
    [other, agent],
  ]) {
    const found = faults(both, { whole: false }).filter(({ rule }) => rule.code === 'pap/foreign-host');
    expect(found.map((fault) => `${fault.object.metadata.name} ${fault.path}`)).toEqual(path === undefined ? [] : [`${other.metadata.name} ${path}`]);
  }
});

test('the name of the agent is no sign where all of a cluster is known', () => {
  const named = route('agents/docs', HOST, 'docs', { 'app.kubernetes.io/name': 'research', 'app.kubernetes.io/component': 'agent' });
  const found = faults([agent, named], { whole: true }).filter(({ rule }) => rule.code === 'pap/foreign-host');
  expect(found.map((fault) => fault.object.metadata.name)).toEqual(['docs']);
});

test('of two agents, the second', () => {
  const other = route('agents/other', HOST, 'research-agent', { ...OWNED, 'app.kubernetes.io/name': 'other' });
  const found = (objects: readonly KubeObject[]): string[] =>
    faults(objects, { whole: false }).map((fault) => `${fault.rule.code} ${fault.object.metadata.name}`);
  expect(found([agent, other])).toEqual(['pap/foreign-host other']);
  expect(found([other, agent])).toEqual(['pap/foreign-host research']);
});

test('where nobody says whose a host is, the form of the name tells', () => {
  const found = (host: string): number =>
    faults([route('a/one', host, 'one'), route('b/two', host, 'two')], { whole: false }).filter(({ rule }) => rule.code === 'pap/foreign-host')
      .length;
  expect(found(HOST)).toBe(1);
  expect(found('www.example.net')).toBe(0);
});

test('an object of a region that claims the host of an agent there is refused', () => {
  const fleet = (host: string): TestFleet => ({
    spec: {
      ...BARE,
      regions: { 'us-east': {}, 'eu-west': {} },
      agents: {
        research: { ref: 'example/research@1.0.0', image: `registry.example.net/x:v1@sha256:${'0'.repeat(64)}`, regions: ['us-east', 'eu-west'] },
      },
      externals: [{ kind: 'Service', namespace: 'agents', name: 'docs', reason: 'the docs', until: '2027-01-31' }],
    } as unknown as TestFleet['spec'],
    customs: {
      'extra/eu-west/ingress/docs.yaml': {
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'IngressRoute',
        metadata: { name: 'docs', namespace: 'agents' },
        spec: { entryPoints: ['websecure'], routes: [{ kind: 'Rule', match: `Host(\`${host}\`)`, services: [{ name: 'docs', port: 80 }] }] },
      },
    },
  });
  const codes = (host: string): string[] => compile(configOf(fleet(host))).findings.map(({ code }) => code);
  expect(codes('research.eu-west.a.example.net')).toEqual(['security/tls-options', 'pap/foreign-host']);
  expect(codes('research.us-east.a.example.net')).toEqual([]);
  expect(codes('docs.example.net')).toEqual([]);
});
