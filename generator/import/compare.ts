// What the first sync would change: the objects that were brought, held against those that config/ makes.
import type { Compiled } from '../compile.ts';
import { fields } from '../k8s/look.ts';
import { objectId } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { changesBetween } from '../plan/change.ts';
import type { Change } from '../plan/change.ts';
import { fold } from '../plan/fold.ts';
import type { Block } from '../plan/fold.ts';
import { overlayObjects } from '../render/overlay.ts';
import type { View } from './brought.ts';
import { plain } from './defaulted.ts';

export interface FirstSync {
  /** Region → how many objects come, change, and are as they are. */
  readonly regions: ReadonlyMap<string, { readonly created: number; readonly updated: number; readonly same: number }>;
  readonly blocks: readonly Block[];
  readonly changes: readonly Change[];
}

/** Objects of a region as config/ makes them, by identity. */
export function madeIn({ overlays = [] }: Compiled, region: string): Map<string, KubeObject> {
  const all = overlays.filter((overlay) => overlay.region.name === region).flatMap(overlayObjects);
  return new Map(all.map((object) => [objectId(object), object]));
}

/** Nothing is taken away: what Argo CD does not know yet it leaves alone. */
export function firstSync(compiled: Compiled, views: readonly View[]): FirstSync {
  const changes: Change[] = [];
  const regions = new Map<string, { created: number; updated: number; same: number }>();
  for (const { region, all } of views) {
    const there = new Map(all.map(({ object }) => [objectId(object), object]));
    const counts = { created: 0, updated: 0, same: 0 };
    for (const overlay of (compiled.overlays ?? []).filter((each) => each.region.name === region)) {
      const made = overlayObjects(overlay);
      const old = made.flatMap((object) => {
        const own = there.get(objectId(object));
        return own === undefined ? [] : [plain(counted(own, object))];
      });
      const found = changesBetween(region, overlay.component.name, old, made.map(plain));
      // A cluster that has nothing of a component yet gets all of it; that is no more than the sum of its objects.
      changes.push(...found.map((change) => ({ ...change, whole: false })));
      const created = found.filter(({ verb }) => verb === 'create').length;
      counts.created += created;
      counts.updated += found.length - created;
      counts.same += made.length - found.length;
    }
    regions.set(region, counts);
  }
  return { regions, changes, blocks: fold(changes) };
}

/** Without the number of replicas that an autoscaler has set: where Git says none, nothing sets it. */
function counted(old: KubeObject, made: KubeObject): KubeObject {
  const { replicas, ...spec } = fields(old['spec']);
  return replicas === undefined || old.kind !== 'Deployment' || 'replicas' in fields(made['spec']) ? old : { ...old, spec };
}
