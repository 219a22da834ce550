import { isMap } from '../../model/data.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { fields, type Fields } from '../look.ts';
import { quantity } from '../quantity.ts';
import { shownValue } from '../shown.ts';

export interface Wrong {
  /** The field of the type that is wrong; absent: the whole. */
  readonly key?: string;
  /** What is wrong, where it is deeper in the value than a field of the type. */
  readonly below?: Pointer;
  readonly message: string;
}

/** What validation of the API server asks of several fields of one type together. */
export type Relation = (item: Fields) => Iterable<Wrong>;

export const has = (item: Fields, key: string): boolean => item[key] !== undefined && item[key] !== null && item[key] !== '';

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

export function* one(item: Fields, keys: readonly string[], { least = 1 } = {}): Iterable<Wrong> {
  const there = keys.filter((key) => item[key] !== undefined && item[key] !== null);
  if (there.length < least) yield { message: `needs one of ${keys.slice(0, 6).join(', ')}${keys.length > 6 ? ', …' : ''}` };
  if (there.length > 1) yield { key: there[1] as string, message: `stands beside ${there[0] as string}: one of them, not both` };
}

export function* needs(item: Fields, ...keys: readonly string[]): Iterable<Wrong> {
  for (const key of keys)
    if (!has(item, key) || (Array.isArray(item[key]) && (item[key] as unknown[]).length === 0)) yield { message: `needs ${key}` };
}

/** Maps of which two have the same in a field. @param below where their list is */
export function* twice(list: readonly Fields[], key: string, below: Pointer): Iterable<Wrong> {
  const seen = new Set<unknown>();
  for (const [i, item] of list.entries()) {
    if (!has(item, key)) continue;
    if (seen.has(item[key])) yield { below: child(child(below, i), key), message: `${shownValue(item[key])} stands twice in its list` };
    seen.add(item[key]);
  }
}

/** What stands for each item of a list, of which no two may be the same. @param below where the list is */
export function* unlike(ids: readonly string[], below: Pointer): Iterable<Wrong> {
  const seen = new Set<string>();
  for (const [i, id] of ids.entries()) {
    if (seen.has(id)) yield { below: child(below, i), message: 'stands twice in its list' };
    seen.add(id);
  }
}

export const all = (...relations: readonly Relation[]): Relation =>
  function* (item) {
    for (const relation of relations) yield* relation(item);
  };

export const needing =
  (...keys: readonly string[]): Relation =>
  (item) =>
    needs(item, ...keys);

export const oneOfThese =
  (...keys: readonly string[]): Relation =>
  (item) =>
    one(item, keys);

export const oneAtMost =
  (...keys: readonly string[]): Relation =>
  (item) =>
    one(item, keys, { least: 0 });

export function* operated(item: Fields): Iterable<Wrong> {
  const { operator } = item;
  const values = listOf(item['values']);
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) yield { message: `needs values, since operator is ${operator}` };
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    yield { key: 'values', message: `must be left out, since operator is ${operator}` };
  if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1)
    yield { message: `needs one value that is a whole number, since operator is ${operator}` };
}

export function* claims(item: Fields): Iterable<Wrong> {
  yield* needs(item, 'accessModes');
  const { storage } = fields(fields(item['resources'])['requests']);
  if (storage === undefined) yield { message: 'needs resources.requests.storage' };
  else if ((quantity(storage) ?? 1) <= 0) yield { key: 'resources', message: 'requests.storage must be more than zero' };
}

/** Of a StatefulSet some volumes are claims that it makes. */
export function* mounted(item: Fields): Iterable<Wrong> {
  const spec = fields(fields(item['template'])['spec']);
  const volumes = new Set(listOf(spec['volumes']).map((volume) => fields(volume)['name']));
  for (const one of [...listOf(spec['containers']), ...listOf(spec['initContainers'])].map(fields)) {
    if (!has(one, 'image')) yield { key: 'template', message: 'each container needs image' };
    for (const mount of listOf(one['volumeMounts']).map(fields))
      if (has(mount, 'name') && !volumes.has(mount['name']))
        yield { key: 'template', message: `mounts ${shownValue(mount['name'])}, and there is no such volume` };
  }
}

export function* templated(template: Fields, policies: readonly string[]): Iterable<Wrong> {
  const spec = template['spec'];
  if (!isMap(spec) || !Array.isArray(spec['containers']) || spec['containers'].length === 0)
    yield { key: 'template', message: 'needs spec.containers, one at least' };
  else if (!policies.includes(String(has(spec, 'restartPolicy') ? spec['restartPolicy'] : 'Always')))
    yield { key: 'template', message: `spec.restartPolicy must be ${policies.join(' or ')}` };
  else if (has(spec, 'activeDeadlineSeconds') && policies.length === 1)
    yield { key: 'template', message: 'spec.activeDeadlineSeconds must be left out' };
}
