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

/** What functions know of things, to be forgotten. */
const known: { forget(): void }[] = [];

/** A function that works out each of its answers once. */
export function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const answers = new Answers(make);
  known.push(answers);
  return (key) => answers.of(key);
}

/** The same of two things. */
export function rememberedOfBoth<A extends object, B extends object, V>(make: (a: A, b: B) => V): (a: A, b: B) => V {
  const by = remembered((b: B) => new Answers((a: A) => make(a, b)));
  return (a, b) => by(b).of(a);
}

/**
 * Let go of all answers. An answer that leads to what it is about keeps both, until memory is gone through as a whole: who looks at
 * things once, one after the other, would carry all of them along.
 */
export function forgetAll(): void {
  for (const answers of known) answers.forget();
}

class Answers<K extends object, V> {
  readonly #make: (key: K) => V;
  #known = new WeakMap<K, V>();

  constructor(make: (key: K) => V) {
    this.#make = make;
  }

  of(key: K): V {
    let value = this.#known.get(key);
    if (value === undefined && !this.#known.has(key)) this.#known.set(key, (value = this.#make(key)));
    return value as V;
  }

  forget(): void {
    this.#known = new WeakMap<K, V>();
  }
}
