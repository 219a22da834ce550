import { isMap } from '../../model/data.ts';
import type { Schema } from './schema.ts';

/**
 * The value as the API server holds it against the schema: what is not written, or null where no null is allowed, gets its default. Another null
 * stays, and is refused: a create leaves it out, server-side apply does not. After k8s.io/apiextensions-apiserver, pkg/apiserver/schema/defaulting.
 */
export function withDefaults(schema: Schema | undefined, value: unknown): unknown {
  if (schema === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => withDefaults(schema.items, item === null ? ofNull(schema.items) : item));
  if (!isMap(value)) return value;
  const made: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) {
    const own = below(schema, key);
    made[key] = withDefaults(own, item === null ? ofNull(own) : item);
  }
  for (const [key, own] of Object.entries(schema.properties ?? {}))
    if (own.default !== undefined && made[key] === undefined) made[key] = withDefaults(own, own.default);
  return made;
}

function below({ properties, additionalProperties }: Schema, key: string): Schema | undefined {
  if (properties !== undefined && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** What becomes of a null: it stays where it is allowed, or nothing is known of the field, or there is nothing to put in its place. */
function ofNull(schema: Schema | undefined): unknown {
  return schema === undefined || schema.nullable === true ? null : (schema.default ?? null);
}
