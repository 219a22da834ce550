import { isMap } from '../model/data.ts';
import { child, type Pointer } from '../model/pointer.ts';

/** A value that people wrote, and another one in its place. */
export interface Changed {
  readonly path: Pointer;
  readonly values: unknown;
}

/** For each scalar of some values, the values with another one in its place: whether the chart heeds it shows in what it makes then. */
export function changedValues(values: unknown): Changed[] {
  return leaves(values, '').flatMap(({ path, steps, value }) => others(value).map((other) => ({ path, values: put(values, steps, other) })));
}

function leaves(value: unknown, path: Pointer, steps: readonly string[] = []): { path: Pointer; steps: readonly string[]; value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, i) => leaves(item, child(path, String(i)), [...steps, String(i)]));
  if (isMap(value)) return Object.entries(value).flatMap(([key, item]) => leaves(item, child(path, key), [...steps, key]));
  return value === null ? [] : [{ path, steps, value }];
}

/** A text differs at both of its ends, since charts cut names. */
function others(value: unknown): unknown[] {
  if (typeof value === 'boolean') return [!value];
  return typeof value === 'number' ? [value + 1] : [`${String(value)}x`, `x${String(value)}`];
}

function put(value: unknown, [step, ...rest]: readonly string[], leaf: unknown): unknown {
  if (step === undefined) return leaf;
  if (Array.isArray(value)) return value.map((item: unknown, i) => (String(i) === step ? put(item, rest, leaf) : item));
  return { ...(value as Record<string, unknown>), [step]: put((value as Record<string, unknown>)[step], rest, leaf) };
}
