import { equal, isMap } from '../../model/data.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import { typeWords, isType } from '../schema/shape.ts';
import { shownValue } from '../shown.ts';
import { embeddedFaults } from './embedded.ts';
import type { Fault } from './fault.ts';
import { duplicates } from './list-types.ts';
import { numberFlaws, textFlaws } from './scalars.ts';
import { fieldSchema, type Schema } from './schema.ts';

/**
 * Where a value is not what a structural schema wants, unknown fields included. What the API server would fill in is filled in already.
 * After k8s.io/kube-openapi, pkg/validation/validate.
 */
export function valueFaults(schema: Schema, value: unknown, path: Pointer): Fault[] {
  const faults: Fault[] = [];
  walk(schema, value, path, { faults, strict: true });
  return faults;
}

interface Walk {
  readonly faults: Fault[];
  /** Whether unknown fields are refused: below `allOf` and the like a schema names but a part of them. */
  readonly strict: boolean;
}

function walk(schema: Schema, value: unknown, path: Pointer, to: Walk): void {
  const say = (message: string, hint?: string): void => void to.faults.push({ path, message, hint });
  const type = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : schema.type;
  if (value === null ? schema.nullable !== true && type !== undefined : type !== undefined && ![type].flat().some((one) => isType(one, value))) {
    say(`must be ${typeWords(type as string)}, not ${shownValue(value)}`);
    return;
  }
  if (schema.enum !== undefined && !schema.enum.some((one) => equal(one, value))) {
    const allowed = schema.enum.map(String);
    say(`must be one of ${allowed.join(', ')}, not ${shownValue(value)}`, hintFor(String(value), allowed));
  }
  if (value === null) return;
  if (typeof value === 'number') numberFlaws(schema, value).forEach((flaw) => say(flaw));
  else if (typeof value === 'string') textFlaws(schema, value).forEach((flaw) => say(flaw));
  else if (Array.isArray(value)) walkList(schema, value, path, to);
  else if (isMap(value)) walkMap(schema, value, path, to);
  combined(schema, value, path, to);
}

function walkList(schema: Schema, list: readonly unknown[], path: Pointer, to: Walk): void {
  const { items, minItems, maxItems, uniqueItems } = schema;
  if (minItems !== undefined && list.length < minItems)
    to.faults.push({ path, message: minItems === 1 ? 'must not be empty' : `must have at least ${minItems} items, and has ${list.length}` });
  if (maxItems !== undefined && list.length > maxItems)
    to.faults.push({ path, message: `must have at most ${maxItems} items, and has ${list.length}` });
  if (uniqueItems === true && list.some((item, i) => list.slice(0, i).some((other) => equal(item, other))))
    to.faults.push({ path, message: 'must not have the same item twice' });
  if (items !== undefined) list.forEach((item, i) => walk(items, item, child(path, i), to));
  to.faults.push(...duplicates(schema, list, path));
}

function walkMap(schema: Schema, map: Readonly<Record<string, unknown>>, path: Pointer, to: Walk): void {
  const { minProperties, maxProperties, required = [] } = schema;
  const keys = Object.keys(map);
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  if (embedded) to.faults.push(...embeddedFaults(map, path));
  for (const key of keys) {
    if (embedded && EMBEDDED.has(key)) continue;
    const known = fieldSchema(schema, key);
    if (known === false) {
      if (to.strict)
        to.faults.push({
          path: child(path, key),
          key: true,
          message: `${shownValue(key)} is no field here`,
          hint: hintFor(key, Object.keys(schema.properties ?? {}), keys),
        });
    } else if (known !== undefined) walk(known, map[key], child(path, key), to);
  }
  for (const key of required) if (!Object.hasOwn(map, key)) to.faults.push({ path, message: `lacks the field "${key}"` });
  if (minProperties !== undefined && keys.length < minProperties)
    to.faults.push({ path, message: `must have at least ${minProperties} fields, and has ${keys.length}` });
  if (maxProperties !== undefined && keys.length > maxProperties)
    to.faults.push({ path, message: `must have at most ${maxProperties} fields, and has ${keys.length}` });
}

const EMBEDDED = new Set(['apiVersion', 'kind', 'metadata']);

/** `allOf`, `anyOf`, `oneOf` and `not`. */
function combined({ allOf = [], anyOf = [], oneOf = [], not }: Schema, value: unknown, path: Pointer, { faults }: Walk): void {
  const tried = (schema: Schema): Fault[] => {
    const own: Fault[] = [];
    walk(schema, value, path, { faults: own, strict: false });
    return own;
  };
  for (const schema of allOf) faults.push(...tried(schema));
  const none = (all: readonly (readonly Fault[])[]): void => {
    const ways = [...new Set(all.map(([first]) => `${first?.path.slice(path.length) ?? ''} ${first?.message ?? ''}`.trim()))];
    faults.push({ path, message: 'is none of the alternatives that the schema allows', hint: `mend one: ${ways.slice(0, 4).join('; or: ')}` });
  };
  if (anyOf.length > 0) {
    const all = anyOf.map(tried);
    if (all.every((own) => own.length > 0)) none(all);
  }
  if (oneOf.length > 0) {
    const all = oneOf.map(tried);
    const right = all.filter((own) => own.length === 0).length;
    if (right === 0) none(all);
    else if (right > 1) faults.push({ path, message: `must be exactly one of the alternatives that the schema allows, and is ${right} of them` });
  }
  if (not !== undefined && tried(not).length === 0) faults.push({ path, message: `must not be ${shownNot(not)}` });
}

function shownNot({ required, enum: values, pattern }: Schema): string {
  if (required !== undefined) return `given together: ${required.join(', ')}`;
  if (values !== undefined) return `one of ${values.map(String).join(', ')}`;
  return pattern === undefined ? 'what the schema excludes' : `text that matches ${pattern}`;
}
