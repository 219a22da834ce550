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
  ['reference/missing-secret', 'ClusterIssuer letsencrypt-dns01', 'rfc2136-secret'],
  ['reference/missing-secret', 'Deployment agents/research-agent', 'agent-tls-certs'],
  ['reference/missing-secret', 'Deployment agents/research-agent', 'agent-signing-keys'],
  ['object/unserved-api', 'IngressRoute agents/research-agent-hooks', 'traefik.containo.us/v1alpha1'],
  ['object/unserved-api', 'Middleware agents/rate-limit', 'traefik.containo.us/v1alpha1'],
  ['object/unserved-api', 'Middleware agents/auth-oauth', 'traefik.containo.us/v1alpha1'],
  ['object/unserved-api', 'PodSecurityPolicy agent-psp', 'policy/v1beta1'],
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
