// https://cert-manager.io/docs/reference/api-docs/
import { isFleets } from '../../../k8s/agent.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import { fields } from '../../../k8s/look.ts';
import { equal, isMap } from '../../../model/data.ts';
import { schemaAt } from '../../../fleet/schema/schemas.ts';
import { any, becomes, first, longer, lower, narrower, none, setting, shorter, when, wider } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Fields, Table } from '../table.ts';
import { METADATA } from './metadata.ts';

/** Servers that a fleet uses which names none. */
const DEFAULT_SERVERS: readonly unknown[] = ['productionServer', 'stagingServer'].map((key) => schemaAt(['components', 'certs', key])?.default);

/** Others may ask an issuer of people, which nothing here shows. */
const ISSUER_GONE = when(
  (before, _, { cluster }) => {
    const issuer = before as KubeObject;
    return !isFleets(issuer) || cluster.refersTo(issuer.kind, issuer.metadata.namespace, issuer.metadata.name);
  },
  'work',
  'certificates can no longer be issued or renewed',
  { effect: 'stops', always: true },
);
const ISSUES = any('power', 'another authority issues certificates, or issues them in another way');

const SIGNER = any('power', 'challenges are written with another key');

const server: Rule = setting({
  weigh: (_, after, spot) =>
    spot.verb === 'create' && DEFAULT_SERVERS.includes(after) ? undefined : { class: 'power', says: 'certificates come from another authority' },
});

/** How solvers prove names, each way once; `key`: also with which key. */
function ways(solvers: unknown, key: boolean): string[] {
  const all = (Array.isArray(solvers) ? solvers : []).filter(isMap).map(({ selector: _, ...way }) => {
    const { tsigKeyName: _name, tsigSecretSecretRef: _secret, ...rest } = fields(fields(way['dns01'])['rfc2136']);
    return JSON.stringify(key || Object.keys(rest).length === 0 ? way : { ...way, dns01: { ...fields(way['dns01']), rfc2136: rest } });
  });
  return [...new Set(all)].sort();
}

const solvers: Rule = {
  weigh(before, after, spot) {
    const same = (key: boolean): boolean => equal(ways(before, key), ways(after, key));
    if (same(true)) return { class: 'power', says: 'the issuer proves other names than before, with the same key' };
    return same(false) ? SIGNER.weigh(before, after, spot) : ISSUES.weigh(before, after, spot);
  },
};

const ISSUER: Fields = {
  ...METADATA,
  'spec.acme': ISSUES,
  'spec.acme.server': server,
  'spec.acme.caBundle': any('power', 'whoever holds a key of this authority can pose as the ACME server'),
  'spec.acme.solvers': solvers,
  'spec.acme.skipTLSVerify': any('power', 'anybody can pose as the ACME server'),
  'spec.acme.email': none,
  'spec.acme.preferredChain': none,
  'spec.acme.profile': none,
  'spec.acme.privateKeySecretRef': any('identity', 'the issuer acts as another account'),
  'spec.ca.secretName': any('identity', 'certificates are signed with the key of another authority'),
  'spec.ca': ISSUES,
  'spec.selfSigned': ISSUES,
  'spec.vault': ISSUES,
  'spec.venafi': ISSUES,
};

const issuer: Table = {
  kinds: ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'],
  fields: ISSUER,
  gone: ISSUER_GONE,
  brought: any('power', 'another authority may issue certificates'),
};

const NAMES = first(
  when(wider, 'identity', 'the certificate speaks for further names'),
  when(narrower, 'work', 'clients of a name no longer accept the certificate', { effect: 'stops' }),
);
const REISSUED = any('power', 'the certificate says something else about its holder');

const certificate: Table = {
  kinds: ['cert-manager.io/Certificate'],
  fields: {
    ...METADATA,
    'spec.dnsNames': NAMES,
    'spec.commonName': NAMES,
    'spec.ipAddresses': NAMES,
    'spec.uris': NAMES,
    'spec.emailAddresses': NAMES,
    'spec.otherNames': NAMES,
    'spec.subject': REISSUED,
    'spec.literalSubject': REISSUED,
    'spec.issuerRef': {
      weigh: (_, after, spot) => (spot.cluster.isKnown(after) ? undefined : { class: 'power', says: 'another authority issues the certificate' }),
    },
    'spec.secretName': any('identity', "a certificate's Secret changes its name"),
    'spec.secretTemplate': any('identity', 'controllers may copy the key, or act on it'),
    'spec.additionalOutputFormats': any('power', 'the key is written in another form'),
    'spec.keystores': any('power', 'the key is written in another form'),
    'spec.isCA': when(becomes(true), 'power', 'whoever holds the key may issue certificates'),
    'spec.nameConstraints': REISSUED,
    'spec.usages': REISSUED,
    'spec.encodeUsagesInRequest': none,
    'spec.signatureAlgorithm': none,
    'spec.duration': when(longer, 'power', 'a stolen key is of use for longer'),
    'spec.renewBefore': when(shorter, 'work', 'the certificate may end before it is renewed', { effect: 'weakens' }),
    'spec.renewBeforePercentage': when(lower(), 'work', 'the certificate may end before it is renewed', { effect: 'weakens' }),
    'spec.renewal': any('work', 'the certificate may end before it is renewed', { effect: 'weakens' }),
    'spec.revisionHistoryLimit': none,
    'spec.privateKey': any('power', 'the key is made in another way'),
    'spec.privateKey.rotationPolicy': when(becomes('Never', undefined), 'power', 'a stolen key stays of use after a renewal'),
  },
  gone: any('work', 'the certificate is no longer renewed', { effect: 'stops' }),
  brought: any('identity', 'a certificate speaks for its names'),
};

export const certificates: readonly Table[] = [issuer, certificate];
