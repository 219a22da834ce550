import { isAddress, isIpv4, isIpv6 } from '../../../k8s/ip.ts';
import { isHost } from '../../../model/names.ts';
import { child, defineRule, each, shownValue, type FoundIn } from '../../kit.ts';

interface Form {
  readonly is: (target: string) => boolean;
  readonly words: string;
  readonly example: string;
}

const HOST: Form = {
  is: (target) => isOwnName(target),
  words: 'the name of a host',
  example: 'in.example.net, without a final dot; an address needs A or AAAA',
};

/**
 * What the targets of a type look like. Versions of ExternalDNS differ in whether a final dot may stand, and none wants
 * one but for SRV (kubernetes-sigs/external-dns, source/crd.go and `CheckEndpoint` of endpoint/endpoint.go). What is not
 * here holds any text.
 */
const FORMS: Readonly<Record<string, Form>> = {
  A: { is: isIpv4, words: 'an IPv4 address', example: '192.0.2.1' },
  AAAA: { is: isIpv6, words: 'an IPv6 address', example: '2001:db8::1' },
  CNAME: HOST,
  MX: { is: (target) => isNumbered(target, 1, 'either'), words: 'a preference and a host', example: '10 mail.example.net' },
  NS: HOST,
  PTR: HOST,
  SRV: {
    is: (target) => isNumbered(target, 3, 'dot'),
    words: 'priority, weight, port and a host that ends in a dot',
    example: '10 10 443 in.example.net.',
  },
};

export const rule = defineRule('object', {
  code: 'object/dns-record',
  severity: 'error',
  what: 'A DNS record does not hold what its type wants.',
  why: 'ExternalDNS or the name server drops the record, and only a log says so.',
  fix: 'Give it targets in the form that its type wants.',
  order: 310,
  kinds: ['externaldns.k8s.io/DNSEndpoint'],
  *run(object) {
    for (const { at: path, item } of each(object, 'spec.endpoints[]')) {
      const { recordType, targets } = item;
      if (!Array.isArray(targets)) continue;
      const at = child(path, 'targets');
      if (targets.length === 0) yield { path: at, message: 'must not be empty: ExternalDNS passes over a record without targets' };
      if (recordType === 'CNAME' && targets.length > 1) yield { path: at, message: 'a CNAME has one target (RFC 1034 §3.6.2)' };
      // An alias of a provider is an address record that names a host.
      const alias = each({ at: path, item }, 'providerSpecific[]').some((property) => property.item['name'] === 'alias');
      const form = typeof recordType === 'string' && Object.hasOwn(FORMS, recordType) && !alias ? FORMS[recordType] : undefined;
      if (form !== undefined) for (const [i, target] of targets.entries()) yield* judged(`${at}/${i}`, target, form);
    }
  },
});

function* judged(path: string, target: unknown, { is, words, example }: Form): Iterable<FoundIn<'object'>> {
  if (typeof target === 'string' && !is(target)) yield { path, message: `${shownValue(target)} is not ${words}`, hint: `such as ${example}` };
}

/** Names may hold underscores (RFC 2181 §11); four numbers are an address, whatever is meant. */
function isOwnName(text: string): boolean {
  return !isAddress(text) && isHost(text.replace(/^\*\./, '').replace(/(^|\.)_/g, '$1'));
}

/** A host behind numbers of 16 bits; a dot alone says that there is none (RFC 2782, RFC 7505). */
function isNumbered(target: string, numbers: number, end: 'dot' | 'either'): boolean {
  const words = target.trim().split(/\s+/);
  const host = words.pop() as string;
  if (words.length !== numbers || !words.every((word) => /^[0-9]{1,5}$/.test(word) && Number(word) <= 65_535)) return false;
  if (end === 'dot' && !host.endsWith('.')) return false;
  return host === '.' || isOwnName(host.replace(/\.$/, ''));
}
