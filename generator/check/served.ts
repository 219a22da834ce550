import { objectTitle, type KubeObject } from '../k8s/object.ts';
import type { Unplaced } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { apiProblem } from '../fleet/versions/serves.ts';
import type { Extra } from '../render/customs.ts';
import type { Overlay } from '../render/overlay.ts';
import { rulesOf } from '../rules/rules.ts';
import { inOut } from './place-in-out.ts';
import { onePerKind, type Fragment } from '../render/unit.ts';

/** Objects whose API a region does not serve, or will not much longer. */
export function servedReports(overlays: readonly Overlay[], extras: readonly Extra[]): Unplaced[] {
  const reports: Unplaced[] = [];
  // Thousands of fragments are a few hundred, shared by regions of the same versions.
  const served = new Map<string, Map<Fragment, boolean>>();
  for (const overlay of overlays) {
    const { region, units, own } = overlay;
    const known = memo(served, JSON.stringify(region.versions), () => new Map<Fragment, boolean>());
    const isServed = (part: Fragment): boolean =>
      memo(known, part, () => part.kinds.every((object) => apiProblem(object, region.versions) === undefined));
    if (units.every(isServed) && own.every(isServed)) continue;
    const parts = [...units, ...own];
    for (const object of onePerKind(parts.flatMap(({ kinds }) => kinds))) {
      for (const rule of rulesOf('api')) {
        for (const { path, message, hint } of rule.run(object, region.versions)) {
          const part = parts.find(({ kinds }) => kinds.includes(object)) as Fragment;
          reports.push({
            rule,
            ...spotOf(object, extras, region.at),
            message: `${objectTitle(object)}: ${message}; ${region.name} runs ${apiProblem(object, region.versions)?.version}`,
            hint,
            related: [inOut({ made: object, part, overlay }, path)],
          });
        }
      }
    }
  }
  return reports;
}

function spotOf(object: KubeObject, extras: readonly Extra[], region: string) {
  const extra = extras.find((candidate) => candidate.object === object || objectTitle(candidate.object) === objectTitle(object));
  return extra === undefined ? { path: region, key: true } : { ...extra.spot, path: '/apiVersion' };
}
