import type { Fleet } from '../fleet/fleet.ts';
import { isMap } from '../model/data.ts';
import { byCodeUnit } from '../model/order.ts';

/**
 * What a fleet takes on trust, as lines for its lock: findings that are waived, objects that somebody else makes, and grants of
 * Argo CD projects. Reasons do not count.
 */
export function trustsOf(fleet: Pick<Fleet, 'externals' | 'waivers'> & { readonly grants?: unknown }): string[] {
  const lines = (['external', 'waiver', 'grant'] as const).flatMap((word) => items(fleet[`${word}s`]).map((item) => trustLine(word, item)));
  return [...new Set(lines)].sort(byCodeUnit);
}

function items(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isMap(value) ? Object.entries(value) : [];
}

/** Without the reason, with its keys in order. @param word `waiver` */
export function trustLine(word: string, item: unknown): string {
  return `${word} ${text(item)}`;
}

function text(item: unknown): string {
  if (!isMap(item)) return JSON.stringify(item);
  const keys = Object.keys(item)
    .filter((key) => key !== 'reason')
    .sort(byCodeUnit);
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key]])));
}
