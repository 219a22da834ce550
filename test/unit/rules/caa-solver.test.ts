// Extra issuers against the ways that the CAA entries of the zone allow.
import { expect, test } from 'vitest';
import { compiled, said } from '../../support/compiled.ts';
import { FLEET } from '../../support/program.ts';

const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

function found(caa: string, solvers: string, { server = LETS_ENCRYPT, kind = 'Issuer' } = {}): string[] {
  const fleet = `${FLEET.replace('nameservers: [ns1.example.net]', `nameservers: [ns1.example.net], caa: ${caa}`)}grants: [{ kinds: [cert-manager.io/${kind}]${kind === 'Issuer' ? '' : ', scope: cluster'}, reason: an example }]\n`;
  const issuer = `apiVersion: cert-manager.io/v1
kind: ${kind}
metadata: { name: web${kind === 'Issuer' ? ', namespace: agents' : ''} }
spec: { acme: { server: "${server}", privateKeySecretRef: { name: web }, solvers: ${solvers} } }
`;
  const texts = said(compiled({ 'fleet.yaml': fleet, 'extra/south/certs/web.yaml': issuer }));
  expect(texts.filter((text) => /^((config|extra|object|schema|yaml)\/|fleet\/invalid)/.test(text))).toEqual([]);
  return texts.filter((text) => text.startsWith('fleet/caa-solver')).map((text) => text.replace(/^.*: (proves names by [a-z0-9-]+).*$/, '$1'));
}

const DNS = '[{ issuer: letsencrypt.org, validationmethods: [dns-01] }]';
const HTTP = 'http01: { ingress: { ingressClassName: traefik } }';
const DNS01 = 'dns01: { rfc2136: { nameserver: "192.0.2.53:53" } }';
const REFUSED = ['proves names by http-01'];

// Seen to fail: with any entry of the zone asked instead of those of the authority, and with selectors left unread.
test.each<[string, string, string, readonly string[]]>([
  ['http-01 where dns-01 alone is allowed', DNS, `[{ ${HTTP} }]`, REFUSED],
  ['dns-01 where it is allowed', DNS, `[{ ${DNS01} }]`, []],
  ['http-01 where both are', '[{ issuer: letsencrypt.org, validationmethods: [dns-01, http-01] }]', `[{ ${HTTP} }]`, []],
  ['http-01 where an entry allows any way', `[letsencrypt.org, { issuer: letsencrypt.org, validationmethods: [dns-01] }]`, `[{ ${HTTP} }]`, []],
  ['http-01 where only another authority is bound', '[letsencrypt.org, { issuer: pki.goog, validationmethods: [dns-01] }]', `[{ ${HTTP} }]`, []],
  ['http-01 without entries', '[]', `[{ ${HTTP} }]`, []],
  ['http-01 for another zone', DNS, `[{ selector: { dnsZones: [example.org] }, ${HTTP} }]`, []],
  ['http-01 for the zone above', DNS, `[{ selector: { dnsZones: [example.net] }, ${HTTP} }]`, REFUSED],
  ['http-01 for a zone below', DNS, `[{ selector: { dnsZones: [south.a.example.net] }, ${HTTP} }]`, REFUSED],
  ['http-01 for a zone that only ends alike', DNS, `[{ selector: { dnsZones: [ba.example.net] }, ${HTTP} }]`, []],
  ['http-01 for one name of the zone', DNS, `[{ selector: { dnsNames: [Web.A.example.net] }, ${HTTP} }]`, REFUSED],
  ['http-01 for names elsewhere', DNS, `[{ selector: { dnsNames: [www.example.org] }, ${HTTP} }]`, []],
  ['http-01 beside a solver for the zone', DNS, `[{ ${HTTP} }, { selector: { dnsZones: [a.example.net] }, ${DNS01} }]`, []],
  ['http-01 beside a solver for a part of the zone', DNS, `[{ ${HTTP} }, { selector: { dnsZones: [south.a.example.net] }, ${DNS01} }]`, REFUSED],
])('%s', (_, caa, solvers, expected) => expect(found(caa, solvers)).toEqual(expected));

test('a ClusterIssuer is looked at like an Issuer', () => expect(found(DNS, `[{ ${HTTP} }]`, { kind: 'ClusterIssuer' })).toEqual(REFUSED));
test('a private authority reads no public CAA by a name that is known here', () =>
  expect(found(DNS, `[{ ${HTTP} }]`, { server: 'https://acme.example.net/directory' })).toEqual([]));
