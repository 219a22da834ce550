import { equal, isMap } from '../../model/data.ts';
import { child } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import { hasMatch } from '../../model/regexp.ts';
import type { SchemaNode } from './schemas.ts';

/** What does not follow a schema, as ajv says it. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: Pointer;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly propertyName?: string;
}

/**
 * Hold a value against a schema of the subset that `settings-schema.ts` allows. Schemas that a fleet brings are not trusted: ajv would make code of
 * them, and try their patterns with a backtracking engine (https://ajv.js.org/security.html).
 */
export function interpret(schema: SchemaNode, value: unknown, at: Pointer = ''): SchemaError[] {
  const errors: SchemaError[] = [];
  check(schema, value, at, errors);
  return errors;
}

function check(schema: SchemaNode, value: unknown, at: Pointer, errors: SchemaError[]): void {
  const refuse = (keyword: string, params: Record<string, unknown>, message?: string): void =>
    void errors.push({ keyword, instancePath: at, params, ...(message === undefined ? {} : { message }) });
  if (schema.type !== undefined) {
    const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
    if (!types.some((type) => isOf(type, value))) return refuse('type', { type: types.join(',') });
  }
  if (schema.const !== undefined && !equal(schema.const, value)) return refuse('const', { allowedValue: schema.const });
  if (schema.enum !== undefined && !schema.enum.some((each) => equal(each, value))) return refuse('enum', { allowedValues: schema.enum });
  if (typeof value === 'string') checkText(schema, value, refuse);
  else if (typeof value === 'number') checkLimits(value, schema.minimum, schema.maximum, ['minimum', 'maximum'], '', refuse);
  else if (Array.isArray(value)) checkList(schema, value, at, errors, refuse);
  else if (isMap(value)) checkMap(schema, value, at, errors, refuse);
}

type Refuse = (keyword: string, params: Record<string, unknown>, message?: string) => void;

function checkText({ minLength, maxLength, pattern }: SchemaNode, value: string, refuse: Refuse): void {
  checkLimits([...value].length, minLength, maxLength, ['minLength', 'maxLength'], 'characters', refuse);
  if (pattern !== undefined && !hasMatch(pattern, value)) refuse('pattern', { pattern });
}

function checkList(schema: SchemaNode, value: readonly unknown[], at: Pointer, errors: SchemaError[], refuse: Refuse): void {
  checkLimits(value.length, schema.minItems, schema.maxItems, ['minItems', 'maxItems'], 'items', refuse);
  if (schema.uniqueItems === true) {
    const twin = value.findIndex((item, i) => value.slice(0, i).some((other) => equal(item, other)));
    if (twin !== -1) refuse('uniqueItems', { i: value.findIndex((item) => equal(item, value[twin])), j: twin });
  }
  const { items } = schema;
  if (items !== undefined) value.forEach((item, i) => check(items, item, child(at, i), errors));
}

function checkMap(schema: SchemaNode, value: Readonly<Record<string, unknown>>, at: Pointer, errors: SchemaError[], refuse: Refuse): void {
  const { properties = {}, additionalProperties, propertyNames, required = [] } = schema;
  const keys = Object.keys(value);
  checkLimits(keys.length, schema.minProperties, schema.maxProperties, ['minProperties', 'maxProperties'], 'properties', refuse);
  for (const key of required) if (!Object.hasOwn(value, key)) refuse('required', { missingProperty: key });
  for (const key of keys) {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (propertyNames?.pattern !== undefined && !hasMatch(propertyNames.pattern, key)) refuse('propertyNames', { propertyName: key });
    if (known !== undefined) check(known, value[key], child(at, key), errors);
    else if (additionalProperties === false) refuse('additionalProperties', { additionalProperty: key });
    else if (typeof additionalProperties === 'object') check(additionalProperties, value[key], child(at, key), errors);
  }
}

function checkLimits(
  count: number,
  least: number | undefined,
  most: number | undefined,
  [below, above]: readonly [string, string],
  what: string,
  refuse: Refuse,
): void {
  const say = (sign: string, less: string, limit: number): string =>
    what === '' ? `must be ${sign} ${limit}` : `must NOT have ${less} than ${limit} ${what}`;
  if (least !== undefined && count < least) refuse(below, { limit: least }, say('>=', 'fewer', least));
  if (most !== undefined && count > most) refuse(above, { limit: most }, say('<=', 'more', most));
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'object') return isMap(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return type === 'null' ? value === null : typeof value === type;
}
