import { equal, isMap } from '../../model/data.ts';
import type { Rule } from './rule.ts';
import type { Node } from './table.ts';

/** A field that differs and the row that judges it. */
export interface Hit {
  /** As the table writes it. */
  readonly row: string;
  /** Where it is: keys, and names or indexes of items. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Undefined: no row covers the field. */
  readonly rule: Rule | undefined;
  readonly items: readonly string[];
}

/** The way to a field, from its end. */
interface Trail {
  readonly up: Trail | undefined;
  readonly key?: string;
  /** Name or index of a list's item. */
  readonly item?: string;
}

interface Row {
  readonly rule: Rule;
  readonly path: string;
}

type Visit = (hit: Hit) => void;

/** Go through two versions of an object along the rows of its table; what is absent counts as undefined. */
export function walk(node: Node, before: unknown, after: unknown, visit: Visit): void {
  step(node, undefined, before, after, undefined, visit);
}

// Most fields of an object are equal: nothing is made for those.
function step(node: Node | undefined, above: Row | undefined, before: unknown, after: unknown, trail: Trail | undefined, visit: Visit): void {
  if (before === after) return;
  const row = node?.rule === undefined ? above : { rule: node.rule, path: node.path };
  if (node?.items !== undefined && (Array.isArray(before) || Array.isArray(after))) {
    if (equal(before, after)) return;
    for (const [item, old, now] of pairs(Array.isArray(before) ? before : [], Array.isArray(after) ? after : []))
      step(node.items, row, old, now, { up: trail, item }, visit);
    return;
  }
  const [old, now] = [isMap(before) ? before : undefined, isMap(after) ? after : undefined];
  if (node === undefined || (node.keys === undefined && node.any === undefined) || (old === undefined && now === undefined)) {
    if (!equal(before, after)) visit({ row: row?.path ?? '', ...told(trail), before, after, rule: row?.rule });
    return;
  }
  for (const key in now) {
    const [was, is] = [own(old, key), now[key]];
    if (was !== is) step(node.keys?.get(key) ?? node.any, row, was, is, { up: trail, key }, visit);
  }
  for (const key in old)
    if (now === undefined || !Object.hasOwn(now, key)) step(node.keys?.get(key) ?? node.any, row, old[key], undefined, { up: trail, key }, visit);
}

function told(trail: Trail | undefined): { path: string; items: readonly string[] } {
  const items: string[] = [];
  let path = '';
  for (let here = trail; here !== undefined; here = here.up) {
    if (here.item !== undefined) {
      items.unshift(here.item);
      path = path === '' || path.startsWith('[') ? `[${here.item}]${path}` : `[${here.item}].${path}`;
    } else path = path === '' || path.startsWith('[') ? `${here.key as string}${path}` : `${here.key as string}.${path}`;
  }
  return { path, items };
}

function own(map: Record<string, unknown> | undefined, key: string): unknown {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

type Pair = readonly [name: string, before: unknown, after: unknown];

/** Items that belong together: by their name where each has one, else equal ones first and the rest by place. */
function pairs(before: readonly unknown[], after: readonly unknown[]): Pair[] {
  const [old, now] = [byName(before), byName(after)];
  if (old !== undefined && now !== undefined) return [...new Set([...old.keys(), ...now.keys()])].map((name) => [name, old.get(name), now.get(name)]);
  const left = [...after];
  const gone = before.filter((item) => {
    const at = left.findIndex((other) => equal(item, other));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return Array.from({ length: Math.max(gone.length, left.length) }, (_, i): Pair => [String(i), gone[i], left[i]]);
}

function byName(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const map = new Map<string, unknown>();
  for (const item of list) {
    const name = isMap(item) ? item['name'] : undefined;
    if (typeof name !== 'string' || map.has(name)) return undefined;
    map.set(name, item);
  }
  return map;
}
