import type { Cluster } from '../../k8s/cluster.ts';
import { wildcardOf } from '../../k8s/hosts.ts';
import { equal, get, isMap } from '../../model/data.ts';
import type { Consequence, ObjectChange } from '../consequence.ts';

/** Names of records of an object, each with where it leads. */
function records(object: unknown): Map<string, unknown> {
  const endpoints = get(object, ['spec', 'endpoints']);
  const maps = Array.isArray(endpoints) ? endpoints.filter(isMap) : [];
  return new Map(maps.map((item) => [`${String(item['dnsName'])} ${String(item['recordType'])} ${String(item['setIdentifier'])}`, item['targets']]));
}

/** Records that stood before and do not after: each as its name, type and set. */
function goneRecords({ before, after }: ObjectChange): string[] {
  const left = records(after);
  return [...records(before).keys()].filter((name) => !left.has(name));
}

/** SRV records go as well, but not from the zone. */
function recordsGo(change: ObjectChange): boolean {
  return goneRecords(change).some((record) => record.split(' ')[1] !== 'SRV');
}

/** ExternalDNS never reads SRV records, so it does not delete them: its provider for RFC 2136 (provider/rfc2136/rfc2136.go, Records). */
function servicesStay(change: ObjectChange): boolean {
  return goneRecords(change).some((record) => record.split(' ')[1] === 'SRV');
}

/** Name → whether it leads somewhere by an alias or by addresses. */
function hosts(object: unknown): Map<string, 'alias' | 'addresses'> {
  const found = new Map<string, 'alias' | 'addresses'>();
  for (const record of records(object).keys()) {
    const [name = '', type = ''] = record.split(' ');
    if (['A', 'AAAA', 'CNAME'].includes(type)) found.set(name, type === 'CNAME' ? 'alias' : 'addresses');
  }
  return found;
}

/** Hosts that lose their own records where a wildcard is, each with whether something is announced below it. */
function backToWildcard({ before, after }: ObjectChange): { readonly host: string; readonly announced: boolean }[] {
  const [old, now] = [hosts(before), hosts(after)];
  const names = [...records(before).keys()].map((record) => record.split(' ')[0] as string);
  const isWild = (host: string): boolean => now.has(wildcardOf(host));
  return [...old.keys()]
    .filter((host) => !host.startsWith('*.') && !now.has(host) && isWild(host))
    .map((host) => ({ host, announced: names.some((name) => name.startsWith('_') && name.endsWith(`.${host}`)) }));
}

/** Whether the operator of the name server gets a script: while discovery is on, and in a handover. */
function hasScript({ after }: ObjectChange): boolean {
  const now = hosts(after);
  const handsOver = [...now.keys()].some((host) => now.has(wildcardOf(host)) && !host.startsWith('*.'));
  return handsOver || [...records(after).keys()].some((record) => record.split(' ')[1] === 'SRV');
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
  {
    topic: 'interruption',
    kinds: ['DNSEndpoint'],
    verbs: ['update'],
    when: (change, after) => !isKept(after) && backToWildcard(change).some(({ announced }) => announced),
    says: 'hosts stop resolving until the SRV records below them are deleted by hand: out/dns/README.md says how, and `components.dns.handover` avoids it',
  },
  {
    topic: 'interruption',
    kinds: ['DNSEndpoint'],
    verbs: ['update'],
    when: (change, after) => !isKept(after) && backToWildcard(change).some(({ announced }) => !announced),
    says: 'hosts resolve by the wildcard, unless something is left below them: out/dns/README.md says how to clean up before',
  },
  {
    topic: 'interruption',
    kinds: ['DNSEndpoint'],
    verbs: ['update'],
    when: ({ before, after }) => {
      const now = hosts(after);
      return [...hosts(before)].some(([host, way]) => now.has(host) && now.get(host) !== way);
    },
    says: 'hosts do not resolve until ExternalDNS has looked again: the name server ignores an alias beside addresses, and addresses beside an alias',
  },
  {
    topic: 'names',
    kinds: ['DNSEndpoint'],
    verbs: ['update'],
    when: (change) => servicesStay(change) && hasScript(change),
    says: 'SRV records stay in the zone until the operator of the name server applies out/dns/<region>.cleanup.nsupdate',
  },
  {
    topic: 'names',
    kinds: ['DNSEndpoint'],
    verbs: ['update'],
    when: (change) => servicesStay(change) && !hasScript(change),
    says: 'SRV records stay in the zone until somebody deletes them: out/dns/README.md says how',
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
