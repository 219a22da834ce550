import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { BARE, configOf } from '../../support/fleets.ts';
import type { Data, TestFleet } from '../../support/fleets.ts';

// Further hosts of agents are theirs as much as the first one. Seen to fail: with the routes left out of `hostsOfAgents`.

const IMAGE = `registry.example.net/x:v1@sha256:${'0'.repeat(64)}`;

function codes(customs: Readonly<Record<string, Data>>): string[] {
  const fleet = {
    spec: {
      ...BARE,
      regions: { 'us-east': {}, 'eu-west': {} },
      agents: {
        research: {
          ref: 'example/research@1.0.0',
          image: IMAGE,
          regions: ['us-east', 'eu-west'],
          hosts: { docs: { paths: { '/': 'http' } } },
          overrides: { 'us-east': { hosts: { 'research.a.example.net': {}, 'papers.of.research.a.example.net': {} } } },
        },
        other: { ref: 'example/other@1.0.0', image: IMAGE, regions: ['us-east'] },
      },
      grants: [
        { kinds: ['cert-manager.io/Certificate', 'externaldns.k8s.io/DNSEndpoint'], namespaces: ['agents', 'external-dns'], reason: 'for tests' },
      ],
    } as unknown as TestFleet['spec'],
    customs,
  };
  return compile(configOf(fleet)).findings.map(({ code }) => code);
}

const HOSTS = ['docs.us-east.a.example.net', 'research.a.example.net', 'papers.of.research.a.example.net'];

test('nothing is found where nobody takes them', () => {
  expect(codes({})).toEqual([]);
});

test.each(HOSTS)('a route of another claims %s', (host) => {
  const rule = { kind: 'Rule', match: `Host(\`${host}\`)`, services: [{ name: 'other-agent', port: 8080 }] };
  const route = {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: { name: 'taken', namespace: 'agents' },
    spec: { entryPoints: ['websecure'], routes: [rule], tls: { options: { name: 'pap-tls' } } },
  };
  expect(codes({ 'extra/us-east/ingress/taken.yaml': route })).toContain('pap/foreign-host');
});

test.each(HOSTS)('a record is made for %s', (dnsName) => {
  const endpoint = {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: { name: 'taken', namespace: 'external-dns' },
    spec: { endpoints: [{ dnsName, recordType: 'A', recordTTL: 300, targets: ['203.0.113.1'] }] },
  };
  expect(codes({ 'extra/us-east/dns/taken.yaml': endpoint })).toContain('pap/foreign-record');
});

test.each(HOSTS)('a certificate is for %s', (name) => {
  const certificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'taken', namespace: 'agents' },
    spec: {
      dnsNames: [name],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'pap-letsencrypt-staging' },
      secretName: 'taken-tls',
    },
  };
  expect(codes({ 'extra/us-east/certs/taken.yaml': certificate })).toContain('pap/foreign-certificate');
});
