import { equal, isMap } from '../../model/data.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import { regexpFlaw } from '../../model/regexp.ts';
import { shownValue } from '../shown.ts';
import { fields } from '../look.ts';
import type { Fault } from './fault.ts';
import { valueFaults } from './validate.ts';

/** What a keyword holds, in words. */
type Form = 'text' | 'texts' | 'number' | 'count' | 'flag' | 'schema' | 'schemas' | 'schema map' | 'schema or flag' | 'list' | 'rules' | 'any';

const KEYWORDS: Readonly<Record<string, Form>> = {
  $schema: 'text',
  id: 'text',
  additionalProperties: 'schema or flag',
  allOf: 'schemas',
  anyOf: 'schemas',
  default: 'any',
  description: 'text',
  enum: 'list',
  example: 'any',
  exclusiveMaximum: 'flag',
  exclusiveMinimum: 'flag',
  externalDocs: 'any',
  format: 'text',
  items: 'schema',
  maxItems: 'count',
  maxLength: 'count',
  maxProperties: 'count',
  maximum: 'number',
  minItems: 'count',
  minLength: 'count',
  minProperties: 'count',
  minimum: 'number',
  multipleOf: 'number',
  not: 'schema',
  nullable: 'flag',
  oneOf: 'schemas',
  pattern: 'text',
  properties: 'schema map',
  required: 'texts',
  title: 'text',
  type: 'text',
  uniqueItems: 'flag',
  'x-kubernetes-embedded-resource': 'flag',
  'x-kubernetes-int-or-string': 'flag',
  'x-kubernetes-list-map-keys': 'texts',
  'x-kubernetes-list-type': 'text',
  'x-kubernetes-map-type': 'text',
  'x-kubernetes-preserve-unknown-fields': 'flag',
  'x-kubernetes-validations': 'rules',
};

/** Texts of a rule in CEL. */
const OF_RULE = ['message', 'messageExpression', 'reason'];

/** As the API server reads where a rule points to: fields, and keys in brackets. */
const FIELD_PATH = /^(\.[A-Za-z_][A-Za-z0-9_-]*|\['[^']+'\])+$/;

function isOfRule([key, value]: [string, unknown]): boolean {
  if (key === 'optionalOldSelf') return typeof value === 'boolean';
  if (typeof value !== 'string') return false;
  if (key === 'rule') return value.trim() !== '';
  if (key === 'message') return value === '' || (value.trim() !== '' && !/[\n\r]/.test(value.trim()));
  return key === 'fieldPath' ? FIELD_PATH.test(value) : OF_RULE.includes(key);
}

const FORMS: Readonly<Record<Form, { readonly is: (value: unknown) => boolean; readonly words: string }>> = {
  text: { is: (value) => typeof value === 'string', words: 'text' },
  // null is an empty one there.
  texts: { is: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' || item === null), words: 'a list of texts' },
  number: { is: (value) => typeof value === 'number', words: 'a number' },
  count: { is: (value) => Number.isInteger(value), words: 'a whole number' },
  flag: { is: (value) => typeof value === 'boolean', words: 'true or false' },
  schema: { is: isMap, words: 'a schema' },
  schemas: { is: (value) => Array.isArray(value) && value.every(isMap), words: 'a list of schemas' },
  'schema map': { is: (value) => isMap(value) && Object.values(value).every(isMap), words: 'a map of schemas' },
  'schema or flag': { is: (value) => typeof value === 'boolean' || isMap(value), words: 'a schema, true or false' },
  list: { is: Array.isArray, words: 'a list' },
  rules: {
    is: (value) =>
      Array.isArray(value) && value.every((item) => isMap(item) && typeof item['rule'] === 'string' && Object.entries(item).every(isOfRule)),
    words: 'a list of rules, each with "rule"',
  },
  any: { is: () => true, words: 'anything' },
};

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
/** What may not stand below `allOf`, `anyOf`, `oneOf` and `not`. */
const NEVER_NESTED = [
  ...['additionalProperties', 'default', 'nullable', 'type'],
  ...['embedded-resource', 'int-or-string', 'list-map-keys', 'list-type', 'map-type', 'preserve-unknown-fields', 'validations'].map(
    (name) => `x-kubernetes-${name}`,
  ),
];

type Level = 'root' | 'field' | 'item' | 'nested';

/**
 * Why a schema is none that the API server takes, as far as what it would mean depends on it: keywords that it does not know, and what makes a schema
 * structural. After k8s.io/apiextensions-apiserver, pkg/apiserver/schema/validation.go.
 */
export function* schemaFlaws(schema: Readonly<Record<string, unknown>>, path: Pointer, level: Level = 'root'): Iterable<Fault> {
  const sound: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    const at = child(path, key);
    const form = Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key] : undefined;
    if (key === '$ref') {
      yield {
        path: at,
        key: true,
        message: '"$ref" points elsewhere, which no CustomResourceDefinition may',
        hint: 'write the schema out, as controller-gen does',
      };
    } else if (form === undefined) {
      if (!key.startsWith('x-'))
        yield {
          path: at,
          key: true,
          message: `${quoted(key)} is no keyword of a schema`,
          hint: hintFor(key, Object.keys(KEYWORDS), Object.keys(schema)),
        };
    } else if (FORMS[form].is(value)) sound[key] = value;
    // To the API server null is as good as absent.
    else if (value !== null) yield { path: at, message: `must be ${FORMS[form].words}, not ${shownValue(value)}` };
  }
  // What it refers to would say the rest.
  if (!Object.hasOwn(schema, '$ref')) yield* own(sound, path, level);
  yield* parts(sound, path, level);
}

function* own(schema: Readonly<Record<string, unknown>>, path: Pointer, level: Level): Iterable<Fault> {
  const { type, pattern } = schema;
  const flag = (name: string): boolean => schema[`x-kubernetes-${name}`] === true;
  if (typeof type === 'string' && type !== '' && !TYPES.includes(type))
    yield { path: child(path, 'type'), message: `${quoted(type)} is no type`, hint: hintFor(type, TYPES) };
  if (typeof pattern === 'string') {
    const flaw = regexpFlaw(pattern);
    if (flaw !== undefined)
      yield {
        path: child(path, 'pattern'),
        message: `the pattern ${flaw}`,
        hint: 'the API server reads patterns as Go does: https://pkg.go.dev/regexp/syntax',
      };
  }
  if (schema['uniqueItems'] === true)
    yield { path: child(path, 'uniqueItems'), message: 'must not be true: the API server refuses it', hint: 'write x-kubernetes-list-type: set' };
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    yield { path: child(path, 'x-kubernetes-preserve-unknown-fields'), message: 'must be true, or left out' };
  if (level === 'nested') {
    for (const key of NEVER_NESTED) {
      if (schema[key] === undefined) continue;
      yield {
        path: child(path, key),
        key: true,
        message: `${quoted(key)} must not stand below allOf, anyOf, oneOf or not: the schema would not be structural`,
        hint: 'write it outside of them',
      };
    }
    return;
  }
  if ((type === undefined || type === '') && !flag('int-or-string') && !flag('preserve-unknown-fields'))
    yield { path, message: 'has no type, so the schema is not structural', hint: 'add "type"; every field and every item has one' };
  if (level === 'root' && typeof type === 'string' && type !== 'object') yield { path: child(path, 'type'), message: 'must be object at the root' };
  if (type === 'array' && schema['items'] === undefined)
    yield { path, message: 'is a list and does not say of what, so the schema is not structural', hint: 'add "items"' };
  if (level === 'root' && schema['additionalProperties'] !== undefined)
    yield { path: child(path, 'additionalProperties'), key: true, message: 'must not stand at the root' };
  if (schema['properties'] !== undefined && schema['additionalProperties'] !== undefined && schema['additionalProperties'] !== false)
    yield { path: child(path, 'additionalProperties'), key: true, message: 'must not stand beside "properties"', hint: 'remove one of the two' };
  // Nobody holds a default against the format of its number; an empty list of values is none.
  const { default: usual, format, enum: values, ...kept } = schema;
  const others = type === 'string' ? { ...kept, ...(format === undefined ? {} : { format }) } : kept;
  const rest = Array.isArray(values) && values.length > 0 ? { ...others, enum: values } : others;
  if (usual !== undefined && usual !== null && ['field', 'item'].includes(level) && [...schemaFlaws(rest, path, level)].length === 0 && !isMap(usual))
    for (const { message } of valueFaults(rest, usual, '')) yield { path: child(path, 'default'), message: `does not fit the schema: ${message}` };
  yield* listFlaws(schema, path);
}

/** The one place below `anyOf` where types may stand: a field that is a number or text. */
function isNumberOrText(schemas: unknown): boolean {
  return equal(schemas, [{ type: 'integer' }, { type: 'string' }]);
}

const MAP_TYPES = ['atomic', 'granular'];

/** Items of a set are compared as wholes. */
function* setFlaws(items: Readonly<Record<string, unknown>>, path: Pointer): Iterable<Fault> {
  const at = child(path, 'items');
  const inner = items['x-kubernetes-list-type'];
  if (items['type'] === 'array' && typeof inner === 'string' && inner !== 'atomic')
    yield { path: child(at, 'x-kubernetes-list-type'), message: 'must be atomic in a set' };
  if (items['type'] === 'object' && items['x-kubernetes-map-type'] !== 'atomic')
    yield { path: at, message: 'is a map in a set, and needs x-kubernetes-map-type: atomic' };
}

/** The rule is the key of its list. */
function* rulesTwice(rules: unknown, path: Pointer): Iterable<Fault> {
  if (!Array.isArray(rules)) return;
  const all = rules.map((each) => fields(each)['rule']);
  for (const [i, rule] of all.entries())
    if (all.indexOf(rule) < i) yield { path: child(child(path, 'x-kubernetes-validations'), i), message: 'the rule stands twice in its list' };
}

function* listFlaws(schema: Readonly<Record<string, unknown>>, path: Pointer): Iterable<Fault> {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  const kinds = ['atomic', 'map', 'set'];
  const mapType = schema['x-kubernetes-map-type'];
  if (typeof mapType === 'string') {
    if (!MAP_TYPES.includes(mapType))
      yield { path: child(path, 'x-kubernetes-map-type'), message: `${quoted(mapType)} is no type of a map`, hint: hintFor(mapType, MAP_TYPES) };
    if (schema['type'] !== 'object') yield { path: child(path, 'x-kubernetes-map-type'), key: true, message: 'belongs to a map' };
  }
  if (typeof type === 'string' && schema['type'] !== 'array')
    yield { path: child(path, 'x-kubernetes-list-type'), key: true, message: 'belongs to a list' };
  if (type === 'set' && isMap(schema['items'])) yield* setFlaws(schema['items'], path);
  // In what is a list or a map to the server's types, a schema is any JSON.
  if (!/\/(items|additionalProperties)(\/|$)/.test(path.replaceAll(/\/properties\/[^/]+/g, '')))
    yield* rulesTwice(schema['x-kubernetes-validations'], path);
  if (typeof type === 'string' && !kinds.includes(type))
    yield { path: child(path, 'x-kubernetes-list-type'), message: `${quoted(type)} is no type of a list`, hint: hintFor(type, kinds) };
  if (type === 'map' && (!Array.isArray(keys) || keys.length === 0))
    yield { path: child(path, 'x-kubernetes-list-type'), message: 'a list of the type map needs x-kubernetes-list-map-keys' };
  if (type === 'map' && Array.isArray(keys)) yield* mapKeyFlaws(schema, keys, path);
  if (type !== 'map' && Array.isArray(keys))
    yield { path: child(path, 'x-kubernetes-list-map-keys'), key: true, message: 'belongs to a list of the type map' };
}

/** By the keys of a list its items are told apart: each item has them. */
function* mapKeyFlaws(schema: Readonly<Record<string, unknown>>, keys: readonly unknown[], path: Pointer): Iterable<Fault> {
  const { properties, required } = fields(schema['items']);
  const at = child(path, 'x-kubernetes-list-map-keys');
  for (const [i, key] of keys.entries()) {
    const field = isMap(properties) && typeof key === 'string' && Object.hasOwn(properties, key) ? fields(properties[key]) : undefined;
    if (keys.indexOf(key) !== i) yield { path: at, message: `names ${shownValue(key)} twice` };
    else if (field === undefined) yield { path: at, message: `names ${shownValue(key)}, which is no property of the items` };
    else if (field['default'] === undefined && !(Array.isArray(required) && required.includes(key)))
      yield { path: at, message: `names ${shownValue(key)}, which an item may leave out`, hint: 'let the items require it, or give it a default' };
  }
}

function* parts(schema: Readonly<Record<string, unknown>>, path: Pointer, level: Level): Iterable<Fault> {
  const inside = (value: unknown, at: Pointer, below: Level): Iterable<Fault> =>
    schemaFlaws(value as Record<string, unknown>, at, level === 'nested' ? 'nested' : below);
  for (const [key, value] of Object.entries((schema['properties'] ?? {}) as Record<string, unknown>)) {
    const at = child(child(path, 'properties'), key);
    // Every object has them; a root may say no more of them than how they are named.
    if (level === 'root' && key === 'metadata') {
      yield* metadataFlaws(value as Record<string, unknown>, at);
      continue;
    }
    yield* inside(value, at, 'field');
  }
  if (isMap(schema['additionalProperties'])) yield* inside(schema['additionalProperties'], child(path, 'additionalProperties'), 'field');
  if (schema['items'] !== undefined) yield* inside(schema['items'], child(path, 'items'), 'item');
  for (const key of ['allOf', 'anyOf', 'oneOf'])
    for (const [i, one] of (key === 'anyOf' && isNumberOrText(schema[key]) ? [] : ((schema[key] ?? []) as unknown[])).entries())
      yield* schemaFlaws(one as Record<string, unknown>, child(child(path, key), i), 'nested');
  if (schema['not'] !== undefined) yield* schemaFlaws(schema['not'] as Record<string, unknown>, child(path, 'not'), 'nested');
}

function* metadataFlaws(schema: Readonly<Record<string, unknown>>, at: Pointer): Iterable<Fault> {
  if (schema['type'] !== 'object') yield { path: at, message: 'metadata must have the type object', hint: 'write type: object' };
  for (const key of Object.keys(schema).filter((each) => !Object.hasOwn(KEYWORDS, each) && !each.startsWith('x-')))
    yield { path: child(at, key), key: true, message: `${quoted(key)} is no keyword of a schema`, hint: hintFor(key, Object.keys(KEYWORDS)) };
}
