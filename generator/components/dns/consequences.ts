import { get, isMap } from '../../model/data.ts';
import type { Consequence, ObjectChange } from '../consequence.ts';

/** Names for which records stood before and do not after. */
function recordsGo({ before, after }: ObjectChange): boolean {
  const names = (object: unknown): string[] => {
    const endpoints = get(object, ['spec', 'endpoints']);
    return Array.isArray(endpoints)
      ? endpoints.map((item: unknown) => (isMap(item) ? `${String(item['dnsName'])} ${String(item['recordType'])}` : ''))
      : [];
  };
  const left = new Set(names(after));
  return names(before).some((name) => !left.has(name));
}

/** What changes of records do, and of the files of the name server. */
export const dnsConsequences: readonly Consequence[] = [
  { topic: 'loss', kinds: ['Zone'], verbs: ['delete'], says: 'a zone goes, and every name in it' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['delete'], says: 'a DNS record goes' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['update', 'replace'], when: recordsGo, says: 'a DNS record goes' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['update', 'replace'], path: /^spec\b/, says: 'DNS records change' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['create'], says: 'DNS records appear' },
  {
    topic: 'delivery',
    kinds: ['Zone', 'OperatorFile'],
    verbs: ['create', 'update'],
    says: 'the operator of the name server has something to do: Argo CD does not deliver out/dns',
  },
];
