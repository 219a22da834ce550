import { memo } from '../model/memo.ts';
import { knownHolds } from '../plan/merge.ts';
import type { FileMap } from '../render/files.ts';
import type { Tree } from '../render/tree.ts';

/**
 * Regions of which Git does not have what `config/` says, and why. Evidence that a cluster has what is delivered proves nothing of a change
 * that is not.
 * @param wanted the files that `compile` makes
 */
export function undeliveredIn(regions: readonly string[], wanted: FileMap, delivered: Tree): ReadonlyMap<string, string> {
  const held = knownHolds(delivered);
  const [own, there] = [overlayFiles(wanted.keys()), overlayFiles(delivered.paths)];
  return new Map(
    regions.flatMap((region): [string, string][] => {
      const because = held.get(region)?.because;
      if (because !== undefined) return [[region, `it is held: ${because}`]];
      const paths = own.get(region) ?? [];
      const same = paths.length === (there.get(region) ?? []).length && paths.every((path) => delivered.holds(path, wanted.get(path) as string));
      return same ? [] : [[region, `${delivered.title} does not have what config/ says of it`]];
    }),
  );
}

/** Region → the files of its overlays. A lock says who made the rest, and with what. */
function overlayFiles(paths: Iterable<string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const [, region] = /^overlays\/([^/]+)\/(?!fleet\.lock\.json$)/.exec(path) ?? [];
    if (region !== undefined) memo(found, region, () => []).push(path);
  }
  return found;
}
