import { isAddress } from '../../../k8s/ip.ts';
import { child, defineRule, each, fields, isMap, quoted, shown, text, texts, type FoundIn, type Placed } from '../../kit.ts';

const NAMES = ['commonName', 'dnsNames', 'uris', 'emailAddresses', 'ipAddresses', 'otherNames', 'literalSubject'];
const ISSUERS = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];

/** cert-manager, internal/apis/certmanager/validation/certificate.go, issuer.go. */
export const rule = defineRule('object', {
  code: 'certificate/refused',
  severity: 'error',
  what: 'A Certificate names nobody, or what nobody can certify; or an issuer is of several kinds, or of none.',
  why: "cert-manager's webhook refuses the object.",
  fix: 'Write what the message names.',
  order: 4,
  kinds: ['Certificate', 'ClusterIssuer', 'Issuer'].map((kind) => `cert-manager.io/${kind}`),
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const [spec] = each(object, 'spec');
    if (spec !== undefined) yield* object.kind === 'Certificate' ? certificate(spec) : issuer(spec);
  },
});

const isThere = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '');

const isEmptyMap = (value: unknown): boolean => isMap(value) && Object.keys(value).length === 0;

function* certificate(spec: Placed): Iterable<FoundIn<'object'>> {
  if (!NAMES.some((name) => isThere(spec.item[name]))) yield { path: spec.at, message: 'is for no name', hint: 'write dnsNames' };
  const beside = ['commonName', 'subject'].filter((key) => isThere(spec.item[key]) && !isEmptyMap(spec.item[key]));
  for (const key of isThere(spec.item['literalSubject']) ? beside : [])
    yield {
      path: child(spec.at, key),
      key: true,
      message: `${key} stands beside literalSubject, which says all of it`,
      hint: 'keep literalSubject alone',
    };
  for (const [i, address] of texts(spec.item['ipAddresses']).entries())
    if (!isAddress(address))
      yield { path: child(child(spec.at, 'ipAddresses'), i), message: `${quoted(address)} is no address`, hint: 'write an IP address' };
  for (const [i, address] of texts(spec.item['emailAddresses']).entries())
    if (/[<>\s]/.test(address) || !/^[^@]+@[^@]+$/.test(address))
      yield {
        path: child(child(spec.at, 'emailAddresses'), i),
        message: `${quoted(address)} is no mail address alone`,
        hint: 'write the address without a name',
      };
}

function* issuer(spec: Placed): Iterable<FoundIn<'object'>> {
  const kinds = ISSUERS.filter((kind) => isThere(spec.item[kind]));
  if (kinds.length !== 1)
    yield {
      path: spec.at,
      message: kinds.length === 0 ? `is of no kind: ${ISSUERS.join(', ')}` : `is of ${kinds.length} kinds: ${kinds.map(shown).join(', ')}`,
      hint: 'write one of them',
    };
  for (const { item, at } of each(spec, 'acme.solvers[].http01.ingress')) {
    const ways = ['ingressClassName', 'name', 'class'].filter((way) => isThere(item[way]));
    if (ways.length > 1)
      yield {
        path: child(at, ways[1] as string),
        key: true,
        message: `${ways[1]} stands beside ${ways[0]}`,
        hint: 'keep one of ingressClassName, name and class',
      };
  }
  for (const { item, at } of each(spec, 'acme.solvers[].dns01.rfc2136')) {
    const [key, secret] = [text(item['tsigKeyName']), text(fields(item['tsigSecretSecretRef'])['name'])];
    if ((key === undefined) !== (secret === undefined))
      yield {
        path: at,
        message: `has ${key === undefined ? 'a secret of TSIG and no tsigKeyName' : 'tsigKeyName and no tsigSecretSecretRef'}`,
        hint: 'write both of tsigKeyName and tsigSecretSecretRef',
      };
  }
}
