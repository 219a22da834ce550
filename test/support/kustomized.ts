import { buildKustomization } from '../../generator/kustomize/build.ts';
import type { Built } from '../../generator/kustomize/build.ts';
import { sha256 } from '../../generator/model/sha256.ts';
import { treeIn } from './kustomization-tree.ts';

/** What the folder `top` of some files makes. */
export const builtOf = (files: Readonly<Record<string, string>>): Built => buildKustomization('top', treeIn(new Map(Object.entries(files))));

/** Names objects whatever the order of them and of their keys: the same for the same. */
export function digestOf(objects: readonly unknown[]): string {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, item]) => [key, sorted(item)]),
          )
        : value;
  return sha256(
    objects
      .map((each) => JSON.stringify(sorted(each)))
      .sort()
      .join('\n'),
  ).slice(0, 16);
}

/** A row of numbers from 0 up to 1, the same for the same seed. */
export function rowOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}
