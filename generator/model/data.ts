/** A map as YAML and JSON have it. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep equality of data; the order of keys does not count. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

/** Deep equality with the keys in the same order: what is equal so is written alike. */
export function identical(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const others = Object.keys(b);
  if (keys.length !== others.length) return false;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as keyof typeof a;
    if (key !== others[i] || !identical(a[key], b[key])) return false;
  }
  return true;
}

/** The value at the end of a path of keys, or undefined. */
export function get(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((map, key) => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined), value);
}

/** Every value that is not a map with keys, with its path. */
export function* leaves(map: Readonly<Record<string, unknown>>, path: readonly string[] = []): Iterable<[readonly string[], unknown]> {
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (isMap(value) && Object.keys(value).length > 0) yield* leaves(value, [...path, key]);
    else yield [[...path, key], value];
  }
}
