import { REGION_PLACEHOLDER, fillPlaceholders } from '../k8s/region-placeholder.ts';
import { objectTitle, type KubeObject } from '../k8s/object.ts';
import type { Unplaced } from '../model/finding.ts';
import type { ExternalObject, Settings } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { memo } from '../model/memo.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import type { RequiredSecret } from '../model/required-secret.ts';
import { Cluster, type External, type Surroundings } from '../k8s/cluster.ts';
import type { ClusterFinding, Rule } from '../rules/rule.ts';
import { rulesOf } from '../rules/rules.ts';
import { byCodeUnit } from '../model/order.ts';
import { causeAt, characterOf, type Causes } from './cause.ts';
import { faultsIn } from './faults.ts';
import type { Overlay } from '../render/overlay.ts';
import { inOut, type Origin } from './place-in-out.ts';
import { Trace } from './trace.ts';
import { filled, hasPlaceholder, type Fragment } from '../render/unit.ts';

/**
 * What does not fit together in the clusters. A rule that a region may break judges that region's cluster as it will be.
 * @param shares whether regions share what was judged; without, the same is found, and every rule looks at every cluster
 */
export function clusterReports(
  overlays: readonly Overlay[],
  { requiredSecrets, templated, externals, isWaived, memory, circumstances, ...causes }: Known,
  shares = true,
): Unplaced[] {
  const regions = new Map<Region, Overlay[]>();
  for (const overlay of overlays) memo(regions, overlay.region, () => [] as Overlay[]).push(overlay);
  const known = {
    requiredSecrets,
    templated,
    externals,
    isWaived,
    ...(memory === undefined ? {} : { memory }),
    ...(circumstances === undefined ? {} : { circumstances }),
    ...causes,
  };
  const broken = shares ? brokenIn(regions, known) : new Map<Region, ReadonlySet<Rule<'cluster'>>>();
  const reports = new Map<string, Unplaced>();
  for (const [region, own] of regions) {
    const outside = externalSecretsOf(region, requiredSecrets(region));
    if (broken.get(region)?.size === 0) continue;
    const { cluster, origins } = clusterOf(region, own, outside, externals);
    for (const fault of faultsIn(cluster, broken.get(region))) {
      const report = reportOf(fault, origins, causes);
      if (isWaived(report)) continue;
      // What is wrong in many regions for one reason is said once.
      const key = `${report.rule.code} ${report.file ?? ''} ${report.path} ${fault.message.replaceAll(region.name, REGION_PLACEHOLDER)}`;
      memo(reports, key, () => ({ ...report, related: relatedOf(fault, origins, causes) }));
    }
  }
  return [...reports.values()];
}

/** By region, the rules that it breaks or may break. */
function brokenIn(
  regions: ReadonlyMap<Region, readonly Overlay[]>,
  { requiredSecrets, templated, externals, log, memory = FORGETFUL, circumstances }: Known,
): Map<Region, ReadonlySet<Rule<'cluster'>>> {
  const keeper = log.carries ? FORGETFUL : memory;
  const kept = keeper.open('broken');
  const names = [...regions.keys()].map(({ name }) => name);
  const before = keeper.open('trace').of('all', [names.join()], () => ({ trace: new Trace(rulesOf('cluster'), names), size: Infinity }));
  // What was judged long ago is still in it: another one begins before that is in the way.
  if (before.trace.size > 2 * before.size) before.trace = new Trace(rulesOf('cluster'), names);
  const { trace } = before;
  const carried = new Map<Fragment, boolean>();
  /** What a part holds before the region's name is put in: unless a patch carried the name to where its letters may matter. */
  const withPlaceholder = (part: Fragment, name: string): readonly KubeObject[] =>
    log.carries && memo(carried, part, () => part.objects.some(log.isCarried)) ? filled(part, name) : (templated.get(part) ?? part.objects);
  // The less a region differs from the one before, the less has to be asked.
  const alike = [...regions].map(([region, overlays]) => ({ region, overlays, key: JSON.stringify([region.versions, region.clusterFacts]) }));
  const broken = new Map(
    alike
      .sort((a, b) => byCodeUnit(a.key, b.key))
      .map(({ region, overlays }) => {
        const required = requiredSecrets(region);
        const judge = (): ReadonlySet<Rule<'cluster'>> => {
          const lists = overlays.flatMap(({ units, own }) => [...units, ...own].map((part) => withPlaceholder(part, region.name)));
          return trace.broken(lists, surroundingsOf(region, externalSecretsOf(region, required), externals));
        };
        return [region, kept.of(region.name, [circumstances, region, required, ...overlays], judge)];
      }),
  );
  if (before.size === Infinity) before.size = trace.size;
  return broken;
}

/** What a cluster has besides its objects, with the placeholder. */
function surroundingsOf(region: Region, outside: readonly RequiredSecret[], externals: readonly ExternalObject[]): Surroundings {
  return {
    externals: [...outside.map(externalSecret), ...inRegion(externals, region)],
    whole: true,
    facts: region.clusterFacts,
    versions: region.versions,
    region: region.name,
  };
}

interface Known extends Causes {
  /** Secrets that a region needs, with the placeholder. */
  readonly requiredSecrets: (region: Region) => readonly RequiredSecret[];
  /** What clusters have although the fleet does not make it. */
  readonly externals: readonly ExternalObject[];
  readonly isWaived: (report: Unplaced) => boolean;
  /** What fragments about one region hold before its name is put in. */
  readonly templated: ReadonlyMap<Fragment, readonly KubeObject[]>;
  readonly memory?: Keeper;
  /** All that the fleet says besides its regions: needed to keep anything. */
  readonly circumstances?: string;
}

/** Secrets that people bring, as out/secrets.md tells them to: what is needed, unless the fleet delivers it itself. */
function externalSecretsOf({ components }: Region, requiredSecrets: readonly RequiredSecret[]): readonly RequiredSecret[] {
  const secrets = components['secrets'] as { enabled?: boolean; provider?: string } | undefined;
  return secrets?.enabled !== false && secrets?.provider === 'external-secrets' ? [] : requiredSecrets;
}

interface Judged {
  readonly cluster: Cluster;
  readonly origins: ReadonlyMap<KubeObject, Origin>;
}

/** A region's cluster as it will be. */
function clusterOf(region: Region, overlays: readonly Overlay[], outside: readonly RequiredSecret[], externals: readonly ExternalObject[]): Judged {
  const origins = new Map<KubeObject, Origin>();
  for (const overlay of overlays) {
    for (const part of [...overlay.units, ...overlay.own]) {
      for (const made of part.objects) origins.set(hasPlaceholder(made) ? fillPlaceholders(made, region.name) : { ...made }, { made, part, overlay });
    }
  }
  return {
    cluster: new Cluster({ ...surroundingsOf(region, outside, externals), objects: [...origins.keys()] }),
    origins,
  };
}

/** A Secret that people bring, as out/secrets.md tells them to: with the placeholder. */
function externalSecret({ namespace, name, keys, open }: RequiredSecret): External {
  return { kind: 'Secret', namespace, name, ...(open === true ? {} : { keys: keys.map(({ key }) => key) }) };
}

/** What was declared for every region, or for this one; and what the settings of its components name. */
export function inRegion(externals: readonly ExternalObject[], { name, components }: Region): External[] {
  const declared = externals.filter(({ region }) => region === undefined || region === name);
  const { store } = (components['secrets'] ?? {}) as Settings & { readonly store?: string };
  // Naming it in the settings says that it is there.
  return store === undefined ? declared : [...declared, { kind: 'ClusterSecretStore', name: store }];
}

function reportOf(fault: ClusterFinding, origins: ReadonlyMap<KubeObject, Origin>, causes: Causes): Unplaced {
  const { made, overlay } = origins.get(fault.object) as Origin;
  const spot = causeAt(made, fault.path, overlay, causes);
  return {
    rule: fault.rule,
    ...spot,
    ...characterOf(fault, spot),
    about: { object: objectTitle(fault.object), region: overlay.region.name },
    message: `${objectTitle(fault.object)} in ${overlay.region.name}: ${fault.message}`,
    severity: fault.severity,
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
