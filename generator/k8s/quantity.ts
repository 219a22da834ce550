/**
 * Quantities as the API server stores them (apimachinery `resource.Quantity`, canonical form): `2000m` becomes `2`,
 * `0.5` becomes `500m`, `1024Mi` becomes `1Gi`. Written any other way, an Application would stay OutOfSync.
 */

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;

/** CPU cores or millicores in canonical form. */
export function canonicalCpu(text: string): string {
  const milli = milliCpu(text);
  return milli % 1000 === 0 ? canonicalCount(milli / 1000) : `${milli}m`;
}

/** A whole number of things, pods for example, in canonical form: `100k` for 100,000. */
export function canonicalCount(count: number): string {
  return canonicalBytes(String(count));
}

/** An amount of both in canonical form. */
export function canonicalAmounts({ cpu, memory }: { readonly cpu: string; readonly memory: string }): { cpu: string; memory: string } {
  return { cpu: canonicalCpu(cpu), memory: canonicalBytes(memory) };
}

/** CPU in millicores. */
export function milliCpu(text: string): number {
  return text.endsWith('m') ? Number(text.slice(0, -1)) : Math.round(Number(text) * 1000);
}

/** Bytes in canonical form: the largest suffix of the same family that leaves a whole number. */
export function canonicalBytes(text: string): string {
  const [, digits, suffix] = /^([0-9]+)([A-Za-z]*)$/.exec(text) as unknown as [string, string, string];
  const family: readonly string[] = suffix.endsWith('i') ? BINARY : DECIMAL;
  const base = suffix.endsWith('i') ? 1024n : 1000n;
  let amount = BigInt(digits);
  let power = family.indexOf(suffix);
  while (amount !== 0n && amount % base === 0n && power < family.length - 1) {
    amount /= base;
    power += 1;
  }
  return `${amount}${family[power]}`;
}

/** Bytes as a number. */
export function bytes(text: string): bigint {
  const [, digits, suffix] = /^([0-9]+)([A-Za-z]*)$/.exec(text) as unknown as [string, string, string];
  const binary = suffix.endsWith('i');
  const power = (binary ? BINARY : DECIMAL).indexOf(suffix as never);
  return BigInt(digits) * (binary ? 1024n : 1000n) ** BigInt(power);
}

/** Bytes of any value that is a whole quantity of them; undefined for all others. */
export function bytesOf(value: unknown): bigint | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[0-9]+([KMGTPE]i|[kMGTPE])?$/.test(text) ? bytes(text) : undefined;
}
