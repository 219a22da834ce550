import { follow } from '../../generator/fleet/schema/schemas.ts';
import type { SchemaNode } from '../../generator/fleet/schema/schemas.ts';

/** Keywords of our schemas that the generator itself has no use for. */
export interface TestNode extends SchemaNode {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly propertyNames?: TestNode;
}

/** A node with its `$ref` followed. */
export function node(of: SchemaNode): TestNode {
  return follow(of);
}

export function types(of: TestNode): readonly string[] {
  if (of.type !== undefined) return typeof of.type === 'string' ? [of.type] : of.type;
  return [];
}

/** Whether a value is one map with known keys. */
export function hasKeys(of: TestNode): boolean {
  return of.properties !== undefined;
}

/** The schema of a map's values where its keys are free, as of `env`. */
export function valuesOf(of: TestNode): TestNode | undefined {
  return typeof of.additionalProperties === 'object' ? node(of.additionalProperties) : undefined;
}

/**
 * Different values that a schema allows, found without knowing what it is about: examples, default, enum, bounds, and
 * small changes of the examples that still match the pattern.
 */
export function candidates(of: SchemaNode): unknown[] {
  const here = node(of);
  if (here.const !== undefined) return [here.const];
  if (here.enum !== undefined) return [...here.enum];
  const known = [...(here.examples ?? []), ...(here.default === undefined ? [] : [here.default])];
  const made = types(here).flatMap((type) => ofType(type, here, known));
  return distinct([...known, ...made]).filter((value) => allowed(value, here));
}

function ofType(type: string, here: TestNode, known: readonly unknown[]): unknown[] {
  switch (type) {
    case 'boolean':
      return [true, false];
    case 'null':
      return [null];
    case 'integer': {
      const near = known.filter((value) => typeof value === 'number').flatMap((value) => [value + 1, value - 1]);
      return [...near, here.minimum ?? 0, here.maximum ?? 100];
    }
    case 'string':
      return known.filter((value) => typeof value === 'string').flatMap(variations);
    case 'array':
      return lists(here);
    case 'object':
      return here.properties === undefined ? maps(here, known) : [{}];
    default:
      return [];
  }
}

function variations(text: string): string[] {
  const digits = /[0-9]+/g;
  const numbers = [...text.matchAll(digits)];
  const changed = numbers.flatMap(({ 0: digit, index }) =>
    [Number(digit) + 1, Number(digit) - 1].map((number) => `${text.slice(0, index)}${number}${text.slice(index + digit.length)}`),
  );
  return [...changed.reverse(), `${text}2`, `${text}x`, `${text}/x`, `a${text}`, text.slice(0, -1)];
}

function lists(here: TestNode): unknown[] {
  if (here.items === undefined) return [[]];
  const known = [...(here.examples ?? []), here.default].flatMap((value): unknown[] => (Array.isArray(value) ? value : []));
  const items = distinct([...known, ...known.filter((value) => typeof value === 'string').flatMap(variations), ...candidates(here.items)]).filter(
    (value) => allowed(value, node(here.items as SchemaNode)),
  );
  return [[], ...items.slice(0, 3).map((item) => [item]), ...(items.length < 2 ? [] : [items.slice(0, 2), items.slice(0, 2).reverse()])];
}

/** Maps with free keys: also with two keys, whose order must not matter. */
function maps(here: TestNode, known: readonly unknown[]): unknown[] {
  const values = valuesOf(here);
  if (values === undefined || values.properties !== undefined) return [];
  const samples = known.filter((map) => typeof map === 'object' && map !== null).flatMap((map) => Object.entries(map));
  const words = distinct([...samples.map(([, value]) => value as unknown), 'one', 'two', ...candidates(values)]).filter((value) =>
    allowed(value, values),
  );
  const names = [...samples.map(([key]) => key), 'zulu', 'ALPHA'].filter((name) => allowed(name, { type: 'string', ...here.propertyNames }));
  return [
    ...words.slice(0, 3).map((value) => ({ [names[0] as string]: value })),
    Object.fromEntries(names.map((name, i) => [name, words[i % words.length]])),
  ];
}

/** Whether a value is within the limits of a node itself; what lies below is not judged. */
export function allowed(value: unknown, of: SchemaNode): boolean {
  const here = node(of);
  if (value === null) return types(here).includes('null');
  if (typeof value === 'string') {
    const { minLength = 0, maxLength = Infinity, pattern = '' } = here;
    return value.length >= minLength && value.length <= maxLength && new RegExp(pattern, 'u').test(value);
  }
  if (typeof value === 'number') return value >= (here.minimum ?? -Infinity) && value <= (here.maximum ?? Infinity);
  if (Array.isArray(value)) return value.length >= (here.minItems ?? 0) && value.length <= (here.maxItems ?? Infinity);
  if (typeof value === 'object') {
    return (
      [...(here.required ?? []), ...(here.requiredOnceMerged ?? [])].every((key) => key in value) &&
      Object.keys(value).length >= (here.minProperties ?? 0)
    );
  }
  return true;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
