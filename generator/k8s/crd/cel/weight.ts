// How large values are, in steps: what it costs to go through them.
import { memo } from '../../../model/memo.ts';
import { untraced } from './untyped.ts';

/** Ten characters, or ten items that are only copied, are a step, as the API server counts. */
const TRAVERSAL = 0.1;

/** No text of a rule is longer, in characters; as much memory are {@link MOST_ITEMS}. */
const LONGEST = 2 ** 20;
const MOST_ITEMS = LONGEST / 8;

/** What it costs to go over a text, or over bytes. */
export function texts(length: number): number {
  return TRAVERSAL * length;
}

/** What a value costs that an expression has made: infinitely much where it is larger than any rule needs. */
export function made(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length > LONGEST ? Infinity : texts(value.length);
  if (!Array.isArray(value)) return 0;
  return value.length > MOST_ITEMS ? Infinity : TRAVERSAL * value.length;
}

const weights = new WeakMap<object, number>();

/**
 * What it costs to go through a value and all that is in it: a step for each part. What stands in it twice counts twice, and is weighed once, so that
 * lists of lists of the same list are told to be as large as they are.
 */
export function weight(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return 1 + texts(value.length);
  if (typeof value !== 'object' || value === null) return 1;
  return memo(weights, value, () => {
    let sum = 1;
    for (const part of parts(value)) sum += weight(part);
    return sum;
  });
}

function parts(value: object): Iterable<unknown> {
  if (Array.isArray(value)) return value as readonly unknown[];
  const entries: Iterable<[unknown, unknown]> = value instanceof Map ? untraced(value as Map<unknown, unknown>) : Object.entries(value);
  return [...entries].flat();
}
