import { Cluster, Holdings } from '../k8s/cluster.ts';
import { hostsToldBy } from '../k8s/agent.ts';
import { routeHosts } from '../k8s/hosts.ts';
import { fields, maps, text, texts } from '../k8s/look.ts';
import type { KubeObject } from '../k8s/object.ts';
import { objectId } from '../k8s/object.ts';
import { get } from '../model/data.ts';
import { folderFiles, rootPath } from '../model/delivery-paths.ts';
import { memo } from '../model/memo.ts';
import { filled } from '../render/unit.ts';
import { treeOf } from '../render/tree.ts';
import type { Tree } from '../render/tree.ts';
import { rulesOf } from '../rules/rules.ts';
import { memoryOf, readerOf, regionFiles, rootIn } from './memory.ts';
import type { Wanted } from './plan.ts';
import { basesOf, objectsIn } from './read-overlay.ts';

/** Why regions cannot be delivered beside what is held. */
export type Conflicts = (held: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;

/**
 * Which regions may not be delivered as the config says while others stay as they are. Both sides obey the laws by themselves: the config, and
 * the base. So what is looked for is between a region of the base and a region of the config, and in neither of the two alone.
 * @param regions all regions of both
 */
export function conflictsOf(wanted: Wanted, base: Tree, regions: readonly string[]): Conflicts {
  const now = new Side(regions, (region) => wantedObjects(wanted, region), treeOf(wanted.files));
  const old = new Side(regions, (region) => baseObjects(base, region), base);
  const judges = [sharedClaims(now, old), otherBases(wanted, base), fleetRules(wanted, base)];
  return (held) => {
    const found = new Map<string, string>();
    const add = (region: string, by: string, why: string): void => {
      if (!held.has(region) && !found.has(region)) found.set(region, `held with ${by}: ${why}`);
    };
    for (const [by, why] of againstFleet(wanted, base, held)) for (const region of regions) add(region, by, why);
    for (const judge of judges) judge(held, add);
    return found;
  };
}

type Judge = (held: ReadonlyMap<string, string>, add: (region: string, by: string, why: string) => void) => void;

/** Names that only one region may have: two that claim one take each other's requests, records or objects. Read where they are asked for. */
class Side {
  readonly #claims = new Map<string, ReadonlySet<string>>();
  readonly #regions: readonly string[];
  readonly #objects: (region: string) => readonly KubeObject[];
  readonly #tree: Tree;
  #claimants: Map<string, string[]> | undefined;

  constructor(regions: readonly string[], objects: (region: string) => readonly KubeObject[], tree: Tree) {
    this.#regions = regions;
    this.#objects = objects;
    this.#tree = tree;
  }

  of(region: string): ReadonlySet<string> {
    return memo(this.#claims, region, () => {
      const delivery = regionFiles(this.#tree, region).flatMap(({ path }) => objectsIn(this.#tree, path));
      return new Set([...this.#objects(region).flatMap(hostsOf), ...delivery.flatMap(deliveryClaims)]);
    });
  }

  /** Regions that claim something. */
  claimants(claim: string): readonly string[] {
    if (this.#claimants === undefined) {
      this.#claimants = new Map();
      for (const region of this.#regions) for (const each of this.of(region)) memo(this.#claimants, each, () => [] as string[]).push(region);
    }
    return this.#claimants.get(claim) ?? [];
  }
}

function sharedClaims(now: Side, old: Side): Judge {
  return (held, add) => {
    for (const by of held.keys()) {
      for (const claim of old.of(by)) {
        for (const region of now.claimants(claim)) {
          // Two that share it in the config, or share it today, may.
          if (held.has(region) || now.of(by).has(claim) || old.of(region).has(claim)) continue;
          add(region, by, `both have the ${claim}`);
        }
      }
    }
  };
}

/** A base is named by its content, but another generator may write other bytes around the same content. */
function otherBases({ files, overlays }: Wanted, base: Tree): Judge {
  return (held, add) => {
    for (const by of held.keys()) {
      const folders = new Set(
        [...base.paths].flatMap((path) => (path.startsWith(`overlays/${by}/`) && path.endsWith('/kustomization.yaml') ? basesOf(base, path) : [])),
      );
      const other = [...folders].filter((folder) =>
        folderFiles(folder).some((path) => {
          const content = files.get(path);
          return content !== undefined && !base.holds(path, content);
        }),
      );
      for (const { region, units } of overlays)
        for (const { folder } of units) if (other.includes(folder)) add(region.name, by, `both use ${folder}, which would become another one`);
    }
  };
}

/** The rules about several clusters, for those of the mixture; what they find in the config alone has been judged. */
function fleetRules(wanted: Wanted, base: Tree): Judge {
  const clusters = new Map<string, Cluster>();
  const cluster = (region: string, isHeld: boolean): Cluster =>
    memo(clusters, `${region} ${isHeld}`, () => {
      const objects = isHeld ? [baseObjects(base, region)] : wantedLists(wanted, region);
      return new Cluster(new Holdings(objects, { externals: [], whole: true, region }));
    });
  const active = new Set(wanted.overlays.filter(({ region }) => region.state === 'active').map(({ region }) => region.name));
  const found = (all: ReadonlyMap<string, Cluster>) =>
    rulesOf('clusters').flatMap((rule) =>
      [...rule.run(all)].map(({ region, object, message, related = [] }) => ({
        regions: [region, ...related.map((other) => other.region)],
        key: JSON.stringify([rule.code, region, objectId(object), related.map((other) => other.region)]),
        why: `${rule.code}: ${message}`,
      })),
    );
  let plain: Set<string> | undefined;
  return (held, add) => {
    const before = [...memoryOf(base).regions].filter(([region, { state }]) => held.has(region) && state === 'active').map(([region]) => region);
    if (before.length === 0) return;
    plain ??= new Set(found(new Map([...active].map((region) => [region, cluster(region, false)]))).map(({ key }) => key));
    const mixed = new Map([
      ...[...active].filter((region) => !held.has(region)).map((region): [string, Cluster] => [region, cluster(region, false)]),
      ...before.map((region): [string, Cluster] => [region, cluster(region, true)]),
    ]);
    for (const { regions, key, why } of found(mixed)) {
      const by = regions.find((region) => held.has(region));
      if (by === undefined || plain.has(key)) continue;
      for (const region of regions) add(region, by, why);
    }
  };
}

/** Where a held region does not fit what belongs to the fleet as a whole. */
function againstFleet({ files }: Wanted, base: Tree, held: ReadonlyMap<string, string>): [region: string, why: string][] {
  const zones = (paths: Iterable<string>): string => [...paths].filter((path) => /^dns\/.+\..+\.zone$/.test(path)).join();
  const [first] = [...held.keys()].filter((region) => base.paths.has(`dns/${region}.nsupdate`));
  const [before, after] = [zones([...base.paths].sort()), zones(files.keys())];
  if (first !== undefined && after !== '' && before !== after) return [[first, 'its records are in a zone that the fleet would no longer have']];
  const now = treeOf(files);
  for (const region of held.keys()) {
    for (const { hub } of regionFiles(base, region)) {
      // A root that reads out/argocd/ reads the folders of all hubs as well.
      if ((hub === '') !== now.paths.has(rootPath('')))
        return [[region, 'its Applications lie where the root Application would read those of all hubs']];
      const [before, after] = [base, now].map((tree) => get(rootIn(tree, hub), ['metadata', 'namespace']));
      if (after !== undefined && before !== after)
        return [[region, 'its Applications are in another namespace than the root Application may write to']];
    }
  }
  return [];
}

function wantedLists({ overlays }: Wanted, name: string): (readonly KubeObject[])[] {
  return overlays.filter(({ region }) => region.name === name).flatMap(({ units, own }) => [...units, ...own].map(({ objects }) => objects));
}

/** Those of the objects that may claim something. */
function wantedObjects({ overlays }: Wanted, name: string): KubeObject[] {
  return overlays
    .filter(({ region }) => region.name === name)
    .flatMap(({ units, own }) => [...units, ...own])
    .flatMap((part) => filled({ ...part, objects: part.objects.filter(({ kind }) => CLAIMS[kind] !== undefined) }, name));
}

const read = new WeakMap<Tree, Map<string, KubeObject[]>>();

function baseObjects(base: Tree, region: string): KubeObject[] {
  const known = memo(read, base, () => new Map<string, KubeObject[]>());
  return memo(known, region, () =>
    [...base.paths]
      .flatMap((path) => new RegExp(`^(overlays/${region}/[^/]+)/kustomization\\.yaml$`).exec(path)?.[1] ?? [])
      .flatMap((folder) => readerOf(base).objects(folder)),
  );
}

/** By kind, the hosts and names that an object claims. */
const CLAIMS: Readonly<Record<string, (object: KubeObject) => string[]>> = {
  IngressRoute: routeHosts,
  IngressRouteTCP: routeHosts,
  Ingress: ({ spec }) => maps(get(spec, ['rules']), '').flatMap(({ item }) => text(item['host']) ?? []),
  HTTPRoute: ({ spec }) => texts(get(spec, ['hostnames'])),
  TLSRoute: ({ spec }) => texts(get(spec, ['hostnames'])),
  DNSEndpoint: ({ spec }) => maps(get(spec, ['endpoints']), '').flatMap(({ item }) => text(item['dnsName']) ?? []),
  Deployment: hostsToldBy,
  StatefulSet: hostsToldBy,
};

function hostsOf(object: KubeObject): string[] {
  const found = CLAIMS[object.kind]?.(object) ?? [];
  return [...new Set(found)].map((host) => `host ${host.toLowerCase().replace(/\.$/, '')}`);
}

/** Names in the cluster of Argo CD, and the cluster that is delivered to. */
function deliveryClaims(object: KubeObject): string[] {
  const { kind, metadata } = object;
  const claims = [`${kind} ${metadata.name}`];
  if (kind !== 'Application') return claims;
  const { destination, source } = fields(object['spec']);
  const cluster = text(fields(destination)['name']) ?? text(fields(destination)['server']);
  const path = text(fields(source)['path']);
  return [...claims, ...(cluster === undefined ? [] : [`cluster ${cluster}`]), ...(path === undefined ? [] : [`folder ${path}`])];
}
