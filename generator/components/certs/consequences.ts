import { GONE, type Consequence } from '../consequence.ts';

/** What changes of certificates and their issuers do. */
export const certsConsequences: readonly Consequence[] = [
  {
    topic: 'loss',
    kinds: ['Certificate'],
    verbs: ['replace'],
    says: 'the certificate goes to another Secret; who mounts the old one keeps a copy that expires',
  },
  { topic: 'certificates', kinds: ['Certificate'], verbs: ['create'], says: 'a certificate is issued' },
  {
    topic: 'certificates',
    kinds: ['Certificate'],
    verbs: ['update', 'replace'],
    path: /^spec\.(dnsNames|issuerRef|privateKey|usages|duration|commonName|isCA|ipAddresses|uris|emailAddresses|subject|literalSubject)\b/,
    says: 'a certificate is reissued',
  },
  { topic: 'certificates', kinds: ['Certificate'], verbs: ['update'], path: /^spec\.renewBefore/, says: 'a certificate is renewed at another time' },
  { topic: 'certificates', kinds: ['Certificate'], verbs: ['delete'], says: 'a certificate is no longer renewed' },
  { topic: 'certificates', kinds: ['ClusterIssuer', 'Issuer'], verbs: ['update'], path: /^spec\b/, says: 'certificates are issued in another way' },
  { topic: 'certificates', kinds: ['ClusterIssuer', 'Issuer'], verbs: GONE, says: 'certificates can no longer be issued or renewed' },
];
