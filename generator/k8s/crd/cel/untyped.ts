// Values as expressions see them that have no schema, and that trace what was looked at.
import { isMap } from '../../../model/data.ts';
import { REGION_PLACEHOLDER } from '../../region-placeholder.ts';

type Entries = ReadonlyMap<string, () => unknown>;

/** Of maps that tell what is looked at, a way in that is not traced. */
const behind = new WeakMap<object, () => Iterable<[string, unknown]>>();

/** What is in a map, without a trace. */
export function untraced(map: ReadonlyMap<unknown, unknown>): Iterable<[unknown, unknown]> {
  return behind.get(map)?.() ?? map;
}

/**
 * A map that makes its values when they are looked at.
 * @param looked called for each value that is looked at
 */
export function lazyMap(entries: Entries, looked: (key: string, value: unknown) => void = () => undefined): Map<string, unknown> {
  const map = new Map<string, unknown>([...entries.keys()].map((key) => [key, undefined]));
  const made = new Map<string, unknown>();
  const valueOf = (key: string, make: () => unknown): unknown => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key);
  };
  const get = (key: string): unknown => {
    const make = entries.get(key);
    if (make === undefined) return undefined;
    const value = valueOf(key, make);
    looked(key, value);
    return value;
  };
  behind.set(map, () => [...entries].map(([key, make]) => [key, valueOf(key, make)]));
  const all = (): [string, unknown][] => [...entries.keys()].map((key) => [key, get(key)]);
  // The evaluator asks for the constructor, so this is no class of its own.
  return Object.assign(map, {
    get,
    entries: () => all().values(),
    values: () =>
      all()
        .map(([, value]) => value)
        .values(),
    forEach: (visit: (value: unknown, key: string) => void) => all().forEach(([key, value]) => visit(value, key)),
    [Symbol.iterator]: () => all().values(),
  });
}

/**
 * A value of data: whole numbers as such, maps as maps.
 * @param looked called when a text was looked at that names the region
 */
export function untyped(value: unknown, looked: () => void = () => undefined): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => untyped(item, looked));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, untyped(item, looked)]);
  if (!entries.some(([, item]) => namesRegion(item))) return new Map(entries);
  return lazyMap(new Map(entries.map(([key, item]) => [key, () => item])), (key) => {
    if (namesRegion(value[key])) looked();
  });
}

/** Whether a text, or one that stands in a list itself, names the region: what is in maps is traced when it is looked at. */
function namesRegion(value: unknown): boolean {
  return typeof value === 'string' ? value.includes(REGION_PLACEHOLDER) : Array.isArray(value) && value.some(namesRegion);
}
