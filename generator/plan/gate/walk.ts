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

/** Go through two versions of an object along the rows of its table; what is absent counts as undefined. */
export function walk(node: Node, before: unknown, after: unknown, visit: (hit: Hit) => void): void {
  step(node, undefined, '', before, after, '', [], visit);
}

function step(
  node: Node | undefined,
  inherited: { rule: Rule; row: string } | undefined,
  row: string,
  before: unknown,
  after: unknown,
  path: string,
  items: readonly string[],
  visit: (hit: Hit) => void,
): void {
  if (equal(before, after)) return;
  const rule = node?.rule === undefined ? inherited : { rule: node.rule, row: node.path };
  if (node === undefined || (node.keys === undefined && node.any === undefined && node.items === undefined)) {
    visit({ row: rule?.row ?? row, path, before, after, rule: rule?.rule, items });
    return;
  }
  if (node.items !== undefined && (Array.isArray(before) || Array.isArray(after))) {
    const children = node.items;
    for (const [name, old, now] of pairs(Array.isArray(before) ? before : [], Array.isArray(after) ? after : []))
      step(children, rule, children.path, old, now, `${path}[${name}]`, [...items, name], visit);
    return;
  }
  const [old, now] = [isMap(before) ? before : undefined, isMap(after) ? after : undefined];
  if ((old === undefined && now === undefined) || (node.keys === undefined && node.any === undefined)) {
    visit({ row: rule?.row ?? row, path, before, after, rule: rule?.rule, items });
    return;
  }
  for (const key of new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])) {
    const child = node.keys?.get(key) ?? node.any;
    const at = path === '' ? key : `${path}.${key}`;
    step(child, rule, child?.path ?? at, own(old, key), own(now, key), at, items, visit);
  }
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
