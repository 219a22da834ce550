import { fillPlaceholders } from '../k8s/region-placeholder.ts';
import { objectTitle, type KubeObject } from '../k8s/object.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import { Cluster, Holdings } from '../k8s/cluster.ts';
import type { OfCluster } from '../rules/rule.ts';
import { rulesOf } from '../rules/rules.ts';
import { causeAt, type Causes } from './cause.ts';
import type { Overlay } from '../render/overlay.ts';
import { inOut, type Beside, type Origin } from './place-in-out.ts';

/** What clusters do to each other: they share the limits of an authority, and zones. */
export function fleetWide(overlays: readonly Overlay[], causes: Causes, memory: Keeper = FORGETFUL): Unplaced[] {
  const active = overlays.filter(({ region }) => region.state === 'active');
  const clusters = clustersOf(active, memory);
  const spot = ({ region, object, path }: OfCluster) => {
    const origin = originOf(object, region, active);
    return { cause: causeAt(object, path, origin.overlay, causes), beside: inOut(origin, path) };
  };
  return rulesOf('clusters').flatMap((rule) =>
    [...rule.run(clusters)].map(({ message, hint, related = [], ...first }) => {
      const { cause, beside } = spot(first);
      return {
        rule,
        ...cause,
        about: { object: objectTitle(fillPlaceholders(first.object, first.region)), region: first.region },
        message,
        hint,
        related: [beside, ...related.flatMap(({ note, ...other }) => besides(spot(other), note))],
      };
    }),
  );
}

/** The clusters, before the names of their regions are put in. */
function clustersOf(overlays: readonly Overlay[], memory: Keeper): ReadonlyMap<string, Cluster> {
  const kept = memory.open('clusters');
  const regions = new Map<string, Overlay[]>();
  for (const overlay of overlays) memo(regions, overlay.region.name, () => []).push(overlay);
  return new Map([...regions].map(([region, own]) => [region, kept.of(region, own, () => clusterOf(region, own))]));
}

function clusterOf(region: string, overlays: readonly Overlay[]): Cluster {
  const lists = overlays.flatMap(({ units, own }) => [...units, ...own].map(({ objects }) => objects));
  return new Cluster(new Holdings(lists, { externals: [], whole: true, region }));
}

function originOf(object: KubeObject, region: string, overlays: readonly Overlay[]): Origin {
  const title = objectTitle(object);
  for (const overlay of overlays) {
    if (overlay.region.name !== region) continue;
    for (const part of [...overlay.units, ...overlay.own]) {
      const made = part.objects.find((each) => each === object || objectTitle(each) === title);
      if (made !== undefined) return { made, part, overlay };
    }
  }
  throw new Error(`${title} is in no overlay of ${region}`);
}

function besides({ cause, beside }: { readonly cause: Spot; readonly beside: Beside }, note: string) {
  return [{ ...cause, note }, beside];
}
