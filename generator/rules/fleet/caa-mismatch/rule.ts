import { pointer } from '../../../model/pointer.ts';
import type { Rule } from '../../rule.ts';
import { publicOrders } from '../certs.ts';

/** An authority issues for no zone whose CAA records name others only (RFC 8659 §3). */
export const rule: Rule<'fleet'> = {
  code: 'fleet/caa-mismatch',
  severity: 'warning',
  what: 'The ACME server is of an authority that the CAA records of the zone do not name.',
  why: 'The authority reads the CAA records before it issues, and refuses: no certificate of the region is renewed.',
  fix: 'Add the authority to `zone.caa`, run the script of `out/dns` for it, and then change the server.',
  scope: 'fleet',
  order: 315,
  *run({ regions, zone }, where) {
    const issuers = [...new Set(zone.caa.map(({ issuer }) => issuer))];
    const told = new Set<string>();
    if (issuers.length === 0) return;
    for (const { region, setting, authority } of publicOrders(regions)) {
      if (told.has(authority.host) || issuers.some((each) => authority.names.includes(each))) continue;
      told.add(authority.host);
      yield {
        path: where.setting('certs', region, setting),
        message: `the authority at "${authority.host}" issues for no zone whose CAA records name ${issuers.join(', ')} only`,
        hint: `add ${String(authority.names[0])} to zone.caa`,
        related: [{ path: pointer('zone', 'caa'), note: 'who may issue' }],
      };
    }
  },
};
