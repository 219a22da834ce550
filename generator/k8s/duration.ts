/** A duration of Go in canonical form: metav1.Duration is stored as `720h0m0s`, and anything else stays OutOfSync. */
export function canonicalDuration(text: string): string {
  const seconds = durationSeconds(text);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

/** Seconds of a duration such as `1h30m`. */
export function durationSeconds(text: string): number {
  const unit: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
  let seconds = 0;
  for (const [, amount, name] of text.matchAll(/([0-9]+)(ms|s|m|h)/g)) seconds += Number(amount) * (unit[name as string] as number);
  return seconds;
}
