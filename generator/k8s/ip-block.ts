import { text, texts } from './look.ts';
import type { Fields } from './look.ts';

/** Addresses of IPv4 that begin with the same bits. */
interface Range {
  readonly first: number;
  readonly bits: number;
}

function rangeOf(cidr: string): Range | undefined {
  const [, a, b, c, d, bits] = /^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})(?:\/([0-9]{1,2}))?$/.exec(cidr) ?? [];
  if (a === undefined) return undefined;
  const length = bits === undefined ? 32 : Number(bits);
  const address = [a, b, c, d].reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { first: address - (address % size(length)), bits: length };
}

function size(bits: number): number {
  return 2 ** (32 - bits);
}

function holds(outer: Range, inner: Range): boolean {
  return outer.bits <= inner.bits && inner.first >= outer.first && inner.first < outer.first + size(outer.bits);
}

/** Where clusters take the addresses of their pods from (RFC 1918, RFC 6598). */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map((cidr) => rangeOf(cidr) as Range);

/** No cluster has its pods in fewer addresses: smaller blocks are single machines. */
const SMALLEST = 28;

/** Whether pods of the cluster may have addresses of an ipBlock: those of a private range that `except` does not take out again. */
export function mayHoldPods(block: Fields): boolean {
  const cidr = text(block['cidr']) ?? '';
  // Pods have addresses of IPv6 from anywhere.
  if (cidr.includes(':')) return !/\/(?:6[5-9]|[7-9][0-9]|1[0-2][0-9])$/.test(cidr);
  const range = rangeOf(cidr);
  if (range === undefined || range.bits > SMALLEST) return false;
  const without = texts(block['except']).flatMap((each) => rangeOf(each) ?? []);
  return PRIVATE.some((each) => {
    const shared = holds(range, each) ? each : holds(each, range) ? range : undefined;
    return shared !== undefined && !without.some((except) => holds(except, shared));
  });
}

/** Whether an ipBlock holds an address; undefined for what is none of IPv4. */
export function holdsAddress(block: Fields, address: string): boolean | undefined {
  const [range, one] = [rangeOf(text(block['cidr']) ?? ''), rangeOf(address)];
  if (range === undefined || one === undefined) return undefined;
  return holds(range, one) && !texts(block['except']).some((each) => holds(rangeOf(each) ?? one, one) && rangeOf(each) !== undefined);
}

/** Whether an address is one that is the same everywhere, and no pod's. */
export function isPublic(address: string): boolean {
  const one = rangeOf(address);
  return one !== undefined && !PRIVATE.some((each) => holds(each, one)) && !/^(?:0|127|169\.254|22[4-9]|2[3-5][0-9])\./.test(address);
}
