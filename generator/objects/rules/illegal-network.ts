import { child } from '../../model/pointer.ts';
import type { Fault, Rule } from '../rule.ts';
import { shown } from '../shown.ts';
import { cidrFlaw, isAddress } from '../syntax.ts';
import { having } from '../visit.ts';

/** Lists of networks, by the names that Kubernetes and Traefik give them; Traefik takes single addresses as well. */
const LISTS: Readonly<Record<string, 'network' | 'network or address'>> = {
  except: 'network',
  excludedIPs: 'network or address',
  loadBalancerSourceRanges: 'network',
  sourceRange: 'network or address',
  trustedIPs: 'network or address',
};

const FIELDS = Object.entries(LISTS);

export const illegalNetwork: Rule = {
  code: 'object/illegal-network',
  *run(object) {
    for (const { path, value } of having(object, 'cidr')) {
      if (typeof value['cidr'] === 'string') yield* network(child(path, 'cidr'), value['cidr']);
    }
    for (const [key, what] of FIELDS) {
      for (const { path, value } of having(object, key)) {
        const list = value[key];
        if (!Array.isArray(list)) continue;
        for (const [i, item] of list.entries()) {
          if (typeof item === 'string' && !(what !== 'network' && isAddress(item))) yield* network(`${child(path, key)}/${i}`, item);
        }
      }
    }
  },
};

function* network(path: string, text: string): Iterable<Fault> {
  const flaw = cidrFlaw(text);
  if (flaw !== undefined) yield { path, message: `${shown(text)} ${flaw}`, hint: 'such as 203.0.113.0/24 or 2001:db8::/32' };
}
