// Objects with one thing wrong, or merely odd: each value of each field of a kind, as far as good objects have it, in turn something else.
import type { KubeObject } from '../../generator/k8s/object.ts';

export type Key = string | number;

export interface Damaged {
  readonly object: KubeObject;
  /** Kind and field, with `*` for places in lists: `apps/v1/Deployment spec/replicas`. */
  readonly field: string;
  /** What stands there now, as JSON; `undefined` where it was taken away. */
  readonly value: string;
}

const GONE = undefined;

function others(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return [GONE, '', 'A b', `${value}/`, `-${value}`, 'x'.repeat(300), 7];
  if (typeof value === 'number') return [GONE, -1, 0, 1.5, String(value), 1e12];
  if (typeof value === 'boolean') return [GONE, 'yes'];
  if (Array.isArray(value)) return [GONE, [], [...(value as unknown[]), value.at(-1)], {}];
  return [GONE, {}, { ...(value as object), surprise: 1 }, []];
}

/** Every field once for all objects of a kind. */
export function* damage(objects: readonly KubeObject[]): Iterable<Damaged> {
  const seen = new Set<string>();
  for (const object of objects) {
    for (const [path, value] of places(object, [])) {
      const field = `${object.apiVersion}/${object.kind} ${path.map((key) => (typeof key === 'number' ? '*' : key)).join('/')}`;
      // Of a definition each keyword of a schema once at each depth, whatever the field is called.
      const place = field.replaceAll(/\/properties\/[^/]+/g, '/properties/*');
      // Who the object is, tests of names try.
      if (seen.has(place) || /^(apiVersion|kind|metadata|metadata\/(name|namespace))$/.test(path.join('/'))) continue;
      seen.add(place);
      for (const other of others(value)) yield { object: replaced(object, path, other), field, value: JSON.stringify(other) ?? 'undefined' };
    }
  }
}

/** Each value in another one, with the way to it. */
export function* places(value: unknown, path: readonly Key[]): Iterable<[readonly Key[], unknown]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) yield* places(item, [...path, Array.isArray(value) ? Number(key) : key]);
}

function replaced(object: KubeObject, path: readonly Key[], value: unknown): KubeObject {
  const made = structuredClone(object);
  let here = made as unknown as Record<Key, unknown>;
  for (const key of path.slice(0, -1)) here = here[key] as Record<Key, unknown>;
  const last = path.at(-1) as Key;
  if (value !== GONE) here[last] = structuredClone(value);
  else if (Array.isArray(here)) here.splice(last as number, 1);
  else Reflect.deleteProperty(here, last);
  return made;
}
