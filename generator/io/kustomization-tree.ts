import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Tree } from '../kustomize/build.ts';
import { Failure } from './failure.ts';

/** More than any file of manifests holds: the API server takes objects of 1.5 MiB at most. */
const MOST_BYTES = 16 << 20;

/** The files around a folder, each read once asked for. @param folder that a kustomization lies in */
export function kustomizationTree(folder: string): Tree {
  const repository = repositoryAround(realpathSync(folder));
  return {
    real: (path) => {
      try {
        const real = realpathSync(path);
        const found = statSync(real);
        // A pipe is never read to its end.
        if (!found.isDirectory() && !found.isFile()) return undefined;
        return { path: slashes(real), isFolder: found.isDirectory() };
      } catch {
        // Nothing there, or a link that leads back to itself: the kustomization names nothing either way.
        return undefined;
      }
    },
    read: (path) => {
      try {
        return statSync(path).size > MOST_BYTES ? undefined : readFileSync(path);
      } catch (error) {
        throw Failure.from(error, `cannot read ${path}`);
      }
    },
    isOutside: (path) => repository !== undefined && /^\.\.(?:[\\/]|$)/.test(relative(repository, path)),
  };
}

/** The root of the working copy; without one nobody says where a repository ends. */
function repositoryAround(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}
