import { posix } from 'node:path';

/**
 * Where a folder is from the root of the repository; undefined when it lies elsewhere.
 * @param prefix where the folder is that one is in: empty, or ending in a slash
 */
export function pathFromRoot(prefix: string, folder: string): string | undefined {
  const path = posix.normalize(`${prefix}${folder}`).replace(/\/$/, '');
  if (folder.startsWith('/') || path === '..' || path.startsWith('../')) return undefined;
  return path === '.' ? '' : path;
}
