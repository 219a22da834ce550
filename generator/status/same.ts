import type { Fleet } from '../fleet/fleet.ts';
import type { KubeObject } from '../k8s/object.ts';
import { objectId } from '../k8s/object.ts';
import { folderFiles, rootPath } from '../model/delivery-paths.ts';
import { memo } from '../model/memo.ts';
import { holdsAny, withoutKept } from '../plan/kept-units.ts';
import { readerOf } from '../plan/memory.ts';
import { baseFilesIn } from '../plan/read-overlay.ts';
import { deliveryFiles, rootObjects } from '../render/argocd.ts';
import { glance } from '../render/files.ts';
import type { FileMap } from '../render/files.ts';
import type { Overlay } from '../render/overlay.ts';
import { treeOf, type Tree } from '../render/tree.ts';
import type { Unit } from '../render/unit.ts';
import { sameFiles } from './delivery.ts';

/** What `config/` becomes, as far as a status asks for it. */
export interface Wanted {
  readonly fleet: Fleet;
  readonly files: FileMap;
  readonly overlays: readonly Overlay[];
}

/** What is delivered to a region of a component. */
export interface Part {
  /** Units that are delivered as they are wanted: they need not be read. */
  readonly units: readonly Unit[];
  /** All else. */
  readonly objects: readonly KubeObject[];
}

/** An overlay that is not delivered as it is wanted. */
interface Unlike {
  readonly overlay: Overlay;
  readonly folder: string;
  /** Of its units those that are, and what else its kustomization.yaml names; undefined where all of it is to be read. */
  readonly rest: { readonly kept: readonly Unit[]; readonly before: string } | undefined;
}

/** Where what is delivered is what `config/` says, and need not be read: each file is compared once, whoever asks. */
export class Same {
  readonly #wanted: Tree;
  readonly #out: Tree;
  readonly #fleet: Fleet;
  readonly #overlays: readonly Overlay[];
  readonly #known = new Map<string, boolean>();
  readonly #unlike = new Map<string, ReadonlyMap<string, Unlike>>();
  readonly #parts = new Map<string, Part>();
  #applications: ReadonlyMap<string, readonly KubeObject[]> | undefined;

  constructor({ fleet, files, overlays }: Wanted, out: Tree) {
    this.#wanted = { ...treeOf(files), read: (path) => glance(files, path) as string };
    this.#out = out;
    this.#fleet = fleet;
    this.#overlays = overlays;
  }

  /** Whether a component is delivered to a region as it is wanted. */
  in(region: string, component: string): boolean {
    const folder = folderOf(region, component);
    return memo(this.#known, folder, () => this.#holds(folder));
  }

  /**
   * What is delivered to a region of a component that is wanted there, and is delivered otherwise.
   * @returns undefined where it is not wanted there, or not delivered
   * @throws Unreadable where it is not as pap-fleet writes it
   */
  part(region: string, component: string): Part | undefined {
    const unlike = memo(this.#unlike, component, () => this.#unlikeOf(component)).get(region);
    return unlike === undefined ? undefined : memo(this.#parts, unlike.folder, () => this.#partOf(unlike));
  }

  /** What a file with Applications holds, where it is as it is wanted. */
  applications(path: string): readonly KubeObject[] | undefined {
    this.#applications ??= new Map([
      ...this.#fleet.gitops.hubs.map((hub): [string, readonly KubeObject[]] => [rootPath(hub.name), rootObjects(this.#fleet, hub)]),
      ...deliveryFiles(this.#fleet, this.#overlays),
    ]);
    const objects = this.#applications.get(path);
    return objects !== undefined && sameFiles([path], this.#wanted, this.#out) ? objects : undefined;
  }

  #holds(folder: string): boolean {
    return sameFiles(folderFiles(folder), this.#wanted, this.#out);
  }

  /** The regions in which a component is not as it is wanted: all of them are told of before the first is read. */
  #unlikeOf(component: string): ReadonlyMap<string, Unlike> {
    const out = this.#out;
    const overlays = this.#overlays.filter(
      ({ region: { name }, component: own }) =>
        own.name === component && out.paths.has(`${folderOf(name, component)}/kustomization.yaml`) && !this.in(name, component),
    );
    out.expect?.(overlays.flatMap(({ region }) => folderFiles(folderOf(region.name, component))));
    const intact = new Map<Unit, boolean>();
    const found = overlays.map((overlay): [string, Unlike] => {
      const folder = folderOf(overlay.region.name, component);
      const path = `${folder}/kustomization.yaml`;
      // A base that was edited in place no longer holds what its name says.
      const units = overlay.units.filter((unit) => memo(intact, unit, () => this.#holds(unit.folder)));
      return [overlay.region.name, { overlay, folder, rest: withoutKept(out.read(path), this.#wanted.read(path), units) }];
    });
    out.expect?.(found.flatMap(([, { folder, rest }]) => baseFilesIn(rest?.before ?? out.read(`${folder}/kustomization.yaml`))));
    return new Map(found);
  }

  #partOf({ folder, rest }: Unlike): Part {
    const reader = readerOf(this.#out);
    if (rest !== undefined) {
      const objects = reader.objects(folder, rest.before);
      // What stands there twice is told apart only where all of it is read.
      if (!holdsAny(rest.kept, objects.map(objectId))) return { units: rest.kept, objects };
    }
    return { units: [], objects: reader.objects(folder) };
  }
}

function folderOf(region: string, component: string): string {
  return `overlays/${region}/${component}`;
}
