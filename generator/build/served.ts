import { objectTitle } from '../kube/object.ts';
import type { KubeObject } from '../kube/object.ts';
import type { Report } from '../model/finding.ts';
import { apiProblem } from '../versions/serves.ts';
import type { Customs } from './customs.ts';
import type { Overlay } from './overlay.ts';

/** Objects whose API a region does not serve, or will not much longer. Equal problems of several regions are one report each. */
export function servedReports(overlays: readonly Overlay[], customs: Customs): Report[] {
  const reports: Report[] = [];
  const fine = new Set<string>();
  for (const { region, units, own } of overlays) {
    for (const object of [...units.flatMap(({ objects }) => objects), ...own]) {
      const key = `${region.name} ${object.apiVersion} ${object.kind}`;
      if (fine.has(key)) continue;
      const problem = apiProblem(object, region.versions);
      if (problem === undefined) {
        fine.add(key);
        continue;
      }
      reports.push({
        code: problem.severity === 'unserved' ? 'object/unserved-api' : 'object/deprecated-api',
        ...spotOf(object, customs, region.at),
        message: `${objectTitle(object)}: ${problem.message}; ${region.name} runs ${problem.version}`,
        hint: problem.instead === undefined ? undefined : `use ${problem.instead}`,
      });
    }
  }
  return reports;
}

function spotOf(object: KubeObject, customs: Customs, region: string) {
  const extra = customs.extras.find((candidate) => candidate.object === object || objectTitle(candidate.object) === objectTitle(object));
  return extra === undefined ? { at: region, key: true } : { ...extra.spot, at: '/apiVersion' };
}
