import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { registeredDomain } from '../../../generator/rules/certificate/orders.ts';
import { HEAD } from '../../support/program.ts';
import { files } from '../../support/fleets.ts';

// Seen to fail: with staging counted, with regions that are going counted, and with owners compared within one cluster alone.

const PRODUCTION = 'https://acme-v02.api.letsencrypt.org/directory';
const STAGING = 'https://acme-staging-v02.api.letsencrypt.org/directory';
const CODES = /^(?:fleet\/acme-limit|certificate\/same-names|dns\/shared-owner)$/;

function found(count: number, extras: Readonly<Record<string, string>>, region: (i: number) => string = () => '{}', more = ''): string[] {
  const regions = Array.from({ length: count }, (_, i) => `  r${i}: ${region(i)}\n`).join('');
  const { findings } = compile(
    files({
      'fleet.yaml': `${HEAD}agents: {}\ngrants: [{ kinds: [cert-manager.io/Issuer], reason: an authority of their own }]\nregions:\n${regions}${more}`,
      ...extras,
    }),
  );
  const errors = findings.filter(({ severity, code }) => severity === 'error' && !CODES.test(code));
  expect(errors).toEqual([]);
  return findings.filter(({ code }) => CODES.test(code)).map(({ code, place: { file }, message }) => `${code} ${file} ${message}`);
}

const issuer = (server: string): string => `apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: own, namespace: agents }
spec:
  acme:
    server: ${server}
    privateKeySecretRef: { name: own-account }
    solvers: [{ http01: { ingress: { ingressClassName: traefik } } }]
`;
const certificate = (names: string): string => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: own, namespace: agents }
spec: { dnsNames: [${names}], issuerRef: { group: cert-manager.io, kind: Issuer, name: own }, secretName: own-tls }
`;

/** With an issuer of its own, since those of the fleet are for the names of its regions alone. */
const ordered = (server: string, names: string): Record<string, string> => ({
  'extra/all/certs/issuer.yaml': issuer(server),
  'extra/all/certs/own.yaml': certificate(names),
});

const writer = (owner: string, filter: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: writer, namespace: agents }
spec:
  selector: { matchLabels: { app: writer } }
  template:
    metadata: { labels: { app: writer } }
    spec:
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: external-dns
          image: registry.k8s.io/external-dns/external-dns:v0.22.0
          args: [--provider=rfc2136, --source=crd, --txt-owner-id=${owner}, --domain-filter=${filter}]
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;

test('one set of names is ordered by so many clusters as the authority allows a week', () => {
  const extra = (server: string) => ordered(server, 'www.example.net, example.net');
  expect(found(5, extra(PRODUCTION))).toEqual([]);
  expect(found(6, extra(PRODUCTION))).toEqual([
    "certificate/same-names config/extra/all/certs/own.yaml 6 certificates are ordered for example.net www.example.net; Let's Encrypt issues 5 a week for one set of names, renewals included",
  ]);
  expect(found(6, extra(STAGING))).toEqual([]);
  expect(found(6, extra(PRODUCTION), (i) => (i === 0 ? '{ state: decommissioning }' : '{}'))).toEqual([]);
});

test('what is written by hand counts to the limit of its registered domain', () => {
  const extra = ordered(PRODUCTION, 'www.example.net');
  const production = 'components: { certs: { environment: production } }\n';
  expect(found(50, {}, undefined, production)).toEqual([]);
  expect(found(26, extra, undefined, production).filter((text) => text.startsWith('fleet/'))).toEqual([
    "fleet/acme-limit config/extra/all/certs/own.yaml 52 certificates below example.net are ordered from Let's Encrypt, which issues 50 a week for one registered domain",
  ]);
  expect(registeredDomain('a.b.example.co.uk')).toBe('example.co.uk');
  expect(registeredDomain('*.b.example.net')).toBe('example.net');
});

test('instances of ExternalDNS in two clusters write under owner ids of their own, or into names of their own', () => {
  const extra = (a: string, b: string) => ({ 'extra/r0/dns/a.yaml': a, 'extra/r1/dns/a.yaml': b });
  expect(found(2, extra(writer('shop', 'example.org'), writer('shop', 'eu.example.org')))).toEqual([
    'dns/shared-owner config/extra/r0/dns/a.yaml 2 instances of ExternalDNS in 2 clusters write as "shop" into the same names',
  ]);
  expect(found(2, extra(writer('shop', 'us.example.org'), writer('shop', 'eu.example.org')))).toEqual([]);
  expect(found(2, extra(writer('shop', 'example.org'), writer('shop-eu', 'example.org')))).toEqual([]);
  expect(found(3, { 'extra/all/dns/a.yaml': writer('shop', 'example.org') })).toEqual([
    'dns/shared-owner config/extra/all/dns/a.yaml 3 instances of ExternalDNS in 3 clusters write as "shop" into the same names',
  ]);
});
