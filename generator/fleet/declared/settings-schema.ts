import { isMap } from '../../model/data.ts';
import type { Unplaced } from '../../model/finding.ts';
import { child } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import { regexpFlaw } from '../../model/regexp.ts';
import { interpret } from '../schema/interpret.ts';
import { fill } from '../schema/defaults.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import { hintFor } from '../schema/suggest.ts';
import { invalidComponent } from './rules.ts';

/** Keyword → the JSON type of what it holds. Of JSON Schema 2020-12, all that says what one value may be by itself. */
const KEYWORDS: Readonly<Record<string, string>> = {
  $schema: 'string',
  $id: 'string',
  $comment: 'string',
  title: 'string',
  description: 'string',
  type: 'string',
  properties: 'object',
  required: 'array',
  additionalProperties: 'any',
  items: 'object',
  enum: 'array',
  const: 'any',
  default: 'any',
  examples: 'array',
  minimum: 'number',
  maximum: 'number',
  minLength: 'integer',
  maxLength: 'integer',
  minItems: 'integer',
  maxItems: 'integer',
  uniqueItems: 'boolean',
  minProperties: 'integer',
  maxProperties: 'integer',
  propertyNames: 'object',
  pattern: 'string',
  format: 'string',
  errorMessage: 'string',
};

const TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'array'];

/** Format → its pattern, and what is said of what does not have it. */
const FORMATS: Readonly<Record<string, readonly [pattern: string, message: string]>> = {
  quantity: [
    '^[+-]?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]+)?$',
    'must be a quantity such as 500m or 10Gi',
  ],
  duration: ['^([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h))+$', 'must be a duration such as 30s or 1h30m'],
  hostname: ['^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$', 'must be a DNS name in lower case'],
};

/** Whether the component is made where it is named: every component has it. */
const ENABLED: SchemaNode = { type: 'boolean', default: true, description: 'Whether it runs where it is named.', examples: [false] };

/** The settings of a component that has no file of settings. */
export const NO_SETTINGS: SchemaNode = { type: 'object', additionalProperties: false, properties: { enabled: ENABLED } };

/**
 * Understand `settings.schema.json`. What is required counts once all layers are merged, so that a region may set a part.
 * @param file path for messages
 */
export function settingsSchema(data: unknown, file: string): { schema: SchemaNode; reports: Unplaced[] } {
  const reports: Unplaced[] = [];
  const refuse = (path: Pointer, message: string, hint?: string, key = false): void =>
    void reports.push({ rule: invalidComponent, file, path, ...(key ? { key } : {}), message, hint });
  if (!isMap(data) || data['type'] !== 'object' || !isMap(data['properties'])) {
    refuse(
      '/0',
      'the schema of the settings must be that of an object with properties',
      '{ "type": "object", "additionalProperties": false, "properties": { … } }',
    );
    return { schema: NO_SETTINGS, reports };
  }
  if (Object.hasOwn(data['properties'], 'enabled'))
    refuse('/0/properties/enabled', '"enabled" is there for every component', 'remove it, or give the setting another name', true);
  if (data['additionalProperties'] !== false)
    refuse('/0', 'the settings must be closed, so that a misspelt one is found', 'add "additionalProperties": false', true);
  const schema = understood(data, '/0', refuse);
  return { schema: { ...schema, properties: { enabled: ENABLED, ...schema.properties } }, reports };
}

type Refuse = (path: Pointer, message: string, hint?: string, key?: boolean) => void;

function understood(node: Readonly<Record<string, unknown>>, at: Pointer, refuse: Refuse): SchemaNode {
  let broken = false;
  const flaw: Refuse = (...found) => {
    broken = true;
    refuse(...found);
  };
  for (const [key, value] of Object.entries(node)) {
    const type = Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key] : undefined;
    if (key === '$ref') flaw(child(at, key), 'a schema of settings refers to nothing else', 'write out what "$ref" names', true);
    else if (type === undefined)
      flaw(child(at, key), `the schema has the keyword ${quoted(key)}, which is not read here`, hintFor(key, Object.keys(KEYWORDS)), true);
    else if (type !== 'any' && interpret({ type }, value).length > 0) flaw(child(at, key), `${quoted(key)} must be of the type ${type}`);
  }
  const { type, pattern, format, properties, items, additionalProperties, required, ...rest } = node as Record<string, unknown> &
    SchemaNode & { format?: string };
  if (type === undefined || (typeof type === 'string' && !TYPES.includes(type)))
    flaw(type === undefined ? at : child(at, 'type'), `a schema of settings has one of the types ${TYPES.join(', ')}`, 'add "type"');
  if (typeof pattern === 'string') {
    const problem = regexpFlaw(pattern);
    if (problem !== undefined)
      flaw(child(at, 'pattern'), `the pattern is no regular expression of RE2: it ${problem}`, 'https://github.com/google/re2/wiki/Syntax');
  }
  const known = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (typeof format === 'string' && known === undefined)
    flaw(child(at, 'format'), `there is no format ${quoted(format)}`, hintFor(format, Object.keys(FORMATS)));
  const inner = (map: unknown, below: Pointer): Record<string, SchemaNode> =>
    Object.fromEntries(Object.entries(isMap(map) ? map : {}).map(([key, value]) => [key, one(value, child(below, key))]));
  const one = (value: unknown, below: Pointer): SchemaNode => {
    if (isMap(value)) return understood(value, below, refuse);
    refuse(below, 'a schema is a map');
    return {};
  };
  const made: SchemaNode = {
    ...(rest as SchemaNode),
    ...(type === undefined ? {} : { type }),
    ...(properties === undefined ? {} : { properties: inner(properties, child(at, 'properties')) }),
    ...(isMap(items) ? { items: understood(items, child(at, 'items'), refuse) } : {}),
    ...(isMap(additionalProperties)
      ? { additionalProperties: understood(additionalProperties, child(at, 'additionalProperties'), refuse) }
      : typeof additionalProperties === 'boolean'
        ? { additionalProperties }
        : {}),
    ...(Array.isArray(required) && required.length > 0 ? { requiredOnceMerged: required.map(String) } : {}),
    ...(typeof pattern === 'string' && !broken ? { pattern } : {}),
    ...(known === undefined || typeof pattern === 'string' ? {} : { pattern: known[0], errorMessage: node['errorMessage'] ?? known[1] }),
  } as SchemaNode;
  if (!broken && made.default !== undefined) {
    const [first] = interpret(made, fill(made, undefined));
    if (first !== undefined) refuse(child(at, 'default'), `the default does not follow its own schema (${first.keyword})`);
  }
  return made;
}
