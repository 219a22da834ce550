import { isMap } from '../../model/data.ts';

/** Paths at which both set something: maps merge key by key, all else replaces. */
export function overlaps(one: unknown, other: unknown): string[][] {
  if (one === undefined || other === undefined) return [];
  if (!isMap(one) || !isMap(other)) return [[]];
  return Object.keys(one).flatMap((key) => (Object.hasOwn(other, key) ? overlaps(one[key], other[key]).map((path) => [key, ...path]) : []));
}
