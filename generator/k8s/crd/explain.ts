// What a definition says of the fields of its kind, as `kubectl explain` shows it: of kinds that people bring, and of those that the program has schemas of.
import { group, version } from '../object.ts';
import { OBJECT_META, followed, knownKinds, schemaOf, type ClosedSchema } from '../schema/kinds.ts';
import { byCodeUnit, sortedKeys } from '../../model/order.ts';
import type { Kinds } from './kinds.ts';
import type { Schema } from './schema.ts';

/** A kind in one version. */
export interface NamedKind {
  readonly kind: string;
  /** Empty for that of Kubernetes itself that has no name. */
  readonly group: string;
  readonly version: string;
  /** Whether a file of the fleet defines it. */
  readonly own: boolean;
  readonly scope?: 'Cluster' | 'Namespaced';
  /** Other versions that are served, or that the program knows. */
  readonly others: readonly string[];
  readonly schema: Node;
}

/** A schema of either form. */
type Node = Schema | ClosedSchema;

/** What is said of one field. */
export interface FieldDoc {
  /** From the root, `spec.triggers`; empty for the object itself. */
  readonly path: string;
  /** In words: `list of map`. */
  readonly type: string;
  readonly required: boolean;
  readonly about?: string;
  readonly default?: unknown;
  /** The only values. */
  readonly values?: readonly unknown[];
  /** What else holds of a value, in words. */
  readonly limits: readonly string[];
  /** In CEL. */
  readonly rules: readonly { readonly rule: string; readonly message?: string }[];
}

/** A field, and those below it, sorted. */
export interface Explanation extends FieldDoc {
  readonly fields: readonly FieldDoc[];
}

/** `keda.sh/v1alpha1/ScaledObject.spec.triggers` in its parts; undefined where it names no kind. Kinds begin with a capital, and nothing else that is explained does. */
export function kindIn(
  word: string,
): { readonly group?: string; readonly version?: string; readonly kind: string; readonly path: string } | undefined {
  const [, before, kind, path = ''] = /^((?:[a-z0-9.-]+\/){0,2})([A-Z][A-Za-z0-9]*)(?:\.(.*))?$/s.exec(word) ?? [];
  if (before === undefined || kind === undefined) return undefined;
  const parts = before.split('/').slice(0, -1);
  const isVersion = (text: string): boolean => /^v[0-9]+((alpha|beta)[0-9]+)?$/.test(text);
  const last = parts.at(-1);
  return {
    kind,
    path,
    ...(last !== undefined && isVersion(last) ? { version: last } : {}),
    ...(parts[0] === undefined || isVersion(parts[0]) ? (parts.length > 0 ? { group: '' } : {}) : { group: parts[0] }),
  };
}

/** Every kind of a name: those of the fleet take the place of what the program knows. */
export function kindsNamed(kinds: Kinds, name: string): NamedKind[] {
  const own = [...kinds.all()].filter(({ kind }) => kind === name);
  const groups = new Set(own.map((definition) => definition.group));
  const brought = own.flatMap((definition) => {
    const served = definition.versions.filter((each) => each.served);
    const scope = definition.isClusterScoped ? ('Cluster' as const) : ('Namespaced' as const);
    return served.map(({ name: at, schema }) => ({
      kind: name,
      group: definition.group,
      version: at,
      own: true,
      scope,
      others: served.map((each) => each.name).filter((each) => each !== at),
      schema: schema,
    }));
  });
  const ours = knownKinds()
    .map((key) => ({ apiVersion: key.slice(0, key.lastIndexOf('/')), kind: key.slice(key.lastIndexOf('/') + 1) }))
    .filter((each) => each.kind === name && !groups.has(group(each)));
  const known = ours.map((each) => ({
    kind: name,
    group: group(each),
    version: version(each),
    own: false,
    others: ours.filter((other) => other !== each && group(other) === group(each)).map(version),
    schema: schemaOf(each) as Node,
  }));
  return [...brought, ...known].sort((a, b) => byCodeUnit(a.group, b.group) || rank(b.version) - rank(a.version));
}

/** Names of all kinds, for hints. */
export function kindNames(kinds: Kinds): string[] {
  const known = knownKinds().map((key) => key.slice(key.lastIndexOf('/') + 1));
  return [...new Set([...[...kinds.all()].map(({ kind }) => kind), ...known])].sort(byCodeUnit);
}

/** A kind as `kubectl` takes it, `deployments.spec` or `scaledobject`, in the letters that its name has; undefined where it is none. */
export function kindMeant(kinds: Kinds, word: string): string | undefined {
  const [, before = '', name = '', rest = ''] = /^((?:[^/]*\/){0,2})([A-Za-z][A-Za-z0-9]*)(\..*)?$/s.exec(word) ?? [];
  const asked = name.toLowerCase();
  const own = [...kinds.all()].find(({ kind, plural }) => [kind.toLowerCase(), plural].includes(asked));
  const kind = own?.kind ?? kindNames(kinds).find((each) => [each.toLowerCase(), pluralOf(each.toLowerCase())].includes(asked));
  return kind === undefined || asked === '' ? undefined : `${before}${kind}${rest}`;
}

/** As the kinds of Kubernetes have it, but for Endpoints. */
function pluralOf(kind: string): string {
  if (/(s|x|ch)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

/** The order of Kubernetes: finished versions before others, newer ones first. */
function rank(name: string): number {
  const [, major = '0', stage, minor = '0'] = /^v([0-9]+)(?:(alpha|beta)([0-9]+))?$/.exec(name) ?? [];
  return (stage === undefined ? 2 : stage === 'beta' ? 1 : 0) * 1e6 + Number(major) * 1e3 + Number(minor);
}

/** What is wrong with a path: the step that is no field, and those that there are. */
export interface NoField {
  readonly step: string;
  readonly below: string;
  readonly known: readonly string[];
}

/** Look up a field. Lists and maps are looked through: `spec.triggers.type` is that of every trigger. */
export function explainField({ schema }: NamedKind, steps: readonly string[]): Explanation | NoField {
  let here: Node = follow(schema);
  let required = true;
  const walked: string[] = [];
  for (const step of steps) {
    const inside = withoutLists(here);
    const properties = propertiesOf(inside, walked.length === 0);
    const next: Node | undefined = Object.hasOwn(properties, step)
      ? properties[step]
      : typeof inside.additionalProperties === 'object'
        ? inside.additionalProperties
        : undefined;
    if (next === undefined) return { step, below: walked.join('.'), known: sortedKeys(properties) };
    required = inside.required?.includes(step) === true;
    here = follow(next);
    walked.push(step);
  }
  const inside = withoutLists(here);
  const properties = propertiesOf(inside, steps.length === 0);
  const path = (name: string): string => [...steps, name].join('.');
  return {
    ...docOf(here, steps.join('.'), required),
    fields: sortedKeys(properties).map((name) => docOf(follow(properties[name] as Node), path(name), inside.required?.includes(name) === true)),
  };
}

function follow(node: Node): Node {
  return '$ref' in node ? followed(node) : node;
}

function withoutLists(node: Node): Node {
  let here = node;
  while (here.items !== undefined) here = follow(here.items);
  const { additionalProperties } = here;
  // The values of a map by names that people choose.
  return here.properties === undefined && typeof additionalProperties === 'object' && follow(additionalProperties).properties !== undefined
    ? follow(additionalProperties)
    : here;
}

function propertiesOf(node: Node, root: boolean): Readonly<Record<string, Node>> {
  const { properties = {} } = node as { properties?: Readonly<Record<string, Node>> };
  // Definitions say nothing of the metadata that every object has.
  return root ? { ...properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: OBJECT_META } : properties;
}

function docOf(node: Node, path: string, required: boolean): FieldDoc {
  const schema = node as Schema;
  const { description, default: fallback, 'x-kubernetes-validations': rules = [] } = schema;
  return {
    path,
    type: typeWords(node),
    required,
    ...(description === undefined ? {} : { about: description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(schema.enum === undefined ? {} : { values: schema.enum }),
    limits: [...limitsOf(schema)],
    rules: rules.map(({ rule, message }) => (message === undefined ? { rule } : { rule, message })),
  };
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'map',
  array: 'list',
  null: 'null',
};

function typeWords(node: Node): string {
  const schema = node as Schema;
  if (schema['x-kubernetes-int-or-string'] === true) return 'whole number or text';
  if (node.type === undefined && node.enum?.every((each) => typeof each === 'string') === true) return WORDS['string'] as string;
  const types = (Array.isArray(node.type) ? node.type : [node.type]) as readonly (string | undefined)[];
  const words = types.map((type) => {
    if (type === 'array' && node.items !== undefined) return `list of ${typeWords(follow(node.items))}`;
    const { additionalProperties } = node;
    if (type === 'object' && node.properties === undefined && typeof additionalProperties === 'object')
      return `map of ${typeWords(follow(additionalProperties))}`;
    return type === undefined ? 'anything' : (WORDS[type] ?? type);
  });
  return `${words.join(' or ')}${schema.nullable === true ? ' or null' : ''}`;
}

function* limitsOf(schema: Schema): Iterable<string> {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, minProperties, maxProperties, format, pattern, multipleOf } = schema;
  if (minimum !== undefined) yield `${schema.exclusiveMinimum === true ? 'above' : 'at least'} ${minimum}`;
  if (maximum !== undefined) yield `${schema.exclusiveMaximum === true ? 'below' : 'at most'} ${maximum}`;
  if (multipleOf !== undefined) yield `a multiple of ${multipleOf}`;
  yield* counts(minLength, maxLength, 'characters');
  yield* counts(minItems, maxItems, 'items');
  yield* counts(minProperties, maxProperties, 'keys');
  if (format !== undefined) yield `format ${format}`;
  if (pattern !== undefined) yield `matching ${pattern}`;
  const keys = schema['x-kubernetes-list-map-keys'];
  if (keys !== undefined) yield `one item for each ${keys.join(' and ')}`;
  if (schema['x-kubernetes-list-type'] === 'set') yield 'each item once';
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) yield 'other fields are kept';
}

function* counts(least: number | undefined, most: number | undefined, what: string): Iterable<string> {
  if (least !== undefined && least > 0) yield `at least ${least} ${what}`;
  if (most !== undefined) yield `at most ${most} ${what}`;
}
