import { hostsOfAgents, isFleets } from '../../../k8s/agent.ts';
import { objectTitle } from '../../../k8s/object.ts';
import { above, entriesOf } from '../../../k8s/external-dns.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** The host of an agent leads to the ingress of its region; what else is published for it is the fleet's to say. */
export const rule: Rule<'cluster'> = {
  code: 'pap/foreign-record',
  severity: 'error',
  what: 'A DNSEndpoint that the fleet does not make holds a record for the host of an agent, or below it.',
  why: 'A name of its own takes the place of the wildcard: clients of the agent are sent where the record says.',
  fix: 'Choose a name that is no host of an agent. What agents announce is a setting: `components.dns.discovery`.',
  scope: 'cluster',
  order: 112,
  *run(cluster) {
    for (const object of cluster.subjects('externaldns.k8s.io/DNSEndpoint')) {
      if (isFleets(object)) continue;
      for (const { name, type, at } of entriesOf(object)) {
        const hosts = hostsOfAgents(cluster);
        const host = [name, ...above(name)].find((each) => hosts.has(each)) ?? (name.startsWith('*.') ? covered(name, hosts.keys()) : undefined);
        const agent = host === undefined ? undefined : hosts.get(host);
        if (host === undefined || agent === undefined) continue;
        yield {
          object,
          path: at,
          message: `${type} record of ${quoted(name)} decides where ${quoted(host)} leads, the host of ${objectTitle(agent)}`,
          hint: 'choose a name that is no host of an agent',
          related: [{ object: agent, path: '/metadata/name', note: 'the agent' }],
        };
      }
    }
  },
};

function covered(wildcard: string, hosts: Iterable<string>): string | undefined {
  for (const host of hosts) if (host.endsWith(wildcard.slice(1))) return host;
  return undefined;
}
