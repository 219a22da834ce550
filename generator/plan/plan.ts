import type { Overlay } from '../render/overlay.ts';
import { overlayObjects } from '../render/overlay.ts';
import { Cluster } from '../k8s/cluster.ts';
import { objectId } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { fillPlaceholder } from '../k8s/region-placeholder.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { FileMap } from '../render/files.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Consequence } from '../components/consequence.ts';
import { deliveryFile, folderFiles, hubNames, regionPath } from '../model/delivery-paths.ts';
import { DNS, FLEET, changesBetween, deliveryOf } from './change.ts';
import type { Change } from './change.ts';
import { consequencesOf } from './consequences.ts';
import { dnsObjects } from './dns-files.ts';
import { moveWords } from './hub-moves.ts';
import { holdsAny, withoutKept } from './kept-units.ts';
import { baseFilesIn } from './read-overlay.ts';
import type { Rest } from './kept-units.ts';
import { deliveredIn, memoryOf, readerOf, regionFiles } from './memory.ts';
import type { Memory } from './memory.ts';
import { withRenames } from './renames.ts';
import { treeOf } from '../render/tree.ts';
import type { Tree } from '../render/tree.ts';

/** What the new out/ does to the clusters. */
export interface Plan {
  /** By region, component and identity. */
  readonly changes: readonly Change[];
  /** What the old out/ knew. */
  readonly memory: Memory;
  /** Regions and their components in the new out/, with the number of their objects. */
  readonly counts: { readonly argocd: number };
  /** What it was compared with. */
  readonly base: string;
}

/** The new state, as `compile` has it. */
export interface Wanted {
  readonly overlays: readonly Overlay[];
  readonly files: FileMap;
  /** What it is made of, for what it says of itself. */
  readonly fleet?: Pick<Fleet, 'moved'>;
}

/**
 * Compare the objects of every cluster. The old ones are read from the files of out/, never generated again: a new
 * release of the generator that writes other objects must be seen. What has the same files has the same objects, since
 * bases are named by their content; only what differs is read.
 */
export function makePlan({ overlays, files, fleet }: Wanted, old: Tree): Plan {
  const now = treeOf(files);
  const differing = differingIn(old, files);
  old.expect?.([...differing].flatMap((path) => (path.startsWith('base/') ? path : folderFiles(path.slice(0, path.lastIndexOf('/'))))));
  const memory = memoryOf(old);
  // Where a base was edited in place, its name no longer tells what it holds.
  const intact = ![...differing].some((path) => path.startsWith('base/') && old.paths.has(path) && files.has(path));
  const wanted = new Map(overlays.map((overlay) => [`${overlay.region.name}/${overlay.component.name}`, overlay]));
  const known = [...memory.regions].flatMap(([region, { objects }]) => Object.keys(objects).map((component) => `${region}/${component}`));
  const keys = [...new Set([...wanted.keys(), ...known])].sort(byCodeUnit);
  const unlike = keys.flatMap((key): Compared[] => {
    const folder = `overlays/${key}`;
    if (intact && !folderFiles(folder).some((path) => differing.has(path))) return [];
    const overlay = wanted.get(key);
    return [{ key, folder, overlay, rest: intact ? restOf(old, files, folder, overlay) : undefined }];
  });
  old.expect?.(unlike.flatMap((each) => baseFilesOf(old, each)));
  const changes = unlike.flatMap((each) => {
    const { key, overlay } = each;
    const [region, component] = key.split('/') as [string, string];
    const { before, after, units, whole } = withoutSame(old, each) ?? bothOf(old, each);
    const found = changesBetween(region, component, before, after, sayingsOf(overlay), whole);
    return found.map((change) => withUnit(change, units.get(change.id)));
  });
  const { changes: delivery, count } = deliveryChanges(old, now, files);
  const told = [...inContext(changes, wanted), ...delivery];
  return { changes: withRenames(told, fleet?.moved).sort(byPlace), memory, counts: { argocd: count }, base: old.title };
}

/** An overlay that is not the same on both sides. */
interface Compared {
  /** Region and component. */
  readonly key: string;
  /** Such as `overlays/us-east/agents`. */
  readonly folder: string;
  /** Undefined where it goes. */
  readonly overlay: Overlay | undefined;
  /** What is left without the units that are the same on both sides; undefined where that cannot be told from the texts. */
  readonly rest: Rest | undefined;
}

/** Objects of an overlay, as they are and as they will be. */
interface Sides {
  readonly before: readonly KubeObject[];
  readonly after: readonly KubeObject[];
  /** The unit of each that is not the region's own, by identity. */
  readonly units: ReadonlyMap<string, string>;
  /** Whether all of the component is among them. */
  readonly whole: boolean;
}

function bothOf(old: Tree, { folder, overlay }: Compared): Sides {
  const isThere = old.paths.has(`${folder}/kustomization.yaml`);
  const before = isThere ? readerOf(old).objects(folder) : [];
  const units = new Map([...(before.length === 0 ? [] : readerOf(old).units(folder)), ...unitsOf(overlay)]);
  return { before, after: overlay === undefined ? [] : overlayObjects(overlay), units, whole: true };
}

function restOf(old: Tree, files: FileMap, folder: string, overlay: Overlay | undefined): Rest | undefined {
  const path = `${folder}/kustomization.yaml`;
  const after = files.get(path);
  return overlay === undefined || after === undefined || !old.paths.has(path) ? undefined : withoutKept(old.read(path), after, overlay.units);
}

/** The files of bases that will be read, as far as the text tells. */
function baseFilesOf(old: Tree, { folder, rest }: Compared): string[] {
  const path = `${folder}/kustomization.yaml`;
  const text = rest?.before ?? (old.paths.has(path) ? old.read(path) : '');
  return baseFilesIn(text);
}

/** Both without the units of which the texts tell that they are the same: a change of one agent is about few of the objects of a region. */
function withoutSame(old: Tree, { folder, overlay, rest }: Compared): Sides | undefined {
  if (overlay === undefined || rest === undefined) return undefined;
  const reader = readerOf(old);
  const sides = {
    before: reader.objects(folder, rest.before),
    after: overlayObjects({ ...overlay, units: rest.units }),
    units: new Map([...reader.units(folder, rest.before), ...unitsOf({ ...overlay, units: rest.units })]),
    whole: false,
  };
  // What stands there twice is told apart only where all of it is read.
  return holdsAny(rest.kept, [...sides.before, ...sides.after].map(objectId)) ? undefined : sides;
}

/** The unit of each object that is not the region's own, by identity. */
function unitsOf(overlay: Overlay | undefined): [id: string, unit: string][] {
  if (overlay === undefined) return [];
  const { region, units } = overlay;
  return units.flatMap(({ name, ids }) => ids.map((id): [string, string] => [fillPlaceholder(id, region.name), name]));
}

function withUnit(change: Change, unit: string | undefined): Change {
  return unit === undefined ? change : { ...change, unit };
}

/** What a component says of its changes, where the fleet brings it: those of ours stand in the table. */
function sayingsOf(overlay: Overlay | undefined): readonly Consequence[] {
  return overlay?.component.origin === undefined ? [] : (overlay.component.consequences ?? []);
}

/** What changes mean, together: each is seen in the cluster as it will be. @param wanted region and component → what it will be */
function inContext(changes: readonly Change[], wanted: ReadonlyMap<string, Overlay>): Change[] {
  const clusters = new Map<string, Cluster>();
  const clusterOf = (region: string): Cluster =>
    memo(clusters, region, () => {
      const objects = [...wanted.values()].filter((overlay) => overlay.region.name === region).flatMap(overlayObjects);
      return new Cluster({ objects, externals: [], whole: true });
    });
  // What comes means the same in every cluster, and so do most updates.
  const depends = ({ verb, fields }: Change): boolean =>
    verb === 'delete' || verb === 'replace' || (verb === 'update' && fields.some(({ path }) => path[0] === 'spec' && path[1] === 'replicas'));
  return changes.map((change) =>
    depends(change)
      ? {
          ...change,
          consequences: consequencesOf(change, clusterOf(change.region), sayingsOf(wanted.get(`${change.region}/${change.component}`))),
        }
      : change,
  );
}

function same(old: Tree, files: FileMap, path: string): boolean {
  const content = files.get(path);
  return content === undefined ? !old.paths.has(path) : old.holds(path, content);
}

/** The files that make objects, of which one side has another text than the other, or none. */
function differingIn(old: Tree, files: FileMap): ReadonlySet<string> {
  // By path first: to ask for the text of a file is to make it.
  const all = [...new Set([...old.paths, ...files.keys()])].filter((path) => /^(?:overlays|base)\/.*\/(?:kustomization|objects)\.yaml$/.test(path));
  return new Set(all.filter((path) => !same(old, files, path)));
}

/** What delivers: Applications and projects, and files for the operators of name servers. */
function deliveryChanges(old: Tree, now: Tree, files: FileMap): { changes: Change[]; count: number } {
  const changes: Change[] = [];
  let count = 0;
  const takenOver = soleHub(old, now);
  const paths = [...new Set([...old.paths, ...now.paths])].sort(byCodeUnit);
  for (const path of paths) {
    const file = deliveryFile(path);
    if (file !== undefined) {
      const { hub, region = FLEET } = file;
      const was = hub === takenOver && !old.paths.has(path) ? regionPath('', region === FLEET ? 'root' : region) : path;
      const before = objects(old, was);
      count += before.length;
      // The file is another one, and the objects of the same Argo CD are not.
      if (takenOver !== undefined && hub === '') continue;
      if (was === path && same(old, files, path)) continue;
      const others = [
        ...new Set([old, now].flatMap((tree) => regionFiles(tree, region).flatMap((each) => (each.hub === hub || was !== path ? [] : each.hub)))),
      ];
      changes.push(...changesBetween(region, deliveryOf(hub), before, objects(now, path)).map((change) => moveWords(change, others)));
    } else if (/^dns\/[^/]+$/.test(path) && !same(old, files, path)) {
      changes.push(...changesBetween(FLEET, DNS, dnsObjects(old, path), dnsObjects(now, path)));
    }
  }
  return { changes, count };
}

/** The hub that the one Argo CD of a fleet becomes: where it is the only one, it reads what that one has read. */
function soleHub(old: Tree, now: Tree): string | undefined {
  const [before, after] = [hubNames(old.paths), hubNames(now.paths)];
  return before.join() === '' && before.length === 1 && after.length === 1 && after[0] !== '' ? after[0] : undefined;
}

function objects(tree: Tree, path: string): readonly KubeObject[] {
  return tree.paths.has(path) ? deliveredIn(tree, path) : [];
}

function byPlace(a: Change, b: Change): number {
  return byCodeUnit(a.region, b.region) || byCodeUnit(a.component, b.component) || byCodeUnit(a.id, b.id) || byCodeUnit(a.verb, b.verb);
}
