import { isHost } from '../../../model/names.ts';
import { defineRule, each, fields, shownValue, type FoundIn, type KubeObject } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/host-name',
  severity: 'error',
  what: 'A certificate, an Ingress, a route or a DNS record has a host that is not a legal host name.',
  why: "No certificate is issued, or no record is written, and only a controller's log says so.",
  fix: 'Use lower-case labels of at most 63 characters, without a final dot.',
  order: 300,
  kinds: [
    'cert-manager.io/Certificate',
    'externaldns.k8s.io/DNSEndpoint',
    'networking.k8s.io/Ingress',
    'traefik.io/IngressRoute',
    'traefik.io/IngressRouteTCP',
  ],
  // An issuer that signs by itself certifies any name, and programs do so for their own webhooks.
  forgives: ({ path, message }) => path.startsWith('/spec/dnsNames/') && message.startsWith('"*" '),
  *run(object) {
    if (object.kind === 'Certificate') yield* certificate(object);
    for (const { at, item } of each(object, 'spec.tls.domains[]')) {
      yield* name(`${at}/main`, item['main']);
      if (Array.isArray(item['sans'])) for (const [i, text] of item['sans'].entries()) yield* name(`${at}/sans/${i}`, text);
    }
    for (const rule of object.kind === 'Ingress' ? each(object, 'spec.rules[]') : []) yield* name(`${rule.at}/host`, rule.item['host']);
    for (const { at, item } of object.kind === 'DNSEndpoint' ? each(object, 'spec.endpoints[]') : []) yield* name(`${at}/dnsName`, item['dnsName']);
  },
});

function* certificate(object: KubeObject): Iterable<FoundIn<'object'>> {
  const { dnsNames, commonName } = fields(object['spec']);
  if (Array.isArray(dnsNames)) for (const [i, text] of dnsNames.entries()) yield* name(`/spec/dnsNames/${i}`, text);
  // RFC 5280, upper bound of X520CommonName.
  if (typeof commonName === 'string' && commonName.length > 64)
    yield { path: '/spec/commonName', message: 'may have 64 characters', hint: 'leave it out: names belong into dnsNames' };
}

function* name(path: string, text: unknown): Iterable<FoundIn<'object'>> {
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
