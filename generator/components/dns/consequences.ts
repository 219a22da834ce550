import type { Cluster } from '../../k8s/cluster.ts';
import { equal, get, isMap } from '../../model/data.ts';
import type { Consequence, ObjectChange } from '../consequence.ts';

/** Names of records of an object, each with where it leads. */
function records(object: unknown): Map<string, unknown> {
  const endpoints = get(object, ['spec', 'endpoints']);
  const maps = Array.isArray(endpoints) ? endpoints.filter(isMap) : [];
  return new Map(maps.map((item) => [`${String(item['dnsName'])} ${String(item['recordType'])} ${String(item['setIdentifier'])}`, item['targets']]));
}

/** Names for which records stood before and do not after. */
function recordsGo({ before, after }: ObjectChange): boolean {
  const left = records(after);
  return [...records(before).keys()].some((name) => !left.has(name));
}

function recordsCome({ before, after }: ObjectChange): boolean {
  const had = records(before);
  return [...records(after).keys()].some((name) => !had.has(name));
}

function recordsMove({ before, after }: ObjectChange): boolean {
  const now = records(after);
  return [...records(before)].some(([name, targets]) => now.has(name) && !equal(now.get(name), targets));
}

/** Whether a controller is left that takes records away: without one they stay where they are. */
function isKept(after: Cluster | undefined): boolean {
  if (after === undefined) return false;
  const controllers = after.allPods.filter(({ containers }) => containers.some(({ item }) => /external-dns/.test(String(item['image']))));
  const deletes = ({ containers }: (typeof controllers)[number]): boolean =>
    containers.every(({ item }) => !(Array.isArray(item['args']) && item['args'].includes('--policy=upsert-only')));
  return !controllers.some(deletes);
}

/** What changes of records do, and of the files of the name server. */
export const dnsConsequences: readonly Consequence[] = [
  { topic: 'loss', kinds: ['Zone'], verbs: ['delete'], says: 'a zone leaves the fleet: the name server has it until its operator takes it away' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['delete'], when: (_, after) => !isKept(after), says: 'a DNS record goes' },
  {
    topic: 'names',
    kinds: ['DNSEndpoint'],
    verbs: ['delete'],
    when: (_, after) => isKept(after),
    says: 'a DNS record is no longer managed, and stays until somebody takes it away',
  },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['update', 'replace'], when: recordsGo, says: 'a DNS record goes' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['update', 'replace'], when: recordsMove, says: 'a DNS name points elsewhere' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['update', 'replace'], when: recordsCome, says: 'a DNS record appears' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['update', 'replace'], path: /^spec\b/, says: 'DNS records change' },
  { topic: 'names', kinds: ['DNSEndpoint'], verbs: ['create'], says: 'DNS records appear' },
  {
    topic: 'delivery',
    kinds: ['Zone', 'OperatorFile'],
    verbs: ['create', 'update', 'delete'],
    says: 'the operator of the name server has something to do: Argo CD does not deliver out/dns',
  },
];
