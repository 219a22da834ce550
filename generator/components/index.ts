// What a region runs: a folder for each component, all of it inside. None imports another; what several read lies beside them.
import type { Declared } from '../fleet/declared/declared.ts';
import type { Component } from './component.ts';
import { declaredComponent } from './declared.ts';
import { list } from './list.js';

/** Every component there is, in the order in which people read them: each after those it requires. */
export const components: readonly Component[] = ordered(list);

/** Those and the ones that a fleet brings, which come behind them: each after those it requires. @param declared without a circle among them */
export function componentsOf(declared: readonly Declared[]): readonly Component[] {
  if (declared.length === 0) return components;
  const last = Math.max(...components.map(({ order }) => order));
  const sorted: Declared[] = [];
  const add = (one: Declared): void => {
    if (sorted.includes(one)) return;
    for (const other of declared) if (one.requires.includes(other.name)) add(other);
    sorted.push(one);
  };
  declared.forEach(add);
  return [...components, ...sorted.map((one, i) => declaredComponent(one, last + 1 + i))];
}

/**
 * Components by `order`.
 * @throws when one requires another that is not there, or that stands behind it
 */
export function ordered(unordered: readonly Component[]): readonly Component[] {
  const sorted = [...unordered].sort((a, b) => a.order - b.order);
  sorted.forEach(({ name, requires }, i) => {
    const missing = requires.find((other) => !sorted.slice(0, i).some((before) => before.name === other));
    if (missing !== undefined) throw new Error(`generator/components/${name}/ requires ${missing}, and no component of that name has a lower order`);
  });
  return sorted;
}
