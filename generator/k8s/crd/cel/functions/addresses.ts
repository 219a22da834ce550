// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library and #kubernetes-cidr-library
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { Registrar } from '../library.ts';

class Ip {
  readonly text: string;
  constructor(text: string) {
    if (!isAddress(text)) throw new Error(`IP Address ${JSON.stringify(text)} parse error`);
    this.text = text;
  }
  get family(): 'ipv4' | 'ipv6' {
    return isIPv4(this.text) ? 'ipv4' : 'ipv6';
  }
  get bytes(): number[] {
    return bytesOf(this.text);
  }
  get canonical(): string {
    return this.family === 'ipv4' ? this.text : shortened(this.bytes);
  }
}

class Cidr {
  readonly ip: Ip;
  readonly bits: number;
  constructor(text: string) {
    const [, address = '', bits = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
    if (!isAddress(address) || Number(bits) > (isIPv4(address) ? 32 : 128))
      throw new Error(`network address parse error during conversion from string: ${text}`);
    this.ip = new Ip(address);
    this.bits = Number(bits);
  }
  get text(): string {
    return `${this.ip.canonical}/${this.bits}`;
  }
  get masked(): Cidr {
    const bytes = this.ip.bytes.map((byte, i) => byte & (0xff << Math.min(8, Math.max(0, 8 * (i + 1) - this.bits))) & 0xff);
    return new Cidr(`${this.ip.family === 'ipv4' ? bytes.join('.') : shortened(bytes)}/${this.bits}`);
  }
  has(ip: Ip): boolean {
    if (ip.family !== this.ip.family) return false;
    const list = new BlockList();
    list.addSubnet(this.ip.text, this.bits, this.ip.family);
    return list.check(ip.text, ip.family);
  }
}

/** Neither zones nor addresses of one family in the form of the other. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%') && !/^::ffff:.*\./i.test(text);
}

function bytesOf(text: string): number[] {
  if (isIPv4(text)) return text.split('.').map(Number);
  const hexed = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [(Number(a) << 8) | Number(b), (Number(c) << 8) | Number(d)].map((part) => part.toString(16)).join(':'),
  );
  const [head = '', tail] = hexed.split('::');
  const groups = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const all = tail === undefined ? first : [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
  return all.flatMap((group) => [group >> 8, group & 0xff]);
}

/** IPv6 as RFC 5952 writes it. */
function shortened(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16)).join(':');
  const runs = [...groups.matchAll(/(?:^|:)(0(?::0)+)(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  const run = runs[0];
  if (run === undefined) return groups;
  const before = groups.slice(0, run.index);
  return `${before}::${groups.slice(run.index + run[0].length + 1)}`;
}

function isMade(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

const isLinkLocal = ({ family, bytes: [a = 0, b = 0] }: Ip): boolean =>
  family === 'ipv4' ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80;
const isMulticast = ({ family, bytes: [a = 0] }: Ip): boolean => (family === 'ipv4' ? a >= 224 && a < 240 : a === 0xff);
const isLinkLocalMulticast = (ip: Ip): boolean =>
  ip.family === 'ipv4' ? ip.text.startsWith('224.0.0.') : ip.bytes[0] === 0xff && ((ip.bytes[1] ?? 0) & 0x0f) === 2;
const isLoopback = (ip: Ip): boolean => (ip.family === 'ipv4' ? ip.bytes[0] === 127 : ip.canonical === '::1');
const isUnspecified = (ip: Ip): boolean => ip.canonical === '::' || ip.text === '0.0.0.0';

export function addressFunctions(to: Registrar): void {
  const [IP, CIDR] = ['net.IP', 'net.CIDR'];
  to.type(IP, Ip);
  to.type(CIDR, Cidr);
  to.function(`ip(string): ${IP}`, (text: string) => new Ip(text));
  to.function('isIP(string): bool', (text: string) => isMade(() => new Ip(text)));
  to.function(`string(${IP}): string`, (ip: Ip) => ip.canonical);
  to.function('ip.isCanonical(string): bool'.replace('ip.', `${to.namespace('ip')}.`), (_: unknown, text: string) => new Ip(text).canonical === text);
  to.function(`${IP}.family(): int`, (ip: Ip) => (ip.family === 'ipv4' ? 4n : 6n));
  to.function(`${IP}.isUnspecified(): bool`, isUnspecified);
  to.function(`${IP}.isLoopback(): bool`, isLoopback);
  to.function(`${IP}.isLinkLocalMulticast(): bool`, isLinkLocalMulticast);
  to.function(`${IP}.isLinkLocalUnicast(): bool`, isLinkLocal);
  to.function(
    `${IP}.isGlobalUnicast(): bool`,
    (ip: Ip) => !isUnspecified(ip) && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocal(ip) && ip.text !== '255.255.255.255',
  );
  to.function(`cidr(string): ${CIDR}`, (text: string) => new Cidr(text));
  to.function('isCIDR(string): bool', (text: string) => isMade(() => new Cidr(text)));
  to.function(`string(${CIDR}): string`, (block: Cidr) => block.text);
  to.function(`${CIDR}.containsIP(${IP}): bool`, (block: Cidr, ip: Ip) => block.has(ip));
  to.function(`${CIDR}.containsIP(string): bool`, (block: Cidr, ip: string) => block.has(new Ip(ip)));
  const holds = (block: Cidr, other: Cidr): boolean => block.bits <= other.bits && block.has(other.ip);
  to.function(`${CIDR}.containsCIDR(${CIDR}): bool`, holds);
  to.function(`${CIDR}.containsCIDR(string): bool`, (block: Cidr, other: string) => holds(block, new Cidr(other)));
  to.function(`${CIDR}.ip(): ${IP}`, (block: Cidr) => block.ip);
  to.function(`${CIDR}.prefixLength(): int`, (block: Cidr) => BigInt(block.bits));
  to.function(`${CIDR}.masked(): ${CIDR}`, (block: Cidr) => block.masked);
}
