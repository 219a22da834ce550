import { isMap } from '../../model/data.ts';
import { byCodeUnit } from '../../model/order.ts';
import { fleetSchema, follow } from './schemas.ts';
import type { SchemaNode } from './schemas.ts';

/** Stands for a name that people chose, or for a key that nobody knows. */
const ANY = '*';

/**
 * Which keys of the format a fleet uses, and how often: `agents.*.autoscale.max`. Names are left out, and so is every value: nothing is told that is not in the
 * schema itself.
 */
export function shapeOf(data: unknown): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  walk(data, fleetSchema, [], found);
  return new Map([...found].sort(([a], [b]) => byCodeUnit(a, b)));
}

function walk(value: unknown, node: SchemaNode | undefined, path: readonly string[], found: Map<string, number>): void {
  const schema = node === undefined ? undefined : follow(node);
  if (Array.isArray(value)) {
    for (const item of value) if (isMap(item)) walk(item, schema?.items, path, found);
    return;
  }
  if (!isMap(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const known = schema?.properties !== undefined && Object.hasOwn(schema.properties, key);
    const below = known ? schema.properties[key] : typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    const at = [...path, known ? key : ANY];
    found.set(at.join('.'), (found.get(at.join('.')) ?? 0) + 1);
    // Below what nobody knows there is nothing but names.
    if (below !== undefined) walk(item, below, at, found);
  }
}
