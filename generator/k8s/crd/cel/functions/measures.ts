// https://kubernetes.io/docs/reference/using-api/cel/: quantities, URLs, versions, and formats by name.
import { isDnsLabel, isLabelKey, isLabelValue, isSubdomain } from '../../../../model/names.ts';
import { quantity } from '../../../quantity.ts';
import { hasFormat } from '../../formats.ts';
import type { Registrar } from '../library.ts';

const UNIT = 1_000_000_000n;

class Quantity {
  /** In billionths. */
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
  static of(text: string): Quantity {
    const nanos = quantity(text);
    if (nanos === undefined) throw new Error(`quantities must match the regular expression of Kubernetes: ${text}`);
    return new Quantity(nanos);
  }
}

const compare = (a: bigint, b: bigint): bigint => (a < b ? -1n : a > b ? 1n : 0n);

function quantityFunctions(to: Registrar): void {
  const Q = 'kubernetes.Quantity';
  to.type(Q, Quantity, ({ nanos }) => nanos);
  to.function(`quantity(string): ${Q}`, (text: string) => Quantity.of(text));
  to.function('isQuantity(string): bool', (text: string) => quantity(text) !== undefined);
  to.function(`${Q}.sign(): int`, (a: Quantity) => compare(a.nanos, 0n));
  to.function(`sign(${Q}): int`, (a: Quantity) => compare(a.nanos, 0n));
  to.function(`${Q}.isGreaterThan(${Q}): bool`, (a: Quantity, b: Quantity) => a.nanos > b.nanos);
  to.function(`${Q}.isLessThan(${Q}): bool`, (a: Quantity, b: Quantity) => a.nanos < b.nanos);
  to.function(`${Q}.compareTo(${Q}): int`, (a: Quantity, b: Quantity) => compare(a.nanos, b.nanos));
  to.function(`${Q}.asApproximateFloat(): double`, (a: Quantity) => Number(a.nanos) / Number(UNIT));
  to.function(`${Q}.isInteger(): bool`, (a: Quantity) => a.nanos % UNIT === 0n);
  to.function(`${Q}.asInteger(): int`, (a: Quantity) => {
    if (a.nanos % UNIT !== 0n) throw new Error('cannot convert value to integer');
    return a.nanos / UNIT;
  });
  to.function(`${Q}.add(${Q}): ${Q}`, (a: Quantity, b: Quantity) => new Quantity(a.nanos + b.nanos));
  to.function(`${Q}.add(int): ${Q}`, (a: Quantity, b: bigint) => new Quantity(a.nanos + b * UNIT));
  to.function(`${Q}.sub(${Q}): ${Q}`, (a: Quantity, b: Quantity) => new Quantity(a.nanos - b.nanos));
  to.function(`${Q}.sub(int): ${Q}`, (a: Quantity, b: bigint) => new Quantity(a.nanos - b * UNIT));
}

class Url {
  readonly url: URL;
  readonly isAbsolute: boolean;
  constructor(text: string) {
    if (!hasFormat('uri', text)) throw new Error(`URL parse error during conversion from string: ${text}`);
    this.isAbsolute = !text.startsWith('/');
    this.url = new URL(text, 'none://none');
  }
  own(part: string): string {
    return this.isAbsolute ? part : '';
  }
}

function urlOf(text: string): Url | undefined {
  try {
    return new Url(text);
  } catch {
    return undefined;
  }
}

function urlFunctions(to: Registrar): void {
  const U = 'kubernetes.URL';
  to.type(U, Url, ({ url }) => url.href);
  to.function(`url(string): ${U}`, (text: string) => new Url(text));
  to.function('isURL(string): bool', (text: string) => urlOf(text) !== undefined);
  to.function(`${U}.getScheme(): string`, (a: Url) => a.own(a.url.protocol.slice(0, -1)));
  to.function(`${U}.getHost(): string`, (a: Url) => a.own(a.url.host));
  to.function(`${U}.getHostname(): string`, (a: Url) => a.own(a.url.hostname.replace(/^\[|\]$/g, '')));
  to.function(`${U}.getPort(): string`, (a: Url) => a.own(a.url.port));
  to.function(`${U}.getEscapedPath(): string`, (a: Url) => a.url.pathname);
  to.function(`${U}.getQuery(): map<string, list<string>>`, ({ url }: Url) => {
    const names = [...new Set(url.searchParams.keys())].sort();
    return new Map(names.map((name) => [name, url.searchParams.getAll(name)]));
  });
}

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

class Semver {
  readonly parts: readonly bigint[];
  readonly pre: readonly string[];
  constructor(text: string) {
    const [, major, minor, patch, pre] = SEMVER.exec(text) ?? [];
    if (major === undefined || minor === undefined || patch === undefined) throw new Error(`no semantic version: ${text}`);
    this.parts = [major, minor, patch].map(BigInt);
    this.pre = pre?.split('.') ?? [];
  }
  compareTo(other: Semver): bigint {
    const found = this.parts.map((part, i) => compare(part, other.parts[i] ?? 0n)).find((each) => each !== 0n);
    if (found !== undefined) return found;
    if (this.pre.length === 0 || other.pre.length === 0)
      return compare(BigInt(other.pre.length), BigInt(this.pre.length)) && (this.pre.length === 0 ? 1n : -1n);
    for (const [i, part] of this.pre.entries()) {
      const against = other.pre[i];
      if (against === undefined) return 1n;
      if (part === against) continue;
      const [a, b] = [part, against].map((each) => /^\d+$/.test(each));
      if (a === true && b === true) return compare(BigInt(part), BigInt(against));
      return a === b ? (part < against ? -1n : 1n) : a === true ? -1n : 1n;
    }
    return this.pre.length < other.pre.length ? -1n : 0n;
  }
}

/** As Kubernetes reads a version that is not written in full: `v1.2`. */
function normalized(text: string): string {
  const parts = text.replace(/^v/, '').split('.');
  return [...parts, ...Array<string>(Math.max(0, 3 - parts.length)).fill('0')].map((part) => part.replace(/^0+(?=\d)/, '')).join('.');
}

function versionFunctions(to: Registrar): void {
  const V = 'kubernetes.Semver';
  to.type(V, Semver, ({ parts, pre }) => [parts, pre]);
  const text = (given: string, normalize = false): string => (normalize ? normalized(given) : given);
  to.function(`semver(string): ${V}`, (given: string) => new Semver(given));
  to.function(`semver(string, bool): ${V}`, (given: string, normalize: boolean) => new Semver(text(given, normalize)));
  to.function('isSemver(string): bool', (given: string) => SEMVER.test(given));
  to.function('isSemver(string, bool): bool', (given: string, normalize: boolean) => SEMVER.test(text(given, normalize)));
  to.function(`${V}.isGreaterThan(${V}): bool`, (a: Semver, b: Semver) => a.compareTo(b) > 0n);
  to.function(`${V}.isLessThan(${V}): bool`, (a: Semver, b: Semver) => a.compareTo(b) < 0n);
  to.function(`${V}.compareTo(${V}): int`, (a: Semver, b: Semver) => a.compareTo(b));
  for (const [i, name] of ['major', 'minor', 'patch'].entries()) to.function(`${V}.${name}(): int`, ({ parts }: Semver) => parts[i]);
}

const NAMED: Readonly<Record<string, (text: string) => boolean>> = {
  dns1123Label: isDnsLabel,
  dns1123Subdomain: isSubdomain,
  dns1035Label: (text) => isDnsLabel(text) && /^[a-z]/.test(text),
  dns1123LabelPrefix: (text) => isDnsLabel(text.replace(/-$/, 'a')),
  dns1123SubdomainPrefix: (text) => isSubdomain(text.replace(/-$/, 'a')),
  dns1035LabelPrefix: (text) => isDnsLabel(text.replace(/-$/, 'a')) && /^[a-z]/.test(text),
  qualifiedName: isLabelKey,
  labelValue: isLabelValue,
  ...Object.fromEntries(['uri', 'uuid', 'byte', 'date', 'datetime'].map((name) => [name, (text: string) => hasFormat(name, text)])),
};

class Format {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** @param optional makes an optional value of CEL; of nothing, none */
function formatFunctions(to: Registrar, optional: (value?: unknown) => unknown): void {
  const F = 'kubernetes.NamedFormat';
  to.type(F, Format, ({ name }) => name);
  const format = to.namespace('format');
  for (const name of Object.keys(NAMED)) to.function(`${format}.${name}(): ${F}`, () => new Format(name));
  to.function(`${format}.named(string): optional<${F}>`, (_: unknown, name: string) =>
    Object.hasOwn(NAMED, name) ? optional(new Format(name)) : optional(),
  );
  to.function(`${F}.validate(string): optional<list<string>>`, ({ name }: Format, text: string) =>
    NAMED[name]?.(text) === true ? optional() : optional([`must have the format ${name}`]),
  );
}

export function measureFunctions(to: Registrar, optional: (value?: unknown) => unknown): void {
  quantityFunctions(to);
  urlFunctions(to);
  versionFunctions(to);
  formatFunctions(to, optional);
}
