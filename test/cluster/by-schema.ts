// Objects that are changed as a schema suggests: each field that is absent is added, each that is there becomes what the schema forbids.
import { isMap } from '../../generator/model/data.ts';
import type { Schema } from '../../generator/k8s/crd/schema.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import type { Damaged } from './damage.ts';

type Key = string | number;

/** A value that the schema may allow: with what it requires, and nothing more. */
function sample(schema: Schema, depth = 0): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema['x-kubernetes-int-or-string'] === true) return '1';
  switch (schema.type) {
    case 'string':
      return schema.format === 'date-time' ? '2026-01-01T00:00:00Z' : 'a'.repeat(Math.max(1, schema.minLength ?? 1));
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'array':
      return schema.items === undefined || depth > 4 ? [] : [sample(schema.items, depth + 1)];
    default:
      return Object.fromEntries((schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {}, depth + 1)]));
  }
}

/** What a value becomes. */
function* others(schema: Schema, value: unknown): Iterable<unknown> {
  yield null;
  if (schema.enum !== undefined) yield* [...schema.enum, 'Nobody'];
  if (typeof value === 'string') {
    yield* [
      '*',
      '/a//b',
      'https://a.example/%zz',
      '1.2.3.4',
      '::1',
      '10.0.0.0/8',
      'PT1H',
      '5m',
      '1h2m3s',
      'a.b',
      'A',
      'a-',
      '-a',
      'ä',
      '😀',
      '2026-01-01T00:00:00Z',
    ];
    if (schema.maxLength !== undefined) yield* ['a'.repeat(schema.maxLength), 'a'.repeat(schema.maxLength + 1)];
  }
  if (typeof value === 'number') yield* [schema.minimum, schema.maximum].flatMap((edge) => (edge === undefined ? [] : [edge - 1, edge, edge + 1]));
  if (Array.isArray(value)) {
    const [first] = value as unknown[];
    if (schema.maxItems !== undefined && first !== undefined) yield Array<unknown>(schema.maxItems + 1).fill(first);
    yield [null];
    if (schema.items !== undefined) yield [...(value as unknown[]), sample(schema.items)];
  }
}

export function* changed(objects: readonly KubeObject[], schemaOf: (object: KubeObject) => Schema | undefined): Iterable<Damaged> {
  const seen = new Set<string>();
  for (const object of objects) {
    const schema = schemaOf(object);
    if (schema === undefined) continue;
    for (const { path, value, own } of places(schema, object, [])) {
      const field = `${object.apiVersion}/${object.kind} ${path.map((key) => (typeof key === 'number' ? '*' : key)).join('/')}`;
      if (/^(apiVersion|kind|metadata|status)/.test(path.join('/'))) continue;
      const make = function* (): Iterable<unknown> {
        if (value === undefined) yield sample(own);
        else yield* others(own, value);
      };
      for (const other of make()) {
        const text = JSON.stringify(other);
        if (seen.has(`${field} ${text}`)) continue;
        seen.add(`${field} ${text}`);
        yield { object: replaced(object, path, other), field, value: text };
      }
    }
  }
}

interface Place {
  readonly path: readonly Key[];
  /** Undefined where it may be added. */
  readonly value: unknown;
  readonly own: Schema;
}

function* places(schema: Schema, value: unknown, path: readonly Key[]): Iterable<Place> {
  if (path.length > 0) yield { path, value, own: schema };
  if (Array.isArray(value) && schema.items !== undefined) for (const [i, item] of value.entries()) yield* places(schema.items, item, [...path, i]);
  if (!isMap(value)) return;
  for (const [key, own] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(value, key)) yield* places(own, value[key], [...path, key]);
    else yield { path: [...path, key], value: undefined, own };
  }
  if (typeof schema.additionalProperties === 'object')
    for (const [key, item] of Object.entries(value)) yield* places(schema.additionalProperties, item, [...path, key]);
}

function replaced(object: KubeObject, path: readonly Key[], value: unknown): KubeObject {
  const made = structuredClone(object);
  let here = made as unknown as Record<Key, unknown>;
  for (const key of path.slice(0, -1)) here = here[key] as Record<Key, unknown>;
  here[path.at(-1) as Key] = structuredClone(value);
  return made;
}
