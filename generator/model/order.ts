/** Order by UTF-16 code units: the same in every locale, unlike `localeCompare`. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedKeys(map: object): string[] {
  return Object.keys(map).sort(byCodeUnit);
}

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return byCodeUnit(a.name, b.name);
}

/**
 * Data with its keys in an order that does not depend on who wrote them down when: as in the model, and sorted where
 * the model has none. Bytes must change only when objects do.
 */
export function ordered<T>(data: T, model?: unknown): T {
  if (typeof data !== 'object' || data === null) return data;
  const like = typeof model === 'object' && model !== null ? (model as Record<string, unknown>) : {};
  if (Array.isArray(data)) return data.map((item: unknown, i) => ordered(item, like[i])) as T;
  const map = data as Record<string, unknown>;
  const keys = [...Object.keys(like).filter((key) => Object.hasOwn(map, key)), ...sortedKeys(map).filter((key) => !Object.hasOwn(like, key))];
  return Object.fromEntries(keys.map((key) => [key, ordered(map[key], like[key])])) as T;
}
