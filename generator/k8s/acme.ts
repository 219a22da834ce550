import type { Cluster } from './cluster.ts';
import { isWithin } from './hosts.ts';
import { issuerOf } from './issuers.ts';
import { fields, maps, text, textMap, texts } from './look.ts';
import type { Fields } from './look.ts';
import type { KubeObject } from './object.ts';
import type { Pointer } from '../model/pointer.ts';

/** Hosts of ACME directories that are open to everybody, and the names by which CAA records know the authority (its own documentation). */
const AUTHORITIES: readonly (readonly [directory: RegExp, names: readonly string[]])[] = [
  [/(^|\.)api\.letsencrypt\.org$/, ['letsencrypt.org']],
  [/(^|\.)zerossl\.com$/, ['sectigo.com', 'zerossl.com', 'comodoca.com', 'usertrust.com', 'trust-provider.com']],
  [/(^|\.)api\.pki\.goog$/, ['pki.goog']],
  [/(^|\.)buypass\.(com|no)$/, ['buypass.com', 'buypass.no']],
  [/(^|\.)acme\.ssl\.com$/, ['ssl.com']],
];

/**
 * The public authority that answers at an ACME directory: its host, and the names by which CAA records know it.
 * @param server `https://host/path`
 */
export function publicAuthority(server: unknown): { readonly host: string; readonly names: readonly string[] } | undefined {
  const host = typeof server === 'string' ? /^https:\/\/([^/:]+)/.exec(server)?.[1] : undefined;
  const names = host === undefined ? undefined : AUTHORITIES.find(([directory]) => directory.test(host))?.[1];
  return host === undefined || names === undefined ? undefined : { host, names };
}

/** A way by which an issuer proves that names are its owner's. https://cert-manager.io/docs/configuration/acme/ */
export interface Solver {
  readonly at: Pointer;
  readonly http01: boolean;
  readonly dns01: boolean;
  readonly selector: Fields | undefined;
}

export function solversOf(issuer: KubeObject): readonly Solver[] {
  const solvers = maps(fields(fields(issuer['spec'])['acme'])['solvers'], '/spec/acme/solvers');
  return solvers.map(({ item, at }) => ({
    at,
    http01: item['http01'] !== undefined,
    dns01: item['dns01'] !== undefined,
    selector: item['selector'] === undefined ? undefined : fields(item['selector']),
  }));
}

/** Whether a solver is chosen for a name of a certificate: each part of its selector that is there has to fit. */
export function solves({ selector }: Solver, name: string, certificate: KubeObject): boolean {
  if (selector === undefined) return true;
  const plain = name.replace(/^\*\./, '');
  const [names, zones] = [texts(selector['dnsNames']), texts(selector['dnsZones'])];
  const labels = certificate.metadata.labels ?? {};
  return (
    (names.length === 0 || names.some((each) => each.toLowerCase() === name)) &&
    (zones.length === 0 || zones.some((zone) => isWithin(plain, zone.toLowerCase()))) &&
    Object.entries(textMap(selector['matchLabels'])).every(([key, value]) => labels[key] === value)
  );
}

/** The names of a Certificate and where they stand, in lower case. */
export function namesOf(certificate: KubeObject): readonly { readonly name: string; readonly at: Pointer }[] {
  const spec = fields(certificate['spec']);
  const common = text(spec['commonName']);
  const inSubject = /(?:^|,)\s*CN\s*=\s*([^,]+)/i.exec(text(spec['literalSubject']) ?? '')?.[1]?.trim();
  return [
    ...texts(spec['dnsNames']).map((name, i) => ({ name, at: `/spec/dnsNames/${i}` })),
    ...(common === undefined ? [] : [{ name: common, at: '/spec/commonName' }]),
    ...(inSubject === undefined ? [] : [{ name: inSubject, at: '/spec/literalSubject' }]),
  ].map(({ name, at }) => ({ name: name.toLowerCase().replace(/\.$/, ''), at }));
}

/** The issuer of a Certificate, if it is an ACME one of this cluster. */
export function acmeIssuerOf(cluster: Cluster, certificate: KubeObject): KubeObject | undefined {
  const issuer = issuerOf(cluster, certificate);
  return issuer !== undefined && fields(issuer['spec'])['acme'] !== undefined ? issuer : undefined;
}
