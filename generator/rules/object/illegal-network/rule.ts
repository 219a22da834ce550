import { child } from '../../../model/pointer.ts';
import type { FoundIn, Rule } from '../../rule.ts';
import { shown } from '../../../k8s/shown.ts';
import { cidrFlaw, isAddress, isPart } from '../../../k8s/syntax.ts';
import { having } from '../../../k8s/visit.ts';

/** Lists of networks, by the names that Kubernetes and Traefik give them; Traefik takes single addresses as well. */
const LISTS: Readonly<Record<string, 'network' | 'network or address'>> = {
  except: 'network',
  excludedIPs: 'network or address',
  loadBalancerSourceRanges: 'network',
  sourceRange: 'network or address',
  trustedIPs: 'network or address',
};

const FIELDS = Object.entries(LISTS);

export const rule: Rule<'object'> = {
  code: 'object/illegal-network',
  severity: 'error',
  what: 'A network is not written as an address, a slash and a prefix, or excepts what is no part of it.',
  why: 'The API server refuses the object, or Traefik the middleware.',
  fix: 'Write it as `203.0.113.0/24`, with no bits behind the prefix.',
  scope: 'object',
  order: 270,
  *run(object) {
    for (const { path, value } of having(object, 'cidr')) {
      const { cidr, except } = value;
      if (typeof cidr !== 'string') continue;
      yield* network(child(path, 'cidr'), cidr);
      for (const [i, item] of Array.isArray(except) ? (except as unknown[]).entries() : []) {
        if (typeof item === 'string' && !isPart(item, cidr))
          yield {
            path: `${child(path, 'except')}/${i}`,
            message: `${shown(item)} lies outside ${shown(cidr)}, or is all of it`,
            hint: 'what is excepted must be a part of the network',
          };
      }
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

function* network(path: string, text: string): Iterable<FoundIn<'object'>> {
  const flaw = cidrFlaw(text);
  if (flaw !== undefined) yield { path, message: `${shown(text)} ${flaw}`, hint: 'such as 203.0.113.0/24 or 2001:db8::/32' };
}
