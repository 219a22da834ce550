// What a region runs: a folder for each component, all of it inside. None imports another; what several read lies beside them.
import type { Component } from './component.ts';
import { list } from './list.js';

/** Every component there is, in the order in which people read them: each after those it requires. */
export const components: readonly Component[] = ordered(list);

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
