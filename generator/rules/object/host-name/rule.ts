import { issuerOf } from '../../../k8s/issuers.ts';
import type { InObject } from '../../../model/finding.ts';
import { isHost } from '../../../model/names.ts';
import { defineRule, each, fields, objectTitle, shownValue, type FoundIn, type KubeObject } from '../../kit.ts';

const WORDS = {
  code: 'object/host-name',
  severity: 'error',
  inFleets: 'error',
  what: 'A certificate, an Ingress, a route or a DNS record has a host that is not a legal host name.',
  why: "No certificate is issued, or no record is written, and only a controller's log says so.",
  source: 'https://www.rfc-editor.org/rfc/rfc8555#section-7.1.3',
  fix: 'Use lower-case labels of at most 63 characters, without a final dot.',
  order: 300,
} as const;

const alone = defineRule('object', {
  ...WORDS,
  kinds: [
    'cert-manager.io/Certificate',
    'externaldns.k8s.io/DNSEndpoint',
    'networking.k8s.io/Ingress',
    'traefik.io/IngressRoute',
    'traefik.io/IngressRouteTCP',
  ],
  *run(object) {
    if (object.kind === 'Certificate') yield* subject(object);
    for (const { at, item } of each(object, 'spec.tls.domains[]')) {
      yield* name(`${at}/main`, item['main']);
      if (Array.isArray(item['sans'])) for (const [i, text] of item['sans'].entries()) yield* name(`${at}/sans/${i}`, text);
    }
    for (const rule of object.kind === 'Ingress' ? each(object, 'spec.rules[]') : []) yield* name(`${rule.at}/host`, rule.item['host']);
    for (const { at, item } of object.kind === 'DNSEndpoint' ? each(object, 'spec.endpoints[]') : []) yield* name(`${at}/dnsName`, item['dnsName']);
  },
});

function* subject(object: KubeObject): Iterable<FoundIn<'object'>> {
  const { commonName } = fields(object['spec']);
  // RFC 5280, upper bound of X520CommonName.
  if (typeof commonName === 'string' && commonName.length > 64)
    yield { path: '/spec/commonName', message: 'may have 64 characters', hint: 'leave it out: names belong into dnsNames' };
}

/** Which names are certified, the issuer says: an authority that asks for a proof refuses what is no host, and one that signs by itself takes it. */
const issued = defineRule('cluster', {
  ...WORDS,
  // Programs ask so for their own webhooks.
  forgives: ({ related, message }) => related === undefined && message.startsWith('"*" '),
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      const { dnsNames } = fields(certificate['spec']);
      if (!Array.isArray(dnsNames)) continue;
      const found = dnsNames.flatMap((text, i) => [...name(`/spec/dnsNames/${i}`, text)]);
      const issuer = found.length === 0 ? undefined : issuerOf(cluster, certificate);
      const isProven = issuer === undefined ? undefined : fields(issuer['spec'])['acme'] !== undefined;
      if (isProven === false) continue;
      for (const each of found)
        yield {
          object: certificate,
          ...each,
          severity: isProven === true ? undefined : 'warning',
          related:
            issuer === undefined
              ? undefined
              : [{ object: issuer, path: '/spec/acme', note: `${objectTitle(issuer)} asks an authority that wants proof` }],
        };
    }
  },
});

// The words of a code are those of the last.
export const rule = [issued, alone];

function* name(path: string, text: unknown): Iterable<InObject & { readonly message: string; readonly hint: string }> {
  if (typeof text !== 'string') return;
  // Service records begin with underscores (RFC 2782).
  const host = text.replace(/^\*\./, '').replace(/(^|\.)_/g, '$1');
  if (!isHost(host))
    yield {
      path,
      message: `${shownValue(text)} is no name of a host`,
      hint: isHost(host.replace(/\.$/, ''))
        ? 'without the final dot'
        : 'labels of at most 63 lower-case letters, digits and hyphens, 253 characters in all, without a final dot',
    };
}
