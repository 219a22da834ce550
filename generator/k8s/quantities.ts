/** Quantities as anybody may write them (apimachinery resource.Quantity): `500m`, `0.5`, `2Gi`, `1e3`, `128974848000m`. */
const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** As fine as anybody counts: sums of millionths must not show the rounding of binary fractions. */
export const MILLIONTHS = 1e6;

/** The amount in its base unit, cores or bytes; undefined for what is no quantity. */
export function amount(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const match = typeof value === 'string' ? /^\+?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(value) : null;
  if (match === null) return undefined;
  const [, digits, exponent, suffix] = match;
  const number = Number(digits) * (exponent === undefined ? (FACTORS[suffix ?? ''] as number) : 10 ** Number(exponent));
  return Math.round(number * MILLIONTHS) / MILLIONTHS;
}

/** What a number of pods, or a part of all of them in per cent, comes to; undefined for what is neither. */
export function share(value: unknown, of: number, round: (value: number) => number): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  const percent = typeof value === 'string' ? /^([0-9]+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : round((Number(percent) * of) / 100);
}

/** Cores for people: `1.25`. */
export function coresText(cores: number): string {
  return String(Math.round(cores * 1000) / 1000);
}

/** Bytes for people: `1.5Gi`. */
export function bytesText(bytes: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let [amountLeft, unit] = [bytes, 0];
  while (amountLeft >= 1024 && unit < units.length - 1) [amountLeft, unit] = [amountLeft / 1024, unit + 1];
  return `${Math.round(amountLeft * 100) / 100}${units[unit]}`;
}
