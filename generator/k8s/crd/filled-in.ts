import { isMap } from '../../model/data.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import type { Schema } from './schema.ts';

/** A field that an object leaves out and the API server fills in. */
interface Filled {
  /** Of the map that lacks it. */
  readonly at: Pointer;
  readonly key: string;
  readonly value: unknown;
}

/**
 * Fields that a schema fills in where Argo CD compares them: within lists, which it compares as a whole. Of maps it compares the keys that Git has.
 * @param within whether the value lies in a list
 */
export function* filledIn(schema: Schema, value: unknown, path: Pointer, within = false): Iterable<Filled> {
  const { properties = {}, additionalProperties, items } = schema;
  if (Array.isArray(value)) {
    if (items !== undefined) for (const [i, item] of value.entries()) yield* filledIn(items, item, child(path, i), true);
    return;
  }
  if (!isMap(value)) return;
  if (within)
    for (const [key, { default: filled }] of Object.entries(properties))
      if (filled !== undefined && value[key] === undefined) yield { at: path, key, value: filled };
  for (const [key, item] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : typeof additionalProperties === 'object' ? additionalProperties : undefined;
    if (own !== undefined) yield* filledIn(own, item, child(path, key), within);
  }
}
