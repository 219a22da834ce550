import type { Overlay } from '../render/overlay.ts';
import { IN_OUT, placeAmong } from './place-in-out.ts';
import { objectTitle, type KubeObject } from '../k8s/object.ts';
import { REGION_PLACEHOLDER } from '../k8s/region-placeholder.ts';
import type { Unplaced } from '../model/finding.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import { regionPath, rootPath } from '../model/delivery-paths.ts';
import { faultsOf } from './faults.ts';
import { deliveryObjects, rootObjects } from '../render/argocd.ts';
import { shownPath } from '../model/quoted.ts';

interface Delivered {
  readonly object: KubeObject;
  readonly at: string;
  readonly file: string;
  /** All that the file holds. */
  readonly objects: readonly KubeObject[];
}

/** What is wrong with the Applications and AppProjects by which Argo CD delivers everything else. */
export function deliveryReports(fleet: Fleet, overlays: readonly Overlay[], memory: Keeper = FORGETFUL): Unplaced[] {
  const root = fleet.gitops.hubs.flatMap((hub): Delivered[] => {
    const objects = rootObjects(fleet, hub);
    return objects.map((object) => ({ object, at: hub.at, file: `out/${rootPath(hub.name)}`, objects }));
  });
  return [...root.flatMap(reports), ...regional(fleet, overlays, memory).flatMap(reports)];
}

/**
 * Of objects that differ by the name of the region alone, the longest: names are legal one by one, and what else can be
 * wrong with one of them is its length. If it is, all of them are looked at.
 */
function regional(fleet: Fleet, overlays: readonly Overlay[], memory: Keeper): Delivered[] {
  const kept = memory.open('delivered texts');
  const alike = new Map<string, Delivered[]>();
  for (const [{ name, at }, deliveries] of deliveryObjects(fleet, overlays, memory)) {
    for (const { hub, objects } of deliveries) {
      const path = regionPath(hub.name, name);
      const file = `out/${path}`;
      const texts = kept.of(path, [objects], () => objects.map((object) => JSON.stringify(object).replaceAll(name, REGION_PLACEHOLDER)));
      for (const [i, object] of objects.entries()) memo(alike, texts[i] as string, () => [] as Delivered[]).push({ object, at, file, objects });
    }
  }
  return [...alike.values()].flatMap((group) => {
    const longest = group.reduce((a, b) => (size(b) > size(a) ? b : a));
    return faultsOf(longest.object).length === 0 ? [] : group;
  });
}

function size({ object }: Delivered): number {
  return object.metadata.name.length;
}

function reports({ object, at, file, objects }: Delivered): Unplaced[] {
  return faultsOf(object).map(({ rule, path, message, hint }) => ({
    rule,
    path: at,
    key: true,
    message: `${objectTitle(object)} ${shownPath(path)}: ${message}`,
    hint,
    related: [{ place: { file, ...placeAmong(objects, object, path) }, note: IN_OUT }],
  }));
}
