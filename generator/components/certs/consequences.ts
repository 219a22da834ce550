import type { Cluster } from '../../k8s/cluster.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { get } from '../../model/data.ts';
import type { Consequence, ObjectChange } from '../consequence.ts';

/** Whether a Certificate of the cluster still asks an issuer. */
function isAsked({ before }: ObjectChange, after: Cluster | undefined): boolean {
  const { kind, metadata } = before as KubeObject;
  const asks = (certificate: KubeObject): boolean =>
    get(certificate, ['spec', 'issuerRef', 'name']) === metadata.name && (get(certificate, ['spec', 'issuerRef', 'kind']) ?? 'Issuer') === kind;
  return after === undefined || after.all('cert-manager.io/Certificate').some(asks);
}

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
    path: /^spec\.(dnsNames|issuerRef|privateKey(?!\.rotationPolicy)|usages|duration|commonName|isCA|ipAddresses|uris|emailAddresses|subject|literalSubject)\b/,
    says: 'a certificate is reissued',
  },
  { topic: 'certificates', kinds: ['Certificate'], verbs: ['update'], path: /^spec\.renewBefore/, says: 'a certificate is renewed at another time' },
  { topic: 'certificates', kinds: ['Certificate'], verbs: ['delete'], says: 'a certificate is no longer renewed' },
  { topic: 'certificates', kinds: ['ClusterIssuer', 'Issuer'], verbs: ['update'], path: /^spec\b/, says: 'certificates are issued in another way' },
  {
    topic: 'certificates',
    kinds: ['ClusterIssuer', 'Issuer'],
    verbs: ['delete'],
    when: isAsked,
    says: 'certificates can no longer be issued or renewed',
  },
  {
    topic: 'certificates',
    kinds: ['ClusterIssuer', 'Issuer'],
    verbs: ['delete'],
    when: (change, after) => !isAsked(change, after),
    says: 'an issuer goes that no certificate asks',
  },
];
