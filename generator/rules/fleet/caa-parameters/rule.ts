import type { Authority } from '../../../fleet/fleet.ts';
import { publicAuthority } from '../../../k8s/acme.ts';
import { caaValue, MOST_OCTETS } from '../../../k8s/caa.ts';
import { defineRule, pointer, shown } from '../../kit.ts';

/** What cert-manager is told to do for the certificates of the fleet, whatever the solver. */
const METHOD = 'dns-01';

/** RFC 8657: an authority issues only for the account, and only after a validation, that its entries name. */
export const rule = defineRule('fleet', {
  code: 'fleet/caa-parameters',
  severity: 'error',
  what: 'The parameters of a CAA entry shut out what the fleet orders.',
  why: 'The authority reads them before it issues, and refuses: no certificate of the fleet is renewed.',
  fix: 'Allow `dns-01`, which is how the fleet proves that names are its own, and name an account of that authority.',
  order: 318,
  *run({ zone, regions }) {
    const orders = regions.some(({ state, components }) => state !== 'decommissioned' && components['certs']?.enabled !== false);
    for (const [i, entry] of zone.caa.entries()) {
      const { issuer, accounturi, validationmethods } = entry;
      const at = (key: keyof Authority) => pointer('zone', 'caa', i, key);
      if (orders && validationmethods.length > 0 && !validationmethods.includes(METHOD)) {
        yield {
          path: at('validationmethods'),
          message: `allows ${validationmethods.join(', ')} only, and the fleet is validated by ${METHOD}`,
          hint: `write [${METHOD}]`,
        };
      }
      if (accounturi === null) continue;
      const host = publicAuthority(accounturi);
      if (host !== undefined && !host.names.includes(issuer)) {
        yield {
          path: at('accounturi'),
          message: `is an account at "${host.host}", which ${shown(issuer)} is not`,
          hint: `the issuer of it is ${String(host.names[0])}`,
        };
      }
      const octets = caaValue(entry).length;
      if (octets > MOST_OCTETS)
        yield { path: at('accounturi'), message: `makes a CAA record of ${octets} octets, and there is room for ${MOST_OCTETS}` };
    }
  },
});
