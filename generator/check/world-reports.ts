import { REGION_SLOT, fillSlots } from '../k8s/region-slot.ts';
import { objectTitle } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Unplaced } from '../model/finding.ts';
import type { ExternalObject, Region } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import type { SecretNeed } from '../model/secret-need.ts';
import { Cluster } from '../k8s/cluster.ts';
import type { External } from '../k8s/cluster.ts';
import { judge, judgeAcross } from './judge-cluster.ts';
import type { ClusterFinding } from '../rules/rule.ts';
import { causeAt } from './cause.ts';
import type { Causes } from './cause.ts';
import type { Overlay } from '../render/overlay.ts';
import { Neighbours, inRegion } from './neighbours.ts';
import { inOut } from './place-in-out.ts';
import type { Origin } from './place-in-out.ts';
import type { Piece } from '../render/unit.ts';
import { WholeClusters } from './whole-clusters.ts';

/**
 * What does not fit together in the clusters. Regions are judged by their neighbourhoods, and by what only a whole cluster
 * shows; one in which anything is found is judged as it will be, object by object. test/property/world.test.ts proves that
 * nothing is lost.
 */
export function worldReports(overlays: readonly Overlay[], { needs, slotted, externals, isWaived, ...causes }: Known): Unplaced[] {
  const regions = new Map<Region, Overlay[]>();
  for (const overlay of overlays) memo(regions, overlay.region, () => [] as Overlay[]).push(overlay);
  const neighbours = new Neighbours(slotted);
  const reports = new Map<string, Unplaced>();
  const wholes = new WholeClusters(slotted);
  for (const [region, own] of regions) {
    const brought = broughtInto(region, needs(region));
    // What is in order within neighbourhoods needs no second look.
    const sound = neighbours.areSound(region, own, brought, externals);
    if (sound && wholes.isSound(region, own)) continue;
    const { cluster, origins } = clusterOf(region, own, brought, externals);
    for (const fault of sound ? judgeAcross(cluster) : judge(cluster)) {
      const report = reportOf(fault, origins, causes);
      if (isWaived(report)) continue;
      // What is wrong in many regions for one reason is said once.
      const key = `${report.rule.code} ${report.file ?? ''} ${report.at} ${fault.message.replaceAll(region.name, REGION_SLOT)}`;
      memo(reports, key, () => ({ ...report, related: relatedOf(fault, origins, causes) }));
    }
  }
  return [...reports.values()];
}

interface Known extends Causes {
  /** Secrets that a region needs, with slots. */
  readonly needs: (region: Region) => readonly SecretNeed[];
  /** What clusters have although the fleet does not make it. */
  readonly externals: readonly ExternalObject[];
  readonly isWaived: (report: Unplaced) => boolean;
  /** What pieces about one region hold before its name is put in. */
  readonly slotted: ReadonlyMap<Piece, readonly KubeObject[]>;
}

/** Secrets that people bring, as out/secrets.md tells them to: what is needed, unless the fleet delivers it itself. */
export function broughtInto({ components }: Region, needs: readonly SecretNeed[]): readonly SecretNeed[] {
  const secrets = components['secrets'] as { enabled?: boolean; provider?: string } | undefined;
  return secrets?.enabled !== false && secrets?.provider === 'external-secrets' ? [] : needs;
}

interface Judged {
  readonly cluster: Cluster;
  readonly origins: ReadonlyMap<KubeObject, Origin>;
}

/** A region's cluster as it will be. */
export function clusterOf(
  region: Region,
  overlays: readonly Overlay[],
  needs: readonly SecretNeed[],
  externals: readonly ExternalObject[] = [],
): Judged {
  const origins = new Map<KubeObject, Origin>();
  for (const overlay of overlays) {
    for (const part of [...overlay.units, ...overlay.own]) {
      const slotted = part.text.includes(REGION_SLOT);
      for (const made of part.objects) origins.set(slotted ? fillSlots(made, region.name) : { ...made }, { made, part, overlay });
    }
  }
  return {
    cluster: new Cluster({
      objects: [...origins.keys()],
      externals: [...needs.map((need) => external(need, region)), ...inRegion(externals, region)],
      whole: true,
      facts: region.clusterFacts,
    }),
    origins,
  };
}

/** A Secret that people bring, as out/secrets.md tells them to. */
function external({ namespace, name, keys, open }: SecretNeed, region: Region): External {
  const filled = fillSlots({ namespace, name }, region.name);
  return { kind: 'Secret', ...filled, ...(open === true ? {} : { keys: keys.map(({ key }) => key) }) };
}

function reportOf(fault: ClusterFinding, origins: ReadonlyMap<KubeObject, Origin>, causes: Causes): Unplaced {
  const { made, overlay } = origins.get(fault.object) as Origin;
  const spot = causeAt(made, fault.path, overlay, causes);
  return {
    rule: fault.rule,
    ...spot,
    about: { object: objectTitle(fault.object), region: overlay.region.name },
    message: `${objectTitle(fault.object)} in ${overlay.region.name}: ${fault.message}`,
    hint: fault.hint,
  };
}

/** Where it lies in out/; and what else belongs to it, in the fleet and in out/. */
function relatedOf(
  { object, path, related = [] }: ClusterFinding,
  origins: ReadonlyMap<KubeObject, Origin>,
  causes: Causes,
): Required<Unplaced>['related'] {
  return [
    inOut(origins.get(object) as Origin, path),
    ...related.flatMap((other) => {
      const origin = origins.get(other.object) as Origin;
      return [{ ...causeAt(origin.made, other.path, origin.overlay, causes), note: other.note }, inOut(origin, other.path)];
    }),
  ];
}
