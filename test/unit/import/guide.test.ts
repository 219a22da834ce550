// The YAML of the deployment guide, with the faults mended that clusters refuse or that have no effect: what somebody runs who has followed it.
// Seen to fail: without the corrections, and with the rate limit left out of what is read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batch, differences, imported } from '../../support/imported.ts';

const guide = readFileSync(join(import.meta.dirname, '../lint/guide.md'), 'utf8');

/** What docs/guide-errata.md says of these lines, and what a cluster takes instead. */
const CORRECTIONS: readonly (readonly [wrong: string, right: string])[] = [
  ['traefik.containo.us/v1alpha1', 'traefik.io/v1alpha1'],
  ['    agent-uuid: pluggedin/research@1.2.0\n', ''],
  ['          name: traefik\n', '          kubernetes.io/metadata.name: traefik\n'],
  ['          name: station\n', '          kubernetes.io/metadata.name: station\n'],
  ['  - to:\n    - podSelector: {}\n    ports:\n    - protocol: TCP\n', '  - ports:\n    - protocol: UDP\n      port: 53\n    - protocol: TCP\n'],
  ['secretName: agent-tls-certs', 'secretName: research-client-tls'],
  ['secretName: agent-signing-keys', 'secretName: research-signing-keys'],
  ['  - "*.eu-west.a.plugged.in"\n  - "*.ap-south.a.plugged.in"\n', ''],
];

const corrected = [...guide.matchAll(/```yaml\n([^]*?)```/g)]
  .map(([, block]) => CORRECTIONS.reduce((text, [wrong, right]) => text.replaceAll(wrong, right), block as string))
  .filter((block) => !block.includes('PodSecurityPolicy'))
  .join('---\n');

const found = imported([batch(corrected, { path: 'guide.yaml', said: 'us-east' })], { name: 'pap' });

test('each correction is of words of the guide', () => {
  for (const [wrong] of CORRECTIONS) expect(guide).toContain(wrong);
});

test('becomes a valid fleet with its agent', () => {
  expect(found.compiled.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect([...found.files.keys()]).toEqual(['fleet.yaml', 'agents/research.yaml', 'extra/us-east/policies/networkpolicy-research-agent-netpol.yaml']);
  expect(found.files.get('agents/research.yaml')).toBe(`# The agent research, read from manifests.
ref: pluggedin/research@1.2.0
image: plugged.in/agents/research:v1.2.0
regions: [us-east]
stateless: true
autoscale: { min: 3, max: 10, memory: 80 }
labels: { app: research-agent }
annotations: { prometheus.io/scrape: "true", prometheus.io/port: "8080", prometheus.io/path: /metrics }
tier: heavy
`);
});

test('with the settings that its objects say', () => {
  expect(found.files.get('fleet.yaml')).toContain(`zone:
  name: a.plugged.in
  nameservers: [ns1.plugged.in]

components: # for the whole fleet; a region may override any of them
  dns: { enabled: false }
  certs: { email: admin@plugged.in }
  ingress:
    rateLimit: { average: 100, burst: 200 }
    forwardAuth:
      address: https://auth.plugged.in/verify
      responseHeaders: [X-Auth-User, X-Auth-Agent]
      trustForwardHeader: true
`);
});

test('what is not taken over, guessed, or made anew beside what is there is told', () => {
  expect(found.notes.map(({ kind, about }) => `${kind} ${about}`)).toEqual([
    'guessed zone.nameservers: [ns1.plugged.in]',
    'dropped ConfigMap kube-system/external-dns-config',
    'beside ClusterIssuer letsencrypt-dns01',
    'beside Certificate agents/wildcard-a-plugged-in',
    'beside Middleware agents/rate-limit',
    'beside Middleware agents/auth-oauth',
    'beside PodDisruptionBudget agents/research-agent-pdb',
    'beside HorizontalPodAutoscaler agents/research-agent-hpa',
    'guessed components.policies in us-east: { enabled: false }',
    'left NetworkPolicy agents/research-agent-netpol: egress',
    'dropped Backup velero/agents-backup',
  ]);
});

test('the first sync changes what has the name that the fleet gives it, and makes the rest', () => {
  expect(
    differences(found)
      .filter((line) => !line.includes(' create '))
      .map((line) => line.split(' ').slice(0, 4).join(' ')),
  ).toEqual([
    'us-east replace Deployment agents/research-agent',
    'us-east update Service agents/research-agent',
    'us-east update IngressRoute agents/research-agent-hooks',
    'us-east update ServiceMonitor agents/research-agent',
  ]);
});
