/** Quantities as apimachinery reads and writes them (`resource.Quantity`): `500m`, `0.5`, `2Gi`, `1e3`. */

const QUANTITY = /^([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+)|([numkMGTPE]|[KMGTPE]i)?)$/;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const EXPONENTS = ['e-9', 'e-6', 'e-3', '', 'e3', 'e6', 'e9', 'e12', 'e15', 'e18'] as const;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

/** Quantities are kept in billionths of their unit, the finest that is stored. */
const NANOS = 1_000_000_000n;

/** No amount needs a larger power of ten: to work one out could take for ever. */
const FURTHEST = 400;

/** As fine as sums count: millionths do not show the rounding of binary fractions. */
export const MILLIONTHS = 1e6;

interface Quantity {
  /** In billionths of the base unit: cores, bytes or things. */
  readonly nanos: bigint;
  readonly format: 'binary' | 'decimal' | 'exponent';
}

/** Few amounts are written again and again, and arithmetic of any size is slow. */
const known = new Map<string, Quantity | undefined>();
const MOST_KNOWN = 1000;
const LONGEST_KNOWN = 20;

function parse(text: string): Quantity | undefined {
  const before = known.get(text);
  if (before !== undefined) return before;
  const quantity = parseAnew(text);
  if (known.size < MOST_KNOWN && text.length < LONGEST_KNOWN) known.set(text, quantity);
  return quantity;
}

function parseAnew(text: string): Quantity | undefined {
  const [, sign, digits, exponent, suffix = ''] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const binary = suffix.endsWith('i');
  const [whole = '', fraction = ''] = digits.split('.');
  const power = exponent === undefined ? (binary ? 0 : 3 * (DECIMAL.indexOf(suffix as never) - 3)) : Number(exponent);
  const scale = Math.max(-FURTHEST, Math.min(FURTHEST, power)) + 9 - fraction.length;
  const factor = binary ? 1024n ** BigInt(BINARY.indexOf(suffix as never)) : 1n;
  const number = BigInt(whole + fraction) * factor;
  // What is finer than a billionth is rounded away from zero.
  const divisor = 10n ** BigInt(Math.max(0, -scale));
  const size = scale >= 0 ? number * 10n ** BigInt(scale) : (number + divisor - 1n) / divisor;
  return { nanos: sign === '-' ? -size : size, format: binary ? 'binary' : exponent === undefined ? 'decimal' : 'exponent' };
}

/** A quantity in billionths of its base unit; undefined for what is none. */
export function quantity(value: unknown): bigint | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parse(String(value))?.nanos : undefined;
}

/** The amount in its base unit, cores or bytes, to a millionth; undefined for what is no quantity, or less than nothing. */
export function amount(value: unknown): number | undefined {
  const nanos = quantity(value);
  return nanos === undefined || nanos < 0n ? undefined : Math.round(Number(nanos) / 1000) / MILLIONTHS;
}

/**
 * The form in which the API server stores a quantity (`Quantity.CanonicalizeBytes`): `2000m` becomes `2`, `0.5` becomes `500m`,
 * `1024Mi` becomes `1Gi`. Written any other way, an Application would stay OutOfSync. What is no quantity stays as it is.
 */
export function canonicalQuantity(value: string | number): string {
  const found = parse(String(value));
  if (found === undefined) return String(value);
  const size = found.nanos < 0n ? -found.nanos : found.nanos;
  const isBinary = found.format === 'binary' && size >= 1024n * NANOS && size % NANOS === 0n;
  const base = isBinary ? 1024n : 1000n;
  const suffixes = isBinary ? BINARY : found.format === 'exponent' ? EXPONENTS : DECIMAL;
  let [rest, i] = [isBinary ? size / NANOS : size, 0];
  while (rest !== 0n && rest % base === 0n && i < suffixes.length - 1) [rest, i] = [rest / base, i + 1];
  return rest === 0n ? '0' : `${found.nanos < 0n ? '-' : ''}${rest}${suffixes[i]}`;
}

/** An amount of both in canonical form. */
export function canonicalAmounts({ cpu, memory }: { readonly cpu: string; readonly memory: string }): { cpu: string; memory: string } {
  return { cpu: canonicalQuantity(cpu), memory: canonicalQuantity(memory) };
}

/** Cores for people: `1.25`. */
export function coresText(cores: number): string {
  return String(Math.round(cores * 1000) / 1000);
}

/** Bytes for people: `1.5Gi`. */
export function bytesText(bytes: number): string {
  const units = BINARY.slice(0, 5);
  let [left, unit] = [bytes, 0];
  while (left >= 1024 && unit < units.length - 1) [left, unit] = [left / 1024, unit + 1];
  return `${Math.round(left * 100) / 100}${units[unit]}`;
}
