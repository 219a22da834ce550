// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library and #kubernetes-cidr-library
import { canonicalAddress, holds, isAddress, network, single, type Network } from '../../../ip.ts';
import type { Registrar } from '../library.ts';

class Ip {
  readonly text: string;
  readonly network: Network;

  /** @throws where the text is none, or one of IPv4 in the form of IPv6 */
  constructor(text: string) {
    const found = isAddress(text) && !/^::ffff:.*\./i.test(text) ? single(text) : undefined;
    if (found === undefined) throw new Error(`no IP address: ${text}`);
    this.network = found;
    this.text = canonicalAddress(text);
  }

  get isIpv4(): boolean {
    return this.network.bits === 32;
  }

  isIn(...blocks: readonly string[]): boolean {
    return blocks.some((block) => holds(network(block) as Network, this.network));
  }
}

class Cidr {
  readonly ip: Ip;
  readonly network: Network;

  /** @throws where the text is none */
  constructor(text: string) {
    const found = network(text);
    if (found === undefined) throw new Error(`no network: ${text}`);
    this.network = found;
    this.ip = new Ip(text.slice(0, text.indexOf('/')));
  }

  get text(): string {
    return `${this.ip.text}/${this.network.length}`;
  }

  get masked(): Cidr {
    const { address, length, bits } = this.network;
    const behind = BigInt(bits - length);
    return new Cidr(`${written((address >> behind) << behind, bits)}/${length}`);
  }

  has(other: Network): boolean {
    return holds(this.network, other);
  }
}

function written(address: bigint, bits: 32 | 128): string {
  const size = bits === 32 ? 8 : 16;
  const parts = Array.from({ length: bits / size }, (_, i) => BigInt.asUintN(size, address >> BigInt(bits - size * (i + 1))));
  return bits === 32 ? parts.join('.') : canonicalAddress(parts.map((part) => part.toString(16)).join(':'));
}

function isMade(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

const UNSPECIFIED = ['0.0.0.0/32', '::/128'];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10'];
const MULTICAST = ['224.0.0.0/4', 'ff00::/8'];
const BROADCAST = '255.255.255.255/32';

/** Whose scope is the link: the last four bits of the second byte are 2, whatever its flags are. */
function isLinkLocalMulticast(ip: Ip): boolean {
  return ip.isIpv4 ? ip.isIn('224.0.0.0/24') : ip.isIn('ff00::/8') && BigInt.asUintN(4, ip.network.address >> 112n) === 2n;
}

export function addressFunctions(to: Registrar): void {
  const [IP, CIDR] = ['net.IP', 'net.CIDR'];
  to.type(IP, Ip, ({ text }) => text);
  to.type(CIDR, Cidr, ({ text }) => text);
  to.function(`ip(string): ${IP}`, (text: string) => new Ip(text));
  to.function('isIP(string): bool', (text: string) => isMade(() => new Ip(text)));
  to.function(`string(${IP}): string`, (ip: Ip) => ip.text);
  to.function(`${to.namespace('ip')}.isCanonical(string): bool`, (_: unknown, text: string) => new Ip(text).text === text);
  to.function(`${IP}.family(): int`, (ip: Ip) => (ip.isIpv4 ? 4n : 6n));
  to.function(`${IP}.isUnspecified(): bool`, (ip: Ip) => ip.isIn(...UNSPECIFIED));
  to.function(`${IP}.isLoopback(): bool`, (ip: Ip) => ip.isIn(...LOOPBACK));
  to.function(`${IP}.isLinkLocalMulticast(): bool`, isLinkLocalMulticast);
  to.function(`${IP}.isLinkLocalUnicast(): bool`, (ip: Ip) => ip.isIn(...LINK_LOCAL));
  to.function(`${IP}.isGlobalUnicast(): bool`, (ip: Ip) => !ip.isIn(...UNSPECIFIED, ...LOOPBACK, ...MULTICAST, ...LINK_LOCAL, BROADCAST));
  to.function(`cidr(string): ${CIDR}`, (text: string) => new Cidr(text));
  to.function('isCIDR(string): bool', (text: string) => isMade(() => new Cidr(text)));
  to.function(`string(${CIDR}): string`, (block: Cidr) => block.text);
  to.function(`${CIDR}.containsIP(${IP}): bool`, (block: Cidr, ip: Ip) => block.has(ip.network));
  to.function(`${CIDR}.containsIP(string): bool`, (block: Cidr, ip: string) => block.has(new Ip(ip).network));
  to.function(`${CIDR}.containsCIDR(${CIDR}): bool`, (block: Cidr, other: Cidr) => block.has(other.network));
  to.function(`${CIDR}.containsCIDR(string): bool`, (block: Cidr, other: string) => block.has(new Cidr(other).network));
  to.function(`${CIDR}.ip(): ${IP}`, (block: Cidr) => block.ip);
  to.function(`${CIDR}.prefixLength(): int`, (block: Cidr) => BigInt(block.network.length));
  to.function(`${CIDR}.masked(): ${CIDR}`, (block: Cidr) => block.masked);
}
