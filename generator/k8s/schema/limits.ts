import { isMap } from '../../model/data.ts';
import { memo } from '../../model/memo.ts';
import { brokenRules } from '../crd/cel/rules.ts';
import { withDefaults } from '../crd/defaults.ts';
import type { Fault } from '../crd/fault.ts';
import type { Schema } from '../crd/schema.ts';
import { valueFaults } from '../crd/validate.ts';
import { knownByKind, type KubeObject } from '../object.ts';
import { valueLimits } from './schemas.js';

let parsed: Readonly<Record<string, Schema>> | undefined;

/** Parsed on the first ask, as the schemas are. */
function limits(): Readonly<Record<string, Schema>> {
  return (parsed ??= open(JSON.parse(valueLimits) as Record<string, Schema>) as Record<string, Schema>);
}

/** What is not named here is somebody else's to find. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (!isMap(value)) return value;
  const made = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, VALUES.has(key) ? item : open(item)]));
  return typeof made['type'] === 'string' ? { ...made, 'x-kubernetes-preserve-unknown-fields': true } : made;
}

const VALUES = new Set(['default', 'enum']);

/** What a definition asks of the values of a kind whose closed schema the program brings, as the newest release of its system publishes it. */
const limitsOf = knownByKind((apiVersion, kind): Schema | undefined => {
  const key = `${apiVersion}/${kind}`;
  return Object.hasOwn(limits(), key) ? limits()[key] : undefined;
});

export interface LimitFaults {
  readonly shape: readonly Fault[];
  readonly rules: readonly Fault[];
}

const NOTHING: LimitFaults = { shape: [], rules: [] };

const known = new WeakMap<KubeObject, LimitFaults>();

export function limitFaults(object: KubeObject): LimitFaults {
  const schema = limitsOf(object);
  return schema === undefined ? NOTHING : memo(known, object, () => faults(schema, object));
}

function faults(
  schema: Schema,
  { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, status: _status, ...rest }: KubeObject & { status?: unknown },
): LimitFaults {
  const full = withDefaults(schema, rest);
  const shape = valueFaults(schema, full, '');
  return shape.length > 0 ? { shape, rules: [] } : { shape, rules: brokenRules(schema, full) };
}

/** The object without the nulls that its definition takes, or fills in. */
export function withoutNullsTaken(object: KubeObject): KubeObject {
  const schema = limitsOf(object);
  return schema === undefined ? object : (taken(schema, object) as KubeObject);
}

function taken(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return schema.items === undefined ? value : value.map((item) => taken(schema.items as Schema, item));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const { properties, additionalProperties } = schema;
      const own =
        properties !== undefined && Object.hasOwn(properties, key)
          ? properties[key]
          : typeof additionalProperties === 'object'
            ? additionalProperties
            : undefined;
      if (own === undefined) return [[key, item]];
      return item === null && (own.nullable === true || own.default !== undefined) ? [] : [[key, taken(own, item)]];
    }),
  );
}
