import { HELD_NAME, parseHeld } from '../render/held.ts';
import { parseLock, LOCK_NAME } from '../render/lock.ts';
import type { Limits, Lock } from '../render/lock.ts';
import { DEFAULT_LIMITS } from '../render/lock.ts';
import type { FileMap } from '../render/files.ts';
import type { KubeObject } from '../k8s/object.ts';
import { get } from '../model/data.ts';
import { deliveryFile, deliveryFolder, hubNames, regionPath, rootPath } from '../model/delivery-paths.ts';
import { memo } from '../model/memo.ts';
import type { RegionState } from '../fleet/region.ts';
import { byCodeUnit } from '../model/order.ts';
import { OverlayReader, objectsIn } from './read-overlay.ts';
import { Unreadable } from './tree.ts';
import type { Tree } from '../render/tree.ts';

/** What an out/ knows of the fleet it was made from. Nothing of it may vanish by being left out. */
export interface Memory {
  readonly regions: ReadonlyMap<string, KnownRegion>;
  readonly limits: Limits;
  /** What the fleet took on trust: lines of `trustsOf`. */
  readonly trusts?: readonly string[];
  /** What checks held it to: lines of `strictnessOf`. */
  readonly strict?: readonly string[];
  /** Version of the generator that wrote it; undefined before it was kept. */
  readonly generator: string | undefined;
  /** Folder in the repository that Argo CD reads, as `out`; undefined where no root Application says it. */
  readonly path: string | undefined;
  /** Its Argo CDs; an empty name where it has one without a name. Absent: nobody knows. */
  readonly hubs?: readonly string[];
}

/** What an Argo CD has of a region. */
export interface Deliverer {
  readonly hub: string;
  /** Whether its Applications sync by themselves. */
  readonly syncs: boolean;
}

export interface KnownRegion {
  readonly state: RegionState;
  /** The Argo CDs that have Applications of it; absent or none where it has none. */
  readonly hubs?: readonly Deliverer[];
  /** Agents that run there. */
  readonly agents: readonly string[];
  /** Objects per component. */
  readonly objects: Readonly<Record<string, number>>;
  /** Those that hold for its next change; absent: those of the fleet. A region that was held may have others. */
  readonly limits?: Limits;
  /** Version of the generator that wrote it; absent before it was kept. */
  readonly generator?: string | undefined;
}

/** Whether nothing has been delivered yet. */
export function isFirst({ generator, regions }: Pick<Memory, 'generator' | 'regions'>): boolean {
  return generator === undefined && regions.size === 0;
}

/** Read it from locks and Applications. An out/ that does not exist knows nothing. */
export function memoryOf(tree: Tree): Memory {
  if (tree.paths.size === 0) return { regions: new Map(), limits: DEFAULT_LIMITS, trusts: [], generator: undefined, path: undefined };
  const root = lock(tree, LOCK_NAME);
  const regions = new Map<string, KnownRegion>();
  for (const name of regionNames(tree)) regions.set(name, region(tree, name, root));
  const { gate, trusts = [], strict = [], generator } = root;
  return { regions, limits: { ...DEFAULT_LIMITS, ...gate }, trusts, strict, generator, path: pathOf(tree), hubs: hubNames(tree.paths) };
}

function lock(tree: Tree, path: string): Lock {
  if (!tree.paths.has(path)) throw new Unreadable(tree, path, 'the lock is missing');
  const found = parseLock(tree.read(path));
  if (found === undefined) throw new Unreadable(tree, path, 'it is no lock of pap-fleet');
  return found;
}

/** Regions that an out/ has anything of, sorted. */
export function regionNames(tree: Tree): string[] {
  const names = new Set<string>();
  for (const path of tree.paths) {
    const name = /^overlays\/([^/]+)\//.exec(path)?.[1] ?? deliveryFile(path)?.region;
    if (name !== undefined) names.add(name);
  }
  return [...names].sort(byCodeUnit);
}

function region(tree: Tree, name: string, root: Lock): KnownRegion {
  // Before locks of regions had them, those of the fleet's lock were for all.
  const limits = { ...DEFAULT_LIMITS, ...root.gate };
  // What is held may be of an older one than the rest, and then nobody knows which.
  const generator = heldIn(tree).has(name) ? undefined : root.generator;
  const folders = foldersOf(tree).get(name);
  if (folders === undefined) return { state: 'decommissioned', agents: [], objects: {}, limits, generator };
  const path = `overlays/${name}/${LOCK_NAME}`;
  const { objects, agents, gate, generator: version = generator } = lock(tree, path);
  if (agents === undefined || objects === undefined || [...folders].sort(byCodeUnit).join() !== Object.keys(objects).sort(byCodeUnit).join())
    throw new Unreadable(tree, path, 'it does not list its agents and the components that lie beside it');
  return { ...deliveredBy(tree, name), agents, objects, limits: { ...limits, ...gate }, generator: version };
}

const foldersByRegion = new WeakMap<Tree, ReadonlyMap<string, ReadonlySet<string>>>();

/** Region → the components that it has an overlay of. All in one walk over the paths: one for each region grows with the square. */
function foldersOf(tree: Tree): ReadonlyMap<string, ReadonlySet<string>> {
  return memo(foldersByRegion, tree, () => {
    const found = new Map<string, Set<string>>();
    for (const path of tree.paths) {
      const [, region, component] = /^overlays\/([^/]+)\/([^/]+)\/(?:.+\/)?kustomization\.yaml$/.exec(path) ?? [];
      if (region !== undefined && component !== undefined) memo(found, region, () => new Set<string>()).add(component);
    }
    return found;
  });
}

const held = new WeakMap<Tree, ReadonlySet<string>>();

function heldIn(tree: Tree): ReadonlySet<string> {
  return memo(held, tree, () => new Set(tree.paths.has(HELD_NAME) ? parseHeld(tree.read(HELD_NAME))?.keys() : []));
}

/** Where the Applications of a region are. It is being decommissioned once each of them takes its objects with it. */
function deliveredBy(tree: Tree, region: string): Required<Pick<KnownRegion, 'state' | 'hubs'>> {
  const hubs = regionFiles(tree, region).map(({ hub, path }) => ({
    hub,
    applications: deliveredIn(tree, path).filter(({ kind }) => kind === 'Application'),
  }));
  if (hubs.length === 0) throw new Unreadable(tree, regionPath('', region), 'the region has overlays but no Applications');
  const applications = hubs.flatMap((each) => each.applications);
  const marked = applications.filter((application) => get(application, ['metadata', 'finalizers']) !== undefined);
  return {
    state: applications.length > 0 && marked.length === applications.length ? 'decommissioning' : 'active',
    hubs: hubs.map(({ hub, applications: own }) => ({
      hub,
      syncs: own.some((each) => get(each, ['spec', 'syncPolicy', 'automated']) !== undefined),
    })),
  };
}

const delivered = new WeakMap<Tree, Map<string, readonly KubeObject[]>>();

/** The objects of a file that delivers: whoever remembers what is delivered reads it, and so does whoever compares it. */
export function deliveredIn(tree: Tree, path: string): readonly KubeObject[] {
  return memo(
    memo(delivered, tree, () => new Map<string, readonly KubeObject[]>()),
    path,
    () => objectsIn(tree, path),
  );
}

/**
 * Let what a file delivers be known without reading it, where it has the text that is made of these objects now: most Applications are those of before.
 * @param made path → objects
 */
export function knowDelivered(tree: Tree, files: FileMap, made: Iterable<readonly [path: string, objects: readonly KubeObject[]]>): void {
  const known = memo(delivered, tree, () => new Map<string, readonly KubeObject[]>());
  for (const [path, objects] of made) {
    const text = files.get(path);
    if (text !== undefined && tree.holds(path, text)) known.set(path, objects);
  }
}

const byRegion = new WeakMap<Tree, ReadonlyMap<string, readonly { readonly hub: string; readonly path: string }[]>>();

/** The files with Applications of a region, and whose they are. */
export function regionFiles(tree: Tree, region: string): readonly { readonly hub: string; readonly path: string }[] {
  let found = byRegion.get(tree);
  if (found === undefined) {
    const all = new Map<string, { readonly hub: string; readonly path: string }[]>();
    for (const path of [...tree.paths].sort(byCodeUnit)) {
      const file = deliveryFile(path);
      if (file?.region !== undefined) memo(all, file.region, () => []).push({ hub: file.hub, path });
    }
    byRegion.set(tree, (found = all));
  }
  return found.get(region) ?? [];
}

/** The root Application of a hub. */
export function rootIn(tree: Tree, hub: string): KubeObject | undefined {
  const path = rootPath(hub);
  return tree.paths.has(path) ? objectsIn(tree, path).find(({ kind }) => kind === 'Application') : undefined;
}

function pathOf(tree: Tree): string | undefined {
  const [hub] = hubNames(tree.paths);
  const path = hub === undefined ? undefined : get(rootIn(tree, hub), ['spec', 'source', 'path']);
  return typeof path === 'string' ? path.replace(new RegExp(`/${deliveryFolder(hub as string)}$`), '') : undefined;
}

const readers = new WeakMap<Tree, OverlayReader>();

/** The reader of a tree; shared, so that each base is read once. */
export function readerOf(tree: Tree): OverlayReader {
  let reader = readers.get(tree);
  if (reader === undefined) readers.set(tree, (reader = new OverlayReader(tree)));
  return reader;
}
