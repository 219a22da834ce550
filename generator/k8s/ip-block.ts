import { holds, network, single, type Network } from './ip.ts';
import { text, texts, type Fields } from './look.ts';

/** Where clusters take the addresses of their pods from (RFC 1918, RFC 6598); of IPv6 from anywhere. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map((cidr) => network(cidr) as Network);
const ANY_IPV6 = network('::/0') as Network;

/** No cluster has its pods in fewer addresses: smaller blocks are single machines. */
const SMALLEST = { 32: 28, 128: 64 };

/** Addresses that mean something else in every place: this host, loopback, link-local, multicast and reserved. */
const LOCAL = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].map((cidr) => network(cidr) as Network);

function parts({ cidr, except }: Fields): { readonly range: Network | undefined; readonly without: readonly Network[] } {
  return { range: network(text(cidr) ?? ''), without: texts(except).flatMap((each) => network(each) ?? []) };
}

/** Whether pods of the cluster may have addresses of an ipBlock: those of a private range that `except` does not take out again. */
export function mayHoldPods(block: Fields): boolean {
  const { range, without } = parts(block);
  if (range === undefined || range.length > SMALLEST[range.bits]) return false;
  return [...PRIVATE, ANY_IPV6].some((each) => {
    const shared = holds(range, each) ? each : holds(each, range) ? range : undefined;
    return shared !== undefined && !without.some((except) => holds(except, shared));
  });
}

/** Whether an ipBlock holds an address; undefined where they are not of one family, or no addresses. */
export function holdsAddress(block: Fields, address: string): boolean | undefined {
  const { range, without } = parts(block);
  const one = single(address);
  if (range === undefined || one === undefined || range.bits !== one.bits) return undefined;
  return holds(range, one) && !without.some((except) => holds(except, one));
}

/** Whether an address of IPv4 is one that is the same everywhere, and no pod's. */
export function isPublic(address: string): boolean {
  const one = single(address);
  return one?.bits === 32 && ![...PRIVATE, ...LOCAL].some((each) => holds(each, one));
}
