import { posix } from 'node:path';
import type { Tree } from '../../generator/kustomize/build.ts';

/** Files that lie nowhere, by path. */
export function treeIn(files: ReadonlyMap<string, Uint8Array | string>): Tree {
  const folders = new Set([...files.keys()].flatMap((path) => path.split('/').map((_, i, parts) => (i === 0 ? '.' : parts.slice(0, i).join('/')))));
  const at = (path: string): string => posix.normalize(path).replace(/(.)\/$/, '$1');
  return {
    real: (path) => {
      const isFolder = folders.has(at(path));
      return isFolder || files.has(at(path)) ? { path: `/${at(path) === '.' ? '' : at(path)}`, isFolder } : undefined;
    },
    read: (path) => Buffer.from(files.get(at(path)) as string),
    isOutside: () => false,
  };
}
