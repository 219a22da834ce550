// Certificates as cert-manager's CA issuer makes them of a Certificate, made by openssl. A field that is not understood here
// is an error: what the objects say is done, not what a test would like.
import { readFileSync } from 'node:fs';
import type { Generated } from './generated.ts';
import { must } from './run.ts';

/** `spec` of a Certificate for which a private CA is asked. */
export interface ClientCertificate {
  readonly dnsNames: readonly string[];
  readonly duration: string;
  readonly issuerRef: { readonly kind: string; readonly name: string };
  readonly privateKey: { readonly algorithm: string; readonly encoding: string };
  readonly renewBefore: string;
  readonly secretName: string;
  readonly usages: readonly string[];
}

/** cert-manager's usages (pkg/apis/certmanager/v1, KeyUsage) → extension and word of openssl. */
const USAGES: Readonly<Record<string, readonly ['keyUsage' | 'extendedKeyUsage', string]>> = {
  'digital signature': ['keyUsage', 'digitalSignature'],
  'key encipherment': ['keyUsage', 'keyEncipherment'],
  'client auth': ['extendedKeyUsage', 'clientAuth'],
  'server auth': ['extendedKeyUsage', 'serverAuth'],
};
const UNDERSTOOD = new Set([
  ...['dnsNames', 'duration', 'issuerRef', 'privateKey', 'secretName', 'usages'],
  // About when and where, not about what.
  ...['renewBefore', 'revisionHistoryLimit'],
]);

/** A Secret of type kubernetes.io/tls, with `ca.crt`, as it is mounted. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** @param authority folder with `tls.crt` and `tls.key` */
export function issue(folder: Generated, spec: ClientCertificate, authority: string): Tls {
  const unknown = Object.keys(spec).filter((field) => !UNDERSTOOD.has(field));
  if (unknown.length > 0) throw new Error(`Certificate fields that are not understood here: ${unknown.join(', ')}`);
  const { algorithm, encoding } = spec.privateKey;
  if (algorithm !== 'Ed25519' || encoding !== 'PKCS8') throw new Error(`private keys like this are not made here: ${algorithm} ${encoding}`);
  const path = (name: string): string => folder.path(`issued/${spec.secretName}/${name}`);
  const words = (extension: string): string[] =>
    spec.usages.flatMap((usage) => {
      const known = USAGES[usage];
      if (known === undefined) throw new Error(`unknown usage ${usage}`);
      return known[0] === extension ? [known[1]] : [];
    });
  const extended = words('extendedKeyUsage');
  folder.write(
    `issued/${spec.secretName}/extensions`,
    [
      'basicConstraints = critical, CA:FALSE',
      `keyUsage = critical, ${words('keyUsage').join(', ')}`,
      ...(extended.length === 0 ? [] : [`extendedKeyUsage = ${extended.join(', ')}`]),
      // Critical, because there is no subject (RFC 5280 §4.2.1.6).
      `subjectAltName = critical, ${spec.dnsNames.map((name) => `DNS:${name}`).join(', ')}`,
      'authorityKeyIdentifier = keyid',
    ].join('\n'),
  );
  must('openssl', ['genpkey', '-algorithm', algorithm, '-out', path('tls.key')]);
  must('openssl', ['req', '-new', '-key', path('tls.key'), '-subj', '/', '-out', path('request.pem')]);
  const days = ['-days', String(hours(spec.duration) / 24)];
  const signer = ['-CA', `${authority}/tls.crt`, '-CAkey', `${authority}/tls.key`];
  const made = ['-in', path('request.pem'), '-extfile', path('extensions'), '-out', path('tls.crt')];
  must('openssl', ['x509', '-req', ...signer, ...days, ...made]);
  return {
    cert: readFileSync(path('tls.crt'), 'utf8'),
    key: readFileSync(path('tls.key'), 'utf8'),
    ca: readFileSync(`${authority}/tls.crt`, 'utf8'),
  };
}

/** A Go duration of whole hours. */
export function hours(duration: string): number {
  const found = /^([0-9]+)h(0m0s)?$/.exec(duration)?.[1];
  if (found === undefined) throw new Error(`not a duration in hours: ${duration}`);
  return Number(found);
}
