import { isMap } from '../../model/data.ts';

/**
 * Merge one layer over another: maps merge key by key, scalars and lists replace, and `null` replaces too
 * (it says "none"). Nothing is changed in place.
 */
export function merge(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (!isMap(under) || !isMap(over)) return over;
  const out: Record<string, unknown> = { ...under };
  for (const key of Object.keys(over)) out[key] = merge(under[key], over[key]);
  return out;
}
