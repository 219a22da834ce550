import { objectTitle } from '../../../k8s/object.ts';
import { entriesOf, instancesOf, passes, readersOf } from '../../../k8s/external-dns.ts';
import type { DnsEntry, Instance } from '../../../k8s/external-dns.ts';
import { quoted, shown } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** ExternalDNS passes over what its flags do not cover, without a word in the object. */
export const rule: Rule<'cluster'> = {
  code: 'dns/unpublished-record',
  severity: 'error',
  what: 'A record of a DNSEndpoint is one that no ExternalDNS of the cluster publishes.',
  why: 'Its namespace, its type or its name is outside what the flags of ExternalDNS cover. The record is passed over, and nothing says so.',
  fix: 'Use a namespace, a type and a name that an instance covers, or add `--managed-record-types` or `--domain-filter` to its arguments.',
  scope: 'cluster',
  order: 20,
  *run(cluster) {
    for (const object of cluster.subjects('externaldns.k8s.io/DNSEndpoint')) {
      const all = instancesOf(cluster);
      if (all.length === 0) continue;
      const readers = readersOf(cluster, object);
      if (readers.length === 0) {
        if (cluster.whole)
          yield {
            object,
            path: '/metadata/namespace',
            message: `is in a namespace that no ExternalDNS reads: ${[...new Set(all.map(({ owner, namespace }) => `${objectTitle(owner)} reads ${shown(namespace ?? '')}`))].join(', ')}`,
            hint: 'put it where one reads',
          };
        continue;
      }
      for (const entry of entriesOf(object)) {
        const reasons = readers.map((reader) => refusal(reader, entry));
        const [reason] = reasons;
        const [reader] = readers;
        if (reason === undefined || reader === undefined || reasons.includes(undefined)) continue;
        yield {
          object,
          path: entry.at,
          message: `${entry.type} record of ${quoted(entry.name)}: ${objectTitle(reader.owner)} ${reason}`,
          hint: 'choose a name and a type that it covers; records of other zones are for whoever runs those',
          related: [{ object: reader.owner, path: reader.at, note: 'its arguments' }],
        };
      }
    }
  },
};

function refusal({ filters, types }: Instance, { name, type }: DnsEntry): string | undefined {
  if (!types.has(type)) return `manages ${[...types].join(', ')} and no ${shown(type)}`;
  if (filters === undefined || filters.length === 0 || filters.some((filter) => passes(filter, name))) return undefined;
  return `writes names in ${shown(filters.join(', '))} only`;
}
