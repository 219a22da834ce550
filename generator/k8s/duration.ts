const GO = /([0-9]+(?:\.[0-9]*)?)(ns|us|µs|ms|s|m|h)/g;
const GO_UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** Go counts nanoseconds in 64 bits with a sign, and reads no duration that is longer: 292 years. */
const GO_LONGEST = 2 ** 63 / 1e9;

/** A duration of Go (`time.ParseDuration`) in seconds, or undefined. */
export function goSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  if (text === '' || text.replace(GO, '') !== '') return undefined;
  const seconds = [...text.matchAll(GO)].reduce((sum, [, n, unit]) => sum + Number(n) * (GO_UNITS[unit as string] as number), 0);
  return seconds < GO_LONGEST ? seconds : undefined;
}

/** A duration of Go in canonical form: metav1.Duration is stored as `720h0m0s`, and anything else stays OutOfSync. */
export function canonicalDuration(text: string): string {
  const seconds = goSeconds(text) as number;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

const PROMETHEUS = /^(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?$/;
const PROMETHEUS_UNITS = [31_536_000, 604_800, 86_400, 3600, 60, 1, 1e-3] as const;

/** A duration of Prometheus (`model.ParseDuration`): whole numbers, the largest unit first; in seconds, or undefined. */
export function prometheusSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  const match = PROMETHEUS.exec(text);
  return match === null || text === '' ? undefined : PROMETHEUS_UNITS.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0);
}
