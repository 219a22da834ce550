import { fillSlots } from '../k8s/region-slot.ts';
import { objectTitle } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { Cluster, kindOf } from '../k8s/cluster.ts';
import { mayCount } from '../rules/certificate/orders.ts';
import type { OfCluster, Rule } from '../rules/rule.ts';
import { rulesOf } from '../rules/rules.ts';
import { causeAt } from './cause.ts';
import type { Causes } from './cause.ts';
import type { Overlay } from '../render/overlay.ts';
import { inOut } from './place-in-out.ts';
import type { Beside, Origin } from './place-in-out.ts';
import type { Piece } from '../render/unit.ts';

const fleetRules = rulesOf('clusters');
const kinds = new Set(fleetRules.flatMap((rule) => rule.kinds ?? []));

/** What clusters do to each other: they share the limits of an authority, and zones. */
export function fleetWide(overlays: readonly Overlay[], causes: Causes): Unplaced[] {
  const active = overlays.filter(({ region }) => region.state === 'active');
  const clusters = clustersOf(active);
  const spot = ({ region, object, path }: OfCluster) => {
    const origin = originOf(object, region, active);
    return { cause: causeAt(object, path, origin.overlay, causes), beside: inOut(origin, path) };
  };
  return fleetRules.flatMap((rule) =>
    [...rule.run(clusters)].map(({ message, hint, related = [], ...first }) => {
      const { cause, beside } = spot(first);
      return {
        rule,
        ...cause,
        about: { object: objectTitle(fillSlots(first.object, first.region)), region: first.region },
        message,
        hint,
        related: [beside, ...related.flatMap(({ note, ...other }) => besides(spot(other), note))],
      };
    }),
  );
}

/** Of every cluster what the rules look at. */
function clustersOf(overlays: readonly Overlay[]): ReadonlyMap<string, Cluster> {
  // Regions of other settings make the same units more often than not.
  const shared = new Map<string, readonly KubeObject[]>();
  const objects = new Map<string, KubeObject[]>();
  for (const { region, units, own } of overlays) {
    const here = memo(objects, region.name, () => [] as KubeObject[]);
    for (const unit of units) here.push(...memo(shared, unit.folder, () => concerned(unit)));
    for (const part of own) here.push(...concerned(part));
  }
  // Most certificates are from an authority of the fleet's own, which has no limits.
  const counted = mayCount([...objects.values()]);
  return new Map([...objects].map(([region, all]) => [region, new Cluster({ objects: all.filter(counted), externals: [], whole: true, region })]));
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

function concerned({ kinds: own, objects }: Piece): readonly KubeObject[] {
  if (!own.some((object) => kinds.has(kindOf(object)))) return [];
  return objects.filter((object) => fleetRules.some((rule) => looksAt(rule, object)));
}

function looksAt(rule: Rule<'clusters'>, object: KubeObject): boolean {
  return rule.kinds?.includes(kindOf(object)) === true && rule.of?.(object) !== false;
}
