/** A Map or a WeakMap. */
interface Memory<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** What a map holds under a key, made on the first ask. */
export function memo<K, V>(map: Memory<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** A function that works out each of its answers once. */
export function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined && !known.has(key)) known.set(key, (value = make(key)));
    return value as V;
  };
}

/** The same of two things. */
export function rememberedOfBoth<A extends object, B extends object, V>(make: (a: A, b: B) => V): (a: A, b: B) => V {
  const by = remembered((b: B) => remembered((a: A) => make(a, b)));
  return (a, b) => by(b)(a);
}
