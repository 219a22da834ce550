import { goSeconds } from './duration.ts';
import { fields, integer, text } from './look.ts';

/** argoproj/argo-cd, pkg/apis/application/v1alpha1/application_defaults.go: seconds, and a factor. */
const DEFAULTS = { duration: 5, factor: 2, maxDuration: 180 };

/** As many attempts as are counted: each waits a second or more wherever anybody writes so many. */
const COUNTED = 10_000;

/**
 * Seconds that Argo CD waits between the attempts of one sync, all together; without a limit, infinitely many.
 * @param retry `spec.syncPolicy.retry` of an Application
 */
export function secondsOfRetries(retry: unknown): number {
  const { limit, backoff } = fields(retry);
  const most = integer(limit) ?? 0;
  if (most < 0) return Infinity;
  const { duration, factor, maxDuration } = fields(backoff);
  const first = seconds(duration) ?? DEFAULTS.duration;
  const longest = seconds(maxDuration) ?? DEFAULTS.maxDuration;
  let sum = 0;
  for (let i = 0; i < Math.min(most, COUNTED); i++) {
    const wait = first * (integer(factor) ?? DEFAULTS.factor) ** i;
    sum += longest > 0 ? Math.min(longest, wait) : wait;
  }
  return sum;
}

/** A number alone means seconds. */
function seconds(value: unknown): number | undefined {
  const written = text(value);
  return written === undefined ? undefined : /^[0-9]+$/.test(written) ? Number(written) : goSeconds(written);
}
