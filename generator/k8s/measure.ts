import { goSeconds } from './duration.ts';
import { quantity } from './quantity.ts';

/** A number, quantity or percentage; undefined for what is none. */
export function size(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const nanos = quantity(value);
  if (nanos !== undefined) return Number(nanos) / 1e9;
  const percent = /^([0-9]+(?:\.[0-9]+)?)%$/.exec(value)?.[1];
  return percent === undefined ? undefined : Number(percent);
}

/** A duration of Go, or a number of seconds; undefined for what is none. `1m` is a minute here, and a thousandth as a quantity. */
export function seconds(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return /^[0-9]+$/.test(value) ? Number(value) : goSeconds(value);
}
