import { objectTitle } from '../../../k8s/object.ts';
import { ANNOTATED, allEntries, annotatedEntries, entriesOf, publishedAt, readersOf } from '../../../k8s/external-dns.ts';
import type { DnsEntry } from '../../../k8s/external-dns.ts';
import type { Cluster } from '../../../k8s/cluster.ts';
import { quoted } from '../../../model/quoted.ts';
import type { FoundIn, Rule } from '../../rule.ts';

/** RFC 2181 §10.1: beside a CNAME there is nothing; RFC 1912 §2.4: so there is none at the top of a zone, where SOA and NS are. */
export const rule: Rule<'cluster'> = {
  code: 'dns/record-clash',
  severity: 'error',
  what: 'A record cannot stand beside another one of its name.',
  why: 'Beside a CNAME there may be nothing, and of two records of one name and type ExternalDNS publishes one: the name server or ExternalDNS drops the other, and only a log says so.',
  fix: 'Use address records in place of the CNAME, join the targets in one record, or choose another name.',
  scope: 'cluster',
  order: 40,
  *run(cluster) {
    for (const object of cluster.subjects('externaldns.k8s.io/DNSEndpoint')) {
      for (const entry of entriesOf(object)) {
        if (entry.type === 'CNAME' && isApex(cluster, entry)) {
          yield {
            object,
            path: entry.at,
            message: `CNAME at ${quoted(entry.name)}, the top of a zone, where SOA and NS records are`,
            hint: 'use A and AAAA records there',
          };
          continue;
        }
        const other = allEntries(cluster).find((each) => clashes(each, entry));
        if (other === undefined) continue;
        const where = objectTitle(other.object) === objectTitle(object) ? 'here' : `in ${objectTitle(other.object)}`;
        yield {
          object,
          path: entry.at,
          message:
            other.type === entry.type
              ? `${entry.type} record of ${quoted(entry.name)} is ${where} already, with other targets`
              : `${entry.type} record of ${quoted(entry.name)} beside the ${other.type} record ${where}: beside a CNAME there is nothing`,
          hint: other.type === entry.type ? 'write all targets in one record' : 'replace the CNAME by A and AAAA records, or choose another name',
          related: [{ object: other.object, path: other.at, note: 'the other record' }],
        };
      }
    }
    yield* annotated(cluster);
  },
};

/** What annotations ask for: of two types at one name ExternalDNS leaves out the CNAME; targets of one type may be joined. */
function* annotated(cluster: Cluster): Iterable<FoundIn<'cluster'>> {
  for (const object of cluster.subjects(...ANNOTATED)) {
    const said = new Set<string>();
    for (const entry of annotatedEntries(object)) {
      if (entry.choice !== undefined || said.has(entry.name)) continue;
      const other = publishedAt(cluster, entry.name).find((each) => isBeside(each, entry));
      if (other === undefined) continue;
      said.add(entry.name);
      const where = other.object === object ? 'here' : `in ${objectTitle(other.object)}`;
      yield {
        object,
        path: entry.at,
        message: `${entry.type} record of ${quoted(entry.name)} beside the ${other.type} record ${where}: beside a CNAME there is nothing`,
        hint: 'write addresses for all, or a name for all, or choose another host',
        related: [{ object: other.object, path: other.at, note: 'the other record' }],
      };
    }
  }
}

/** The CNAME is to blame, which is what ExternalDNS leaves out; of a DNSEndpoint and an annotation, the annotation. */
function isBeside(other: DnsEntry, entry: DnsEntry): boolean {
  if (other.choice !== undefined) return false;
  if (entry.type === 'CNAME')
    return other.type !== 'CNAME' && (other.object === entry.object || objectTitle(other.object) !== objectTitle(entry.object));
  return other.type === 'CNAME' && other.object.kind === 'DNSEndpoint';
}

/** Of two that clash, the later in the cluster is to blame; of alternatives of one object, as documentation has them, none. */
function clashes(other: DnsEntry, entry: DnsEntry): boolean {
  if (other.name !== entry.name || other.choice !== undefined || entry.choice !== undefined) return false;
  const same = other.object === entry.object;
  if (same ? other.at >= entry.at : objectTitle(other.object) === objectTitle(entry.object)) return false;
  if (other.type === entry.type) return other.targets.join(' ') !== entry.targets.join(' ') && (same || other.object !== entry.object);
  return other.type === 'CNAME' || entry.type === 'CNAME';
}

function isApex(cluster: Cluster, { name, object }: DnsEntry): boolean {
  return readersOf(cluster, object).some(({ zones }) => zones.includes(name));
}
