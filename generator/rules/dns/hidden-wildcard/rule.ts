import { hostsOfAgents } from '../../../k8s/agent.ts';
import { objectTitle } from '../../../k8s/object.ts';
import { above, allEntries, entriesOf } from '../../../k8s/external-dns.ts';
import type { DnsEntry } from '../../../k8s/external-dns.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

const ADDRESSES = new Set(['A', 'AAAA', 'CNAME']);

/** A wildcard answers for no name that exists, and a name exists as soon as one below it does (RFC 4592 §2.2.2). */
export const rule: Rule<'cluster'> = {
  code: 'dns/hidden-wildcard',
  severity: 'error',
  what: 'A record makes a name exist that a wildcard answered for, and gives it no address.',
  why: 'The wildcard answers for no name that exists, nor for one that has names below it (RFC 4592): the host stops resolving.',
  fix: 'Add an A, AAAA or CNAME record for the name that the message says, or give the record a name that is not below the wildcard.',
  scope: 'cluster',
  order: 30,
  *run(cluster) {
    for (const object of cluster.subjects('externaldns.k8s.io/DNSEndpoint')) {
      const told = new Set<string>();
      for (const entry of entriesOf(object)) {
        const all = allEntries(cluster);
        const wildcards = all.filter(({ name, type }) => name.startsWith('*.') && ADDRESSES.has(type));
        if (wildcards.length === 0 || entry.name.startsWith('*.')) continue;
        for (const hidden of hiddenBy(entry, wildcards)) {
          const isHost = hidden.name !== entry.name || hostsOfAgents(cluster).has(hidden.name);
          const resolves = all.some(({ name, type }) => name === hidden.name && ADDRESSES.has(type));
          if (!isHost || resolves || told.has(hidden.name)) continue;
          told.add(hidden.name);
          yield {
            object,
            path: entry.at,
            message: `${entry.type} record of ${quoted(entry.name)} hides ${quoted(hidden.name)} from the wildcard ${quoted(hidden.wildcard.name)}, and nothing gives it an address`,
            hint: `add an A, AAAA or CNAME record for ${quoted(hidden.name)} as well`,
            related: [{ object: hidden.wildcard.object, path: hidden.wildcard.at, note: `the wildcard, of ${objectTitle(hidden.wildcard.object)}` }],
          };
        }
      }
    }
  },
};

/** The name itself and those above it that a wildcard would answer for: services live below hosts, at names with underscores. */
function* hiddenBy({ name }: DnsEntry, wildcards: readonly DnsEntry[]): Iterable<{ readonly name: string; readonly wildcard: DnsEntry }> {
  for (const each of [name, ...above(name)]) {
    if (each.startsWith('_')) continue;
    const wildcard = wildcards.find((one) => each.endsWith(one.name.slice(1)));
    if (wildcard !== undefined) yield { name: each, wildcard };
  }
}
