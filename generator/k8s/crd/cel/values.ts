import { isMap } from '../../../model/data.ts';
import type { Schema } from '../schema.ts';
import { cel } from './library.ts';
import { celName } from './names.ts';
import { nanosecondsOf } from './duration.ts';

/**
 * A value as expressions see it: whole numbers as such, texts with a format as what they say, and of maps with fields those that the schema names.
 * The value is one that the schema allows.
 */
export function celValue(schema: Schema | undefined, value: unknown, root = false): unknown {
  if (typeof value === 'number') return schema?.type === 'number' || !Number.isSafeInteger(value) ? value : BigInt(value);
  if (typeof value === 'string') return schema?.type === 'string' ? textValue(schema.format, value) : value;
  if (Array.isArray(value)) return value.map((item) => celValue(schema?.items, item));
  if (!isMap(value)) return value;
  const made = new Map<string, unknown>();
  const { properties, additionalProperties } = schema ?? {};
  const embedded = root || schema?.['x-kubernetes-embedded-resource'] === true;
  for (const [key, item] of Object.entries(value)) {
    const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (embedded && key === 'metadata') made.set(key, metadataValue(item));
    else if (own !== undefined || (embedded && (key === 'apiVersion' || key === 'kind'))) {
      const name = celName(key);
      if (name !== undefined) made.set(name, celValue(own, item));
    } else if (properties === undefined) made.set(key, celValue(typeof additionalProperties === 'object' ? additionalProperties : undefined, item));
  }
  return made;
}

/** Expressions see no more of the metadata than what the object is called. */
function metadataValue(metadata: unknown): ReadonlyMap<string, unknown> {
  const names = ['name', 'generateName'];
  return new Map(isMap(metadata) ? Object.entries(metadata).filter(([key]) => names.includes(key)) : []);
}

function textValue(format: string | undefined, text: string): unknown {
  switch (format) {
    case 'date-time':
      return new Date(text);
    case 'date':
      return new Date(`${text}T00:00:00Z`);
    case 'duration': {
      const nanoseconds = nanosecondsOf(text);
      if (nanoseconds === undefined) return text;
      return new (cel().Duration)(nanoseconds / 1_000_000_000n, Number(nanoseconds % 1_000_000_000n));
    }
    case 'byte':
      return new Uint8Array(Buffer.from(text, 'base64'));
    default:
      return text;
  }
}
