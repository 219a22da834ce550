import { cut } from '../model/quoted.ts';

/** Small languages that strings inside objects are written in. */

/** The number that an IPv4 address is; Go refuses leading zeros. */
function ipv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function isIpv4(text: string): boolean {
  return ipv4(text) !== undefined;
}

/** The number that an IPv6 address is (RFC 4291 §2.2, without zones). */
function ipv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return undefined;
  const [head, tail = []] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[]?];
  const last = (halves.length === 2 ? tail : head).at(-1);
  if (last?.includes('.') === true) {
    const embedded = ipv4(last);
    if (embedded === undefined) return undefined;
    (halves.length === 2 ? tail : head).splice(-1, 1, Math.floor(embedded / 65_536).toString(16), (embedded % 65_536).toString(16));
  }
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const words = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!words.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word))) return undefined;
  return BigInt(`0x${words.map((word) => word.padStart(4, '0')).join('')}`);
}

export function isIpv6(text: string): boolean {
  return ipv6(text) !== undefined;
}

export function isAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

interface Network {
  readonly address: bigint;
  /** Bits of its prefix, and of an address. */
  readonly length: number;
  readonly bits: 32 | 128;
}

const CIDR = /^([^/]+)\/(0|[1-9][0-9]{0,2})$/;

/** A network in CIDR notation (RFC 4632, RFC 4291 §2.3); bits behind its prefix may be set. */
function network(text: string): Network | undefined {
  const match = CIDR.exec(text);
  if (match === null) return undefined;
  const [, host, prefix] = match as unknown as [string, string, string];
  const four = ipv4(host);
  const address = four === undefined ? ipv6(host) : BigInt(four);
  const bits = four === undefined ? 128 : 32;
  return address === undefined || Number(prefix) > bits ? undefined : { address, length: Number(prefix), bits };
}

export function isNetwork(text: string): boolean {
  return network(text) !== undefined;
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

/** Whether a network is a true part of another one; if one of them is none, nothing is held against it. */
export function isPart(inner: string, outer: string): boolean {
  const [part, whole] = [network(inner), network(outer)];
  if (part === undefined || whole === undefined) return true;
  const behind = BigInt(whole.bits - whole.length);
  return part.bits === whole.bits && part.length > whole.length && part.address >> behind === whole.address >> behind;
}

/** A duration of Go (`time.ParseDuration`) in seconds, or undefined. */
export function goSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
  return [...text.matchAll(/([0-9.]+)(ns|us|µs|ms|s|m|h)/g)].reduce((sum, [, n, unit]) => sum + Number(n) * (units[unit as string] as number), 0);
}

const PROMETHEUS_UNITS = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const;
const PROMETHEUS_SECONDS = [31_536_000, 604_800, 86_400, 3600, 60, 1, 1e-3] as const;

/** A duration of Prometheus (`model.ParseDuration`): whole numbers, the largest unit first; in seconds, or undefined. */
export function prometheusSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  const match = /^(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?$/.exec(text);
  if (match === null || text === '') return undefined;
  return PROMETHEUS_UNITS.reduce((sum, _, i) => sum + Number(match[i + 1] ?? 0) * (PROMETHEUS_SECONDS[i] as number), 0);
}

const QUANTITY = /^([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(m|u|n|[kMGTPE]i?|Ki|[eE][+-]?[0-9]+)?$/;

/** A quantity (apimachinery `resource.ParseQuantity`) as a number, or undefined. */
export function quantity(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const match = typeof value === 'string' ? QUANTITY.exec(value) : null;
  if (match === null) return undefined;
  const [, sign, digits, suffix = ''] = match as unknown as [string, string, string, string?];
  if (suffix === 'ki') return undefined;
  const scale = /^[eE][+-]?[0-9]/.test(suffix) ? 10 ** Number(suffix.slice(1)) : scaleOf(suffix);
  return Number(digits) * scale * (sign === '-' ? -1 : 1);
}

function scaleOf(suffix: string): number {
  if (suffix === '') return 1;
  const small = ['m', 'u', 'n'].indexOf(suffix);
  if (small !== -1) return 1000 ** -(small + 1);
  const power = 'KMGTPE'.indexOf((suffix[0] as string).toUpperCase()) + 1;
  return (suffix.endsWith('i') ? 1024 : 1000) ** power;
}

const CRON_FIELDS = [
  { name: 'minute', from: 0, to: 59, words: '' },
  { name: 'hour', from: 0, to: 23, words: '' },
  { name: 'day of the month', from: 1, to: 31, words: '' },
  { name: 'month', from: 1, to: 12, words: 'jan feb mar apr may jun jul aug sep oct nov dec' },
  { name: 'day of the week', from: 0, to: 6, words: 'sun mon tue wed thu fri sat' },
] as const;

/** Why a text is no schedule of robfig/cron in its standard form, which Kubernetes and Velero read; or undefined. */
export function cronFlaw(text: string): string | undefined {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return undefined;
  if (text.startsWith('@every ')) return goSeconds(text.slice('@every '.length)) === undefined ? 'holds no duration after @every' : undefined;
  const fields = text.trim().split(/\s+/);
  if (fields.length !== CRON_FIELDS.length) return `has ${fields.length} fields instead of five`;
  for (const [i, field] of fields.entries()) {
    const rule = CRON_FIELDS[i] as (typeof CRON_FIELDS)[number];
    if (!field.split(',').every((part) => isCronPart(part, rule))) return `has no legal ${rule.name}: ${cut(field)}`;
  }
  return undefined;
}

function isCronPart(part: string, { from, to, words }: (typeof CRON_FIELDS)[number]): boolean {
  const match = /^(\*|\?|[0-9]+|[A-Za-z]{3})(?:-([0-9]+|[A-Za-z]{3}))?(?:\/([0-9]+))?$/.exec(part);
  if (match === null) return false;
  const number = (word: string | undefined): number => {
    if (word === undefined) return from;
    if (/^[0-9]+$/.test(word)) return Number(word);
    const at = words === '' ? -1 : words.split(' ').indexOf(word.toLowerCase());
    return at === -1 ? Number.NaN : at + from;
  };
  const [, start, end, step] = match;
  if (step !== undefined && Number(step) === 0) return false;
  if (start === '*' || start === '?') return end === undefined;
  const [a, b] = [number(start), end === undefined ? number(start) : number(end)];
  return a >= from && b <= to && a <= b;
}

/** IANA service name (RFC 6335 §5.1) as Kubernetes wants it of a container's port. */
export function isPortName(text: string): boolean {
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text) && text.length <= 15 && /[a-z]/.test(text) && !text.includes('--');
}
