import { entriesOf } from '../../../k8s/external-dns.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** Who writes there is who an authority takes for the host (RFC 8555 §8.4). */
export const rule: Rule<'cluster'> = {
  code: 'dns/challenge-record',
  severity: 'error',
  what: 'A DNSEndpoint holds a record at the name of an ACME challenge.',
  why: 'An authority issues certificates for a host to whoever writes there. The record also stands in the way of cert-manager, and a CNAME leads its challenges elsewhere.',
  fix: 'Leave names that begin with `_acme-challenge` to cert-manager; a delegation of challenges is for the operator of the zone.',
  scope: 'cluster',
  order: 50,
  *run(cluster) {
    for (const object of cluster.subjects('externaldns.k8s.io/DNSEndpoint')) {
      for (const { name, type, at } of entriesOf(object)) {
        if (!name.split('.').includes('_acme-challenge')) continue;
        yield {
          object,
          path: at,
          message: `${type} record of ${quoted(name)}: whoever writes there gets certificates for that host`,
          hint: 'leave it to cert-manager',
        };
      }
    }
  },
};
