import { child, type Pointer } from '../../model/pointer.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import type { Found, InObject } from '../../model/finding.ts';
import { shownValue } from '../shown.ts';
import { followed, OBJECT_META, type ClosedSchema } from './kinds.ts';

/** Where a value is not what its closed schema wants: a field nobody knows, a wrong type, a missing field. */
export function shapeFaults(schema: ClosedSchema, value: unknown): Found<InObject>[] {
  const faults: Found<InObject>[] = [];
  walk(followed(schema), value, '', faults);
  return faults;
}

/** The same of the metadata of an object whose schema says nothing of them. */
export function metadataFaults(metadata: unknown, path: Pointer): Found<InObject>[] {
  const faults: Found<InObject>[] = [];
  walk(followed(OBJECT_META), metadata, path, faults);
  return faults;
}

function walk(schema: ClosedSchema, value: unknown, path: Pointer, faults: Found<InObject>[]): void {
  if (schema.type !== undefined && !isOf(schema.type, value)) {
    faults.push({ path, message: `must be ${typeWords(schema.type)}, not ${shownValue(value)}` });
    return;
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    const allowed = schema.enum.map(String);
    faults.push({ path, message: `must be one of ${allowed.join(', ')}, not ${shownValue(value)}`, hint: hintFor(String(value), allowed) });
  }
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) faults.push({ path, message: `must be at least ${schema.minimum}, not ${value}` });
  } else if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) faults.push({ path, message: 'must not be empty' });
    if (schema.items === undefined) return;
    const items = followed(schema.items);
    for (let i = 0; i < value.length; i++) walk(items, value[i], `${path}/${i}`, faults);
  } else if (typeof value === 'object' && value !== null) walkMap(schema, value as Record<string, unknown>, path, faults);
}

function walkMap(schema: ClosedSchema, map: Readonly<Record<string, unknown>>, path: Pointer, faults: Found<InObject>[]): void {
  const { properties, additionalProperties, required } = schema;
  for (const key of Object.keys(map)) {
    const known = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (known === false) {
      faults.push({
        path: child(path, key),
        key: true,
        message: `${shownValue(key)} is no field here`,
        hint: unknownHint(key, path, Object.keys(properties ?? {}), Object.keys(map)),
      });
    } else if (known !== undefined) walk(followed(known), map[key], child(path, key), faults);
  }
  if (required === undefined) return;
  for (const key of required) if (!Object.hasOwn(map, key)) faults.push({ path, message: `lacks the field "${key}"` });
}

function unknownHint(key: string, path: Pointer, known: readonly string[], taken: readonly string[]): string | undefined {
  if (path === '' && key === 'status') return 'the cluster writes the status; leave it out';
  return hintFor(key, known, taken);
}

function isOf(type: string | readonly string[], value: unknown): boolean {
  return typeof type === 'string' ? isType(type, value) : type.some((one) => isType(one, value));
}

export function isType(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  array: 'a list',
  null: 'null',
};

/** Types as people call them: `text or a whole number`. */
export function typeWords(type: string | readonly string[]): string {
  return [type]
    .flat()
    .map((one) => WORDS[one] ?? one)
    .join(' or ');
}
