/** Addresses and networks of IPv4 and IPv6. */

/** The number that an IPv4 address is; Go refuses leading zeros. */
function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)) return undefined;
  return BigInt(parts.reduce((sum, part) => sum * 256 + Number(part), 0));
}

/** The number that an IPv6 address is (RFC 4291 §2.2, without zones). */
function ipv6(text: string): bigint | undefined {
  if (!text.includes(':')) return undefined;
  // An embedded IPv4 address is the last two words.
  const dotted = /[^:]*\.[^:]*$/.exec(text)?.[0];
  const embedded = dotted === undefined ? 0n : ipv4(dotted);
  if (embedded === undefined) return undefined;
  const words =
    dotted === undefined ? text : `${text.slice(0, -dotted.length)}${(embedded >> 16n).toString(16)}:${(embedded & 65_535n).toString(16)}`;
  const halves = words.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  return all.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word)) ? BigInt(`0x${all.map((word) => word.padStart(4, '0')).join('')}`) : undefined;
}

export function isIpv4(text: string): boolean {
  return ipv4(text) !== undefined;
}

export function isIpv6(text: string): boolean {
  return ipv6(text) !== undefined;
}

export function isAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

/** The type of the address record that holds an address (RFC 1035 §3.4.1, RFC 3596 §2.1). */
export function addressType(address: string): 'A' | 'AAAA' {
  return address.includes(':') ? 'AAAA' : 'A';
}

/** The one way to write an address (RFC 5952): name servers and controllers answer in this form, whatever was asked for. */
export function canonicalAddress(address: string): string {
  return addressType(address) === 'A' ? address : new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

export interface Network {
  readonly address: bigint;
  /** Bits of its prefix, and of an address. */
  readonly length: number;
  readonly bits: 32 | 128;
}

const CIDR = /^([^/]+)\/(0|[1-9][0-9]{0,2})$/;

/** A network in CIDR notation (RFC 4632, RFC 4291 §2.3); bits behind its prefix may be set. */
export function network(text: string): Network | undefined {
  const [, host = '', prefix] = CIDR.exec(text) ?? [];
  const four = ipv4(host);
  const address = four ?? ipv6(host);
  const bits = four === undefined ? 128 : 32;
  return address === undefined || Number(prefix) > bits ? undefined : { address, length: Number(prefix), bits };
}

/** The network that holds one address and no other. */
export function single(address: string): Network | undefined {
  return network(`${address}/${addressType(address) === 'A' ? 32 : 128}`);
}

/** Why a text is no network as everybody reads it, or undefined. */
export function cidrFlaw(text: string): string | undefined {
  const found = network(text);
  if (found === undefined)
    return CIDR.test(text)
      ? 'holds no IP address, or a prefix of impossible length'
      : 'is no network: an address, a slash and the length of the prefix';
  return BigInt.asUintN(found.bits - found.length, found.address) === 0n ? undefined : 'has bits set behind its prefix';
}

/** Whether a network is a part of another one, or the same. */
export function holds(outer: Network, inner: Network): boolean {
  const behind = BigInt(outer.bits - outer.length);
  return outer.bits === inner.bits && outer.length <= inner.length && outer.address >> behind === inner.address >> behind;
}
