import type { Overlay } from '../build/overlay.ts';
import { objectTitle } from '../kube/object.ts';
import type { Report } from '../model/finding.ts';
import type { Fleet } from '../model/fleet.ts';
import { pointer } from '../model/pointer.ts';
import { faultsOf } from '../objects/faults.ts';
import { deliveryObjects, rootObjects } from './argocd.ts';

/** What is wrong with the Applications and AppProjects by which Argo CD delivers everything else. */
export function deliveryReports(fleet: Fleet, overlays: readonly Overlay[]): Report[] {
  const sets = [
    { objects: rootObjects(fleet), at: pointer('gitops'), place: 'out/argocd/root.yaml' },
    ...[...deliveryObjects(fleet, overlays)].map(([region, objects]) => ({ objects, at: region.at, place: `out/argocd/${region.name}.yaml` })),
  ];
  return sets.flatMap(({ objects, at, place }) =>
    objects.flatMap((object) =>
      faultsOf(object).map(({ code, path, message, hint }): Report => ({
        code,
        at,
        key: true,
        message: `${objectTitle(object)} ${path}: ${message} (${place})`,
        hint,
      })),
    ),
  );
}
