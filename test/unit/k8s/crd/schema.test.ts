import { describe, expect, test } from 'vitest';
import { readKinds } from '../../../../generator/k8s/crd/read-kinds.ts';
import type { Schema } from '../../../../generator/k8s/crd/schema.ts';
import type { KubeObject } from '../../../../generator/k8s/object.ts';

const definition = (spec: object, more: object = {}): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'queues.example.org' },
  spec: {
    group: 'example.org',
    names: { kind: 'Queue', plural: 'queues' },
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } }, ...more }],
  },
});

const read = (spec: object, more?: object) => readKinds([{ where: '', data: definition(spec, more) }]);
const queue = (spec: unknown, more: object = {}): KubeObject => ({
  apiVersion: 'example.org/v1',
  kind: 'Queue',
  metadata: { name: 'a', namespace: 'b' },
  ...(spec === undefined ? {} : { spec }),
  ...more,
});

/** What is wrong with a value at `spec`. */
function faults(schema: Schema, value: unknown): string[] {
  const { kinds, faults: flaws } = read(schema);
  expect(flaws.map(({ path, message }) => `${path} ${message}`)).toEqual([]);
  const found = kinds.faultsOf(queue(value));
  return [...found.shape, ...found.rules].map(({ path, message }) => `${path.replace(/^\/spec/, '')} ${message}`.trim());
}

const map = (properties: Record<string, Schema>, more: Schema = {}): Schema => ({ type: 'object', properties, ...more });

/** Each keyword: a schema, a value that it allows, one that it refuses, and what is said of that. */
const CASES: readonly (readonly [name: string, schema: Schema, good: unknown, bad: unknown, said: string])[] = [
  ['a type', { type: 'string' }, 'a', 5, 'must be text, not 5'],
  ['a whole number', { type: 'integer' }, 5, 5.5, 'must be a whole number, not 5.5'],
  ['a truth value', { type: 'boolean' }, true, 'true', 'must be true or false, not "true"'],
  ['32 bits', { type: 'integer', format: 'int32' }, 2 ** 31 - 1, 2 ** 31, `must fit into 32 bits, not ${2 ** 31}`],
  ['a required field', map({ a: { type: 'string' } }, { required: ['a'] }), { a: 'x' }, {}, 'lacks the field "a"'],
  ['an unknown field', map({ size: { type: 'string' } }), { size: 'x' }, { sice: 'x' }, '/sice "sice" is no field here'],
  ['a field within a list', { type: 'array', items: map({}) }, [{}], [{ a: 1 }], '/0/a "a" is no field here'],
  [
    'unknown fields that are kept',
    { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: { type: 'string' } } },
    { b: 1 },
    { a: 1 },
    '/a must be text, not 1',
  ],
  ['a value', { type: 'string', enum: ['a', 'b'] }, 'b', 'c', 'must be one of a, b, not "c"'],
  ['null', { type: 'string', nullable: true }, null, 5, 'must be text, not 5'],
  ['null in a list', { type: 'array', items: { type: 'string' } }, ['a'], [null], '/0 must be text, not null'],
  ['number or text', { 'x-kubernetes-int-or-string': true }, '50%', 1.5, 'must be a whole number or text, not 1.5'],
  [
    'number or text, as controller-gen writes it',
    { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }], pattern: '^a$' },
    'a',
    'b',
    'must match ^a$, and "b" does not',
  ],
  ['a pattern, anywhere in the text', { type: 'string', pattern: '[0-9]+' }, 'a1b', 'ab', 'must match [0-9]+, and "ab" does not'],
  ['a pattern of RE2', { type: 'string', pattern: '^\\p{Greek}+$' }, 'αβ', 'ab', 'must match ^\\p{Greek}+$, and "ab" does not'],
  ['a minimum', { type: 'integer', minimum: 1 }, 1, 0, 'must be at least 1, not 0'],
  ['a maximum that is excluded', { type: 'number', maximum: 1, exclusiveMaximum: true }, 0.9, 1, 'must be less than 1, not 1'],
  ['multiples', { type: 'number', multipleOf: 0.5 }, 1.5, 1.25, 'must be a multiple of 0.5, not 1.25'],
  ['characters, not units', { type: 'string', maxLength: 2 }, '😀😀', 'abc', 'must have at most 2 characters, and has 3'],
  ['a text that is not empty', { type: 'string', minLength: 1 }, 'a', '', 'must not be empty'],
  ['items', { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2 }, ['a'], ['a', 'b', 'c'], 'must have at most 2 items, and has 3'],
  ['a set', { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' }, ['a', 'b'], ['a', 'a'], '/1 stands here twice: "a"'],
  [
    'a list by keys',
    {
      type: 'array',
      items: map({ name: { type: 'string' }, v: { type: 'integer' } }, { required: ['name'] }),
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    },
    [{ name: 'a' }, { name: 'b' }],
    [
      { name: 'a', v: 1 },
      { name: 'a', v: 2 },
    ],
    '/1 stands here twice: name "a"',
  ],
  ['other keys', { type: 'object', additionalProperties: { type: 'integer' } }, { x: 1 }, { x: 'a' }, '/x must be a whole number, not "a"'],
  [
    'fields',
    { type: 'object', additionalProperties: { type: 'integer' }, maxProperties: 1 },
    { x: 1 },
    { x: 1, y: 2 },
    'must have at most 1 fields, and has 2',
  ],
  [
    'a date and time',
    { type: 'string', format: 'date-time' },
    '2026-01-31T10:00:00Z',
    '2026-02-31T10:00:00Z',
    'must have the format date-time, and "2026-02-31T10:00:00Z" has not',
  ],
  ['a duration', { type: 'string', format: 'duration' }, '1h30m', 'soon', 'must have the format duration, and "soon" has not'],
  ['base64', { type: 'string', format: 'byte' }, 'YWI=', 'YWI', 'must have the format byte, and "YWI" has not'],
  ['an address', { type: 'string', format: 'ipv4' }, '192.0.2.1', '192.0.2.256', 'must have the format ipv4, and "192.0.2.256" has not'],
  ['a format that nobody knows', { type: 'string', format: 'color' }, 'blue', 5, 'must be text, not 5'],
  [
    'all',
    map({ a: { type: 'string' } }, { allOf: [{ required: ['a'] }, { properties: { a: { pattern: '^x' } } }] }),
    { a: 'x' },
    { a: 'y' },
    '/a must match ^x, and "y" does not',
  ],
  [
    'any',
    map({ a: { type: 'string' }, b: { type: 'string' } }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] }),
    { b: '' },
    {},
    'is none of the alternatives that the schema allows',
  ],
  [
    'one',
    map({ a: { type: 'string' }, b: { type: 'string' } }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
    { b: '' },
    { a: '', b: '' },
    'must be exactly one of the alternatives that the schema allows, and is 2 of them',
  ],
  [
    'not',
    map({ a: { type: 'string' }, b: { type: 'string' } }, { not: { required: ['a', 'b'] } }),
    { b: '' },
    { a: '', b: '' },
    'must not be given together: a, b',
  ],
  [
    'an object within',
    { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } },
    { apiVersion: 'v1' },
    'lacks the field "kind"',
  ],
];

describe('a structural schema', () => {
  test.each(CASES)('says of %s what is right', (_, schema, good) => {
    expect(faults(schema, good)).toEqual([]);
  });

  test.each(CASES)('says of %s what is wrong', (_, schema, _good, bad, said) => {
    expect(faults(schema, bad)).toEqual([said]);
  });

  test('is asked once defaults are filled in, also for null, as the API server does', () => {
    const schema = map({ a: { type: 'string', default: 'x' }, b: { type: 'string' } }, { required: ['a'], minProperties: 1 });
    expect(faults(schema, {})).toEqual([]);
    expect(faults(schema, { a: null })).toEqual([]);
    // A create leaves it out, server-side apply does not.
    expect(faults(schema, { a: null, b: null })).toEqual(['/b must be text, not null']);
  });

  test('has no status that people write, where the cluster writes it', () => {
    const { kinds } = read({ type: 'string' }, { subresources: { status: {} } });
    expect(kinds.faultsOf(queue('a', { status: {} })).shape.map(({ message, hint }) => [message, hint])).toEqual([
      ['"status" is no field here', 'the cluster writes the status; leave it out'],
    ]);
  });

  test('says how objects are called', () => {
    const data = definition({ type: 'string' }) as { spec: { versions: { schema: { openAPIV3Schema: { properties: object } } }[] } };
    Object.assign(data.spec.versions[0]?.schema.openAPIV3Schema.properties ?? {}, {
      metadata: { type: 'object', properties: { name: { type: 'string', pattern: '^q-' } } },
    });
    const { kinds } = readKinds([{ where: '', data }]);
    expect(kinds.faultsOf(queue('a')).shape.map(({ path }) => path)).toEqual(['/metadata/name']);
  });
});

describe('a definition', () => {
  const flaws = (data: unknown): string[] =>
    readKinds([{ where: '', data }]).faults.map(({ rule, path, message }) => `${rule.code} ${path}: ${message}`);
  const at = '/spec/versions/0/schema/openAPIV3Schema/properties/spec';
  const byKeys = (keys: readonly string[]): object => ({
    type: 'array',
    items: map({ name: { type: 'string' }, size: { type: 'integer' } }, { required: ['name'] }),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': keys,
  });
  const BAD: readonly (readonly [schema: object, said: string])[] = [
    [{ $ref: '#/x' }, `${at}/$ref: "$ref" points elsewhere, which no CustomResourceDefinition may`],
    [{ enum: ['a'] }, `${at}: has no type, so the schema is not structural`],
    [{ type: 'text' }, `${at}/type: "text" is no type`],
    [{ type: 'array' }, `${at}: is a list and does not say of what, so the schema is not structural`],
    [{ type: 'string', pattern: '(?!a)' }, `${at}/pattern: the pattern holds a group that Go does not know, such as one that looks ahead`],
    [{ type: 'string', minLenght: 1 }, `${at}/minLenght: "minLenght" is no keyword of a schema`],
    [{ type: 'string', minLength: 1.5 }, `${at}/minLength: must be a whole number, not 1.5`],
    [{ type: 'object', required: 'a' }, `${at}/required: must be a list of texts, not "a"`],
    [{ type: 'object', properties: [] }, `${at}/properties: must be a map of schemas, not []`],
    [{ type: 'object', anyOf: [{ properties: { a: { type: 'string' } } }] }, `${at}/anyOf/0/properties/a/type: "type" must not stand below allOf`],
    [{ type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'map' }, `${at}/x-kubernetes-list-type: a list of the type map needs`],
    [{ type: 'array', items: { type: 'string' }, uniqueItems: true }, `${at}/uniqueItems: must not be true`],
    [{ type: 'object', properties: {}, additionalProperties: true }, `${at}/additionalProperties: must not stand beside "properties"`],
    [{ type: 'integer', default: '1' }, `${at}/default: does not fit the schema: must be a whole number, not "1"`],
    [{ type: 'string', enum: ['a'], default: 'b' }, `${at}/default: does not fit the schema: must be`],
    [byKeys(['title']), `${at}/x-kubernetes-list-map-keys: names "title", which is no property of the items`],
    [byKeys(['name', 'name']), `${at}/x-kubernetes-list-map-keys: names "name" twice`],
    [byKeys(['size']), `${at}/x-kubernetes-list-map-keys: names "size", which an item may leave out`],
    [{ type: 'string', 'x-kubernetes-validations': [{ rule: 'true', massage: 'x' }] }, `${at}/x-kubernetes-validations: must be a list of rules`],
    [{ type: 'string', 'x-kubernetes-validations': [{ rule: 'true', message: 7 }] }, `${at}/x-kubernetes-validations: must be a list of rules`],
  ];

  test.each(BAD)('is refused with %j', (schema, said) => {
    const [first, ...more] = flaws(definition(schema));
    expect(first).toContain(`kind/invalid-definition ${said}`);
    expect(more).toEqual([]);
  });

  const whole = definition({ type: 'string' }) as { metadata: object; spec: Record<string, unknown> };
  test.each([
    [
      { ...whole, apiVersion: 'apiextensions.k8s.io/v1beta1' },
      'kind/invalid-definition /apiVersion: "apiextensions.k8s.io/v1beta1" is read by no Kubernetes',
    ],
    [{ ...whole, kind: 'ConfigMap' }, 'kind/no-definition /kind: ConfigMap is no CustomResourceDefinition'],
    [['a'], 'kind/no-definition : this is no CustomResourceDefinition'],
    [null, 'kind/no-definition : this is no CustomResourceDefinition'],
    [{ ...whole, metadata: { name: 'queue.example.org' } }, 'kind/invalid-definition /metadata/name: must be queues.example.org'],
    [{ ...whole, spec: { ...whole.spec, scope: 'Global' } }, 'kind/invalid-definition /spec/scope: must be Cluster or Namespaced, not "Global"'],
    [{ ...whole, spec: { ...whole.spec, group: 'apps' } }, 'kind/invalid-definition /spec/group: must be a domain with a dot, not "apps"'],
    [{ ...whole, spec: { ...whole.spec, versions: [] } }, 'kind/invalid-definition /spec/versions: must be a list of versions, and not empty'],
    [
      { ...whole, spec: { ...whole.spec, versions: [{ name: 'v1', served: true }] } },
      'kind/invalid-definition /spec/versions/0: the version v1 has no schema',
    ],
    [{ ...whole, spec: 'x' }, 'kind/invalid-definition /spec/group: must be a domain'],
  ])('is refused as a whole: %#', (data, said) => {
    expect(flaws(data)[0]).toContain(said);
  });

  test('stands alone for its kind', () => {
    const { kinds, faults: found } = readKinds(['a', 'b'].map((where) => ({ where, data: whole })));
    expect(found.map(({ rule, where, related }) => [rule.code, where, related?.[0]?.where])).toEqual([['kind/defined-twice', 'b', 'a']]);
    expect(kinds.size).toBe(1);
  });
});
