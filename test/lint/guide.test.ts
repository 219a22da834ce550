import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anyCluster, lint } from '../../generator/lint/lint.ts';
import { parseManifests } from '../../generator/source/manifests.ts';

const path = join(import.meta.dirname, 'guide.md');
const { manifests, findings: unread } = parseManifests({ path: 'guide.md', bytes: readFileSync(path) });
const found = lint(manifests, anyCluster);
const lines = readFileSync(path, 'utf8').split('\n');

/** What is wrong with the guide as far as objects show it: code, object, and the text that is pointed at. */
const FAULTS: readonly (readonly [code: string, object: string, text: string])[] = [
  ['security/secret-in-config-map', 'ConfigMap kube-system/external-dns-config', '|'],
  ['certificate/unselective-solver', 'ClusterIssuer letsencrypt-dns01', 'd'],
  ['reference/missing-secret', 'ClusterIssuer letsencrypt-dns01', 'rfc2136-secret'],
  ['certificate/several-zones', 'Certificate agents/wildcard-a-plugged-in', 'dnsNames'],
  ['certificate/fixed-renewal', 'Certificate agents/wildcard-a-plugged-in', '2160h'],
  ['certificate/fixed-renewal', 'Certificate agents/wildcard-a-plugged-in', '720h'],
  ['quantity/replicas-and-autoscaler', 'Deployment agents/research-agent', '3'],
  ['object/illegal-label', 'Deployment agents/research-agent', 'pluggedin/research@1.2.0'],
  ['monitor/scraped-twice', 'Deployment agents/research-agent', '"true"'],
  ['pap/drain-time', 'Deployment agents/research-agent', 'spec'],
  ['security/restricted-pod', 'Deployment agents/research-agent', 'n'],
  ['security/unpinned-image', 'Deployment agents/research-agent', 'plugged.in/agents/research:v1.2.0'],
  ['pap/shared-identity', 'Deployment agents/research-agent', '"pluggedin/research@1.2.0"'],
  ['reference/missing-secret', 'Deployment agents/research-agent', 'agent-tls-certs'],
  ['reference/missing-secret', 'Deployment agents/research-agent', 'agent-signing-keys'],
  ['network/closed-port', 'Service agents/research-agent', 'n'],
  ['object/unserved-api', 'IngressRoute agents/research-agent-hooks', 'traefik.containo.us/v1alpha1'],
  ['pap/hooks-route', 'IngressRoute agents/research-agent-hooks', 'Host(`research.us-east.a.plugged.in`) && PathPrefix(`/hooks`)'],
  ['pap/hooks-route', 'IngressRoute agents/research-agent-hooks', 'tls'],
  ['object/unserved-api', 'Middleware agents/rate-limit', 'traefik.containo.us/v1alpha1'],
  ['object/unserved-api', 'Middleware agents/auth-oauth', 'traefik.containo.us/v1alpha1'],
  ['security/forwarded-headers', 'Middleware agents/auth-oauth', 'true'],
  ['monitor/undiscovered', 'ServiceMonitor agents/research-agent', 'metadata'],
  ['quantity/absolute-budget', 'PodDisruptionBudget agents/research-agent-pdb', '2'],
  ['network/scrape-blocked', 'NetworkPolicy agents/research-agent-netpol', 'from'],
  ['network/namespace-label', 'NetworkPolicy agents/research-agent-netpol', 'traefik'],
  ['network/egress-blocked', 'NetworkPolicy agents/research-agent-netpol', 'egress'],
  ['network/egress-blocked', 'NetworkPolicy agents/research-agent-netpol', 't'],
  ['network/namespace-label', 'NetworkPolicy agents/research-agent-netpol', 'station'],
  ['network/dns-blocked', 'NetworkPolicy agents/research-agent-netpol', 't'],
  ['object/unserved-api', 'PodSecurityPolicy agent-psp', 'policy/v1beta1'],
  ['backup/one-shot', 'Backup velero/agents-backup', 'Backup'],
  ['backup/partial-backup', 'Backup velero/agents-backup', 'includedResources'],
  ['backup/partial-backup', 'Backup velero/agents-backup', 'secrets'],
];

test('the guide is read whole', () => {
  expect(unread).toEqual([]);
  expect(manifests.length).toBe(14);
});

test('every fault of the guide that an object shows is found, at the text that is at fault, and nothing else', () => {
  const seen = found.map(({ code, message, place }) => [
    code,
    message.slice(0, message.indexOf(': ')),
    (lines[place.line - 1] as string).slice(place.col - 1, place.col - 1 + place.length),
  ]);
  expect([...seen].sort(byText)).toEqual([...FAULTS.map((fault) => [...fault])].sort(byText));
});

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join(' ') < b.join(' ') ? -1 : 1;
}
