import { sortedKeys } from '../../model/order.ts';
import { follow } from './schemas.ts';
import type { SchemaNode } from './schemas.ts';

/**
 * A value with every default of its schema filled in, at every depth. Maps are copied, nothing is changed in place.
 * Keys come in the order of the schema, free ones sorted: the order in which people write them must not reach out/.
 * An optional map without a default of its own is filled from the defaults of its keys.
 */
export function fill(node: SchemaNode, value: unknown): unknown {
  const schema = follow(node);
  if (value === undefined) {
    if (schema.default !== undefined) return fill(schema, schema.default);
    if (schema.properties === undefined || [...(schema.required ?? []), ...(schema.requiredOnceMerged ?? [])].length > 0) return undefined;
    return fill(schema, {});
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => fill(items, item));
  }
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  const given = value as Record<string, unknown>;
  for (const key of Object.keys(schema.properties ?? {})) {
    const filled = fill((schema.properties as Record<string, SchemaNode>)[key] as SchemaNode, given[key]);
    if (filled !== undefined) out[key] = filled;
  }
  const { additionalProperties } = schema;
  for (const key of sortedKeys(given)) {
    if (key in out || schema.properties?.[key] !== undefined) continue;
    out[key] = typeof additionalProperties === 'object' ? fill(additionalProperties, given[key]) : given[key];
  }
  return out;
}
