import { objectId } from '../kube/object.ts';
import type { Report } from '../model/finding.ts';
import type { Extra } from './customs.ts';
import type { Overlay } from './overlay.ts';

/** One cluster must not receive an object twice, whichever components send it: two Applications would fight over it. */
export function duplicateReports(overlays: readonly Overlay[], extras: readonly Extra[]): Report[] {
  const reports: Report[] = [];
  // Overlays come region by region, and each cluster is a world of its own: the last one that made an object tells.
  const makers = new Map<string, Overlay>();
  for (const overlay of overlays) {
    for (const parts of [overlay.units, overlay.own]) {
      for (const { ids } of parts) {
        for (const id of ids) {
          const maker = makers.get(id);
          if (maker === undefined || maker.region !== overlay.region) makers.set(id, overlay);
          else reports.push(report(id, overlay, maker.component.name, extras));
        }
      }
    }
  }
  return reports;
}

function report(id: string, { region, component }: Overlay, owner: string, extras: readonly Extra[]): Report {
  const extra = extras.find(({ object }) => objectId(object) === id);
  return {
    code: 'object/duplicate',
    ...(extra?.spot ?? { at: region.at, key: true }),
    message: `${id.slice(id.indexOf('/') + 1)} is made twice in ${region.name}: by ${owner}${extra === undefined ? ` and by ${component.name}` : ', and here'}`,
    hint: extra === undefined ? 'rename the agent one of them belongs to' : 'give the extra object another name',
  };
}
