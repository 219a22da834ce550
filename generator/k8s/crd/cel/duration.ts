const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** A duration as Go writes it, in nanoseconds; undefined where it is none. */
export function nanosecondsOf(text: string): bigint | undefined {
  const [, sign, parts] = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text) ?? [];
  if (parts === undefined) return undefined;
  let sum = 0n;
  for (const [, amount, unit = ''] of parts.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g))
    sum += BigInt(Math.round(Number(amount) * (UNITS[unit] ?? 0)));
  return sign === '-' ? -sum : sum;
}
