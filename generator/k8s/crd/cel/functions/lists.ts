// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library and the extension "lists" of CEL.
import { equal } from '../../../../model/data.ts';
import type { Registrar } from '../library.ts';

type Value = bigint | number | string | boolean | Date | { valueOf(): unknown };

/** Whether two values are the same; whole numbers and others compare by what they are worth. */
export function same(a: unknown, b: unknown): boolean {
  if ((typeof a === 'bigint' || typeof a === 'number') && (typeof b === 'bigint' || typeof b === 'number')) return !(a < b) && !(a > b);
  if (a instanceof Map && b instanceof Map) return a.size === b.size && [...a].every(([key, value]) => b.has(key) && same(value, b.get(key)));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return equal(a, b);
}

function order(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sum(list: readonly (bigint | number)[]): bigint | number {
  return list.length === 0 ? 0n : list.reduce((a, b) => (typeof a === 'bigint' && typeof b === 'bigint' ? a + b : Number(a) + Number(b)));
}

function most(list: readonly Value[], sign: number, name: string): Value {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error(`${name} called on empty list`);
  return rest.reduce((best, item) => (order(item, best) * sign > 0 ? item : best), first);
}

function flat(list: readonly unknown[], depth: bigint): unknown[] {
  return list.flat(Number(depth));
}

function distinct(list: readonly unknown[]): unknown[] {
  return list.filter((item, i) => !list.slice(0, i).some((other) => same(other, item)));
}

function slice(list: readonly unknown[], start: bigint, end: bigint): unknown[] {
  if (start < 0n || end < start || end > BigInt(list.length)) throw new Error(`cannot slice(${start}, ${end}), the list has ${list.length} items`);
  return list.slice(Number(start), Number(end));
}

/** More items than this no rule needs. */
const LONGEST = 10_000n;

function range(to: bigint): bigint[] {
  if (to > LONGEST) throw new Error(`a range of ${to} items is too long`);
  return Array.from({ length: Number(to) }, (_, i) => BigInt(i));
}

export function listFunctions(to: Registrar): void {
  to.function('list.isSorted(): bool', (list: Value[]) => list.every((item, i) => i === 0 || order(list[i - 1] as Value, item) <= 0));
  to.function('list.sum(): dyn', sum);
  to.function('list.max(): dyn', (list: Value[]) => most(list, 1, 'max'));
  to.function('list.min(): dyn', (list: Value[]) => most(list, -1, 'min'));
  to.function('list.indexOf(dyn): int', (list: unknown[], item: unknown) => BigInt(list.findIndex((other) => same(other, item))));
  to.function('list.lastIndexOf(dyn): int', (list: unknown[], item: unknown) => BigInt(list.findLastIndex((other) => same(other, item))));
  to.function('list.slice(int, int): list<dyn>', slice);
  to.function('list.flatten(): list<dyn>', (list: unknown[]) => flat(list, 1n));
  to.function('list.flatten(int): list<dyn>', flat);
  to.function('list.distinct(): list<dyn>', distinct);
  to.function('list.reverse(): list<dyn>', (list: unknown[]) => [...list].reverse());
  to.function('list.sort(): list<dyn>', (list: Value[]) => [...list].sort(order));
  const lists = to.namespace('lists');
  to.function(`${lists}.range(int): list<int>`, (_: unknown, length: bigint) => range(length));
  const sets = to.namespace('sets');
  const has = (list: unknown[], item: unknown): boolean => list.some((other) => same(other, item));
  to.function(`${sets}.contains(list, list): bool`, (_: unknown, list: unknown[], part: unknown[]) => part.every((item) => has(list, item)));
  to.function(`${sets}.intersects(list, list): bool`, (_: unknown, a: unknown[], b: unknown[]) => a.some((item) => has(b, item)));
  to.function(`${sets}.equivalent(list, list): bool`, (_: unknown, a: unknown[], b: unknown[]) =>
    [a.every((item) => has(b, item)), b.every((item) => has(a, item))].every(Boolean),
  );
}
