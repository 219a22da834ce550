import type { Fleet } from '../fleet/fleet.ts';
import type { KubeObject } from '../k8s/object.ts';
import { rootPath } from '../model/delivery-paths.ts';
import { memo } from '../model/memo.ts';
import { deliveryFiles, rootObjects } from '../render/argocd.ts';
import type { FileMap } from '../render/files.ts';
import type { Overlay } from '../render/overlay.ts';
import { treeOf, type Tree } from '../render/tree.ts';
import { sameFiles } from './delivery.ts';

/** What `config/` becomes, as far as a status asks for it. */
export interface Wanted {
  readonly fleet: Fleet;
  readonly files: FileMap;
  readonly overlays: readonly Overlay[];
}

/** Where what is delivered is what `config/` says, and need not be read: each file is compared once, whoever asks. */
export class Same {
  readonly #wanted: Tree;
  readonly #out: Tree;
  readonly #known = new Map<string, boolean>();
  readonly #applications: ReadonlyMap<string, readonly KubeObject[]>;

  constructor({ fleet, files, overlays }: Wanted, out: Tree) {
    this.#wanted = treeOf(files);
    this.#out = out;
    this.#applications = new Map([
      ...fleet.gitops.hubs.map((hub): [string, readonly KubeObject[]] => [rootPath(hub.name), rootObjects(fleet, hub)]),
      ...deliveryFiles(fleet, overlays),
    ]);
  }

  /** Whether a component is delivered to a region as it is wanted. */
  in(region: string, component: string): boolean {
    const folder = `overlays/${region}/${component}`;
    return memo(this.#known, folder, () => sameFiles([`${folder}/kustomization.yaml`, `${folder}/objects.yaml`], this.#wanted, this.#out));
  }

  /** What a file with Applications holds, where it is as it is wanted. */
  applications(path: string): readonly KubeObject[] | undefined {
    const objects = this.#applications.get(path);
    return objects !== undefined && sameFiles([path], this.#wanted, this.#out) ? objects : undefined;
  }
}
