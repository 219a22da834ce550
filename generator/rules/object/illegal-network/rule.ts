import { having } from '../../../k8s/having.ts';
import { cidrFlaw, holds, isAddress, network } from '../../../k8s/ip.ts';
import { child, defineRule, shownValue, type FoundIn } from '../../kit.ts';

/** Lists of networks, by the names that Kubernetes and Traefik give them; Traefik takes single addresses as well. */
const LISTS: Readonly<Record<string, 'network' | 'network or address'>> = {
  except: 'network',
  excludedIPs: 'network or address',
  loadBalancerSourceRanges: 'network',
  sourceRange: 'network or address',
  trustedIPs: 'network or address',
};

const FIELDS = Object.entries(LISTS);

export const rule = defineRule('object', {
  code: 'object/illegal-network',
  severity: 'error',
  what: 'A network is not written as an address, a slash and a prefix, or excepts what is no part of it; or an address is none.',
  why: 'The API server refuses the object, or Traefik the middleware.',
  fix: 'Write a network as `203.0.113.0/24`, with no bits behind the prefix, and an address as `203.0.113.7`.',
  order: 270,
  *run(object) {
    for (const { at, item: value } of having(object, 'clusterIP')) {
      const { clusterIP } = value;
      if (typeof clusterIP === 'string' && !['', 'None'].includes(clusterIP) && !isAddress(clusterIP))
        yield { path: child(at, 'clusterIP'), message: `${shownValue(clusterIP)} is no address` };
    }
    for (const { at, item: value } of having(object, 'cidr')) {
      const { cidr, except } = value;
      if (typeof cidr !== 'string') continue;
      yield* oneNetwork(child(at, 'cidr'), cidr);
      for (const [i, item] of Array.isArray(except) ? (except as unknown[]).entries() : []) {
        if (typeof item === 'string' && !isPart(item, cidr))
          yield {
            path: `${child(at, 'except')}/${i}`,
            message: `${shownValue(item)} lies outside ${shownValue(cidr)}, or is all of it`,
            hint: 'what is excepted must be a part of the network',
          };
      }
    }
    for (const [key, what] of FIELDS) {
      for (const { at, item: value } of having(object, key)) {
        const list = value[key];
        if (!Array.isArray(list)) continue;
        for (const [i, item] of list.entries()) {
          if (typeof item === 'string' && !(what !== 'network' && isAddress(item))) yield* oneNetwork(`${child(at, key)}/${i}`, item);
        }
      }
    }
  },
});

/** Whether a network is a true part of another one; if one of them is none, nothing is held against it. */
function isPart(inner: string, outer: string): boolean {
  const [part, whole] = [network(inner), network(outer)];
  return part === undefined || whole === undefined || (part.length > whole.length && holds(whole, part));
}

function* oneNetwork(path: string, text: string): Iterable<FoundIn<'object'>> {
  const flaw = cidrFlaw(text);
  if (flaw !== undefined) yield { path, message: `${shownValue(text)} ${flaw}`, hint: 'such as 203.0.113.0/24 or 2001:db8::/32' };
}
