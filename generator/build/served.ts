import { objectTitle } from '../kube/object.ts';
import type { KubeObject } from '../kube/object.ts';
import type { Report } from '../model/finding.ts';
import { apiProblem } from '../versions/serves.ts';
import type { Extra } from './customs.ts';
import type { Overlay } from './overlay.ts';
import { onePerKind } from './unit.ts';

/** Objects whose API a region does not serve, or will not much longer. */
export function servedReports(overlays: readonly Overlay[], extras: readonly Extra[]): Report[] {
  const reports: Report[] = [];
  for (const { region, units, own } of overlays) {
    for (const object of onePerKind([...units, ...own].flatMap(({ kinds }) => kinds))) {
      const problem = apiProblem(object, region.versions);
      if (problem === undefined) continue;
      reports.push({
        code: problem.severity === 'unserved' ? 'object/unserved-api' : 'object/deprecated-api',
        ...spotOf(object, extras, region.at),
        message: `${objectTitle(object)}: ${problem.message}; ${region.name} runs ${problem.version}`,
        hint: problem.instead === undefined ? undefined : `use ${problem.instead}`,
      });
    }
  }
  return reports;
}

function spotOf(object: KubeObject, extras: readonly Extra[], region: string) {
  const extra = extras.find((candidate) => candidate.object === object || objectTitle(candidate.object) === objectTitle(object));
  return extra === undefined ? { at: region, key: true } : { ...extra.spot, at: '/apiVersion' };
}
