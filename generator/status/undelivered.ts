import { memo } from '../model/memo.ts';
import { knownHolds } from '../plan/merge.ts';
import type { FileMap } from '../render/files.ts';
import type { Tree } from '../render/tree.ts';

/** Why Git does not have what `config/` says of a region, and what changes that. */
export interface Undelivered {
  readonly what: string;
  readonly wayOut: string;
}

/**
 * Regions of which Git does not have what `config/` says, and why. Evidence that a cluster has what is delivered proves nothing of a change
 * that is not.
 * @param wanted the files that `compile` makes
 */
export function undeliveredIn(regions: readonly string[], wanted: FileMap, delivered: Tree): ReadonlyMap<string, Undelivered> {
  const held = knownHolds(delivered);
  const [own, there] = [overlayFiles(wanted.keys()), overlayFiles(delivered.paths)];
  return new Map(
    regions.flatMap((region): [string, Undelivered][] => {
      const because = held.get(region)?.because;
      if (because !== undefined)
        return [[region, { what: `it is held: ${because}`, wayOut: 'pap-fleet plan shows what it is held for, and what lets it go on' }]];
      const paths = own.get(region) ?? [];
      const same = paths.length === (there.get(region) ?? []).length && paths.every((path) => delivered.holds(path, wanted.get(path) as string));
      return same
        ? []
        : [
            [
              region,
              {
                what: `${delivered.title} does not have what config/ says of it`,
                wayOut: 'wait for the delivery that brings it; edits of config/ that are not merged count too',
              },
            ],
          ];
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
