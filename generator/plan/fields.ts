import { equal, isMap } from '../model/data.ts';

/** A step into an object: a key, the name of a list's item, or an index. */
export type Step = string | number | { readonly item: string };

/** One field that differs. What is absent on a side was not, or is no longer, there. */
export interface FieldChange {
  readonly path: readonly Step[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/** How two versions of an object differ, as few fields as say it all. */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const found: FieldChange[] = [];
  walk(before, after, [], found);
  return found;
}

function walk(before: unknown, after: unknown, path: readonly Step[], found: FieldChange[]): void {
  if (equal(before, after)) return;
  if (isMap(before) && isMap(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      side(Object.hasOwn(before, key), before[key], Object.hasOwn(after, key), after[key], [...path, key], found);
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && items(before, after, path, found)) return;
  found.push({ path, before, after });
}

function side(had: boolean, before: unknown, has: boolean, after: unknown, path: readonly Step[], found: FieldChange[]): void {
  if (had && has) walk(before, after, path, found);
  else found.push({ path, ...(had ? { before } : {}), ...(has ? { after } : {}) });
}

/** Compare lists item by item: by name where every item has one of its own, by place where they are maps of equal number. */
function items(before: readonly unknown[], after: readonly unknown[], path: readonly Step[], found: FieldChange[]): boolean {
  const [old, now] = [named(before), named(after)];
  if (old !== undefined && now !== undefined) {
    const left = [...old.keys()].filter((name) => now.has(name));
    const kept = [...now.keys()].filter((name) => old.has(name));
    const order = [...left, ...[...now.keys()].filter((name) => !old.has(name))];
    // Another order cannot be said item by item.
    if (!equal(left, kept) || !equal(order, [...now.keys()])) return false;
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      side(old.has(name), old.get(name), now.has(name), now.get(name), [...path, { item: name }], found);
    }
    return true;
  }
  if (before.length !== after.length || ![...before, ...after].every(isMap)) return false;
  before.forEach((item, i) => walk(item, after[i], [...path, i], found));
  return true;
}

/** Items by their `name`, if each has one and no two the same. */
function named(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const map = new Map<string, unknown>();
  for (const item of list) {
    const name = isMap(item) ? item['name'] : undefined;
    if (typeof name !== 'string' || map.has(name)) return undefined;
    map.set(name, item);
  }
  return map.size === 0 ? undefined : map;
}

/** A path as Kubernetes writes it: `spec.template.spec.containers[agent].image`. */
export function pathText(path: readonly Step[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (typeof step === 'object') text += `[${step.item}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `["${step}"]`;
  }
  return text;
}
