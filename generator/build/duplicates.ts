import { objectId } from '../kube/object.ts';
import type { Report } from '../model/finding.ts';
import type { Region } from '../model/fleet.ts';
import { memo } from '../model/memo.ts';
import type { Extra } from './customs.ts';
import type { Overlay } from './overlay.ts';

/** One cluster must not receive an object twice, whichever components send it: two Applications would fight over it. */
export function duplicateReports(overlays: readonly Overlay[], extras: readonly Extra[]): Report[] {
  const regions = new Map<Region, Overlay[]>();
  for (const overlay of overlays) memo(regions, overlay.region, () => []).push(overlay);
  return [...regions.values()].flatMap((own) => (isDistinct(own) ? [] : reportsOf(own, extras)));
}

function isDistinct(overlays: readonly Overlay[]): boolean {
  const all = new Set<string>();
  let count = 0;
  for (const { units, own } of overlays) {
    for (const parts of [units, own]) {
      for (const { ids } of parts) {
        count += ids.length;
        for (const id of ids) all.add(id);
      }
    }
  }
  return all.size === count;
}

function reportsOf(overlays: readonly Overlay[], extras: readonly Extra[]): Report[] {
  const reports: Report[] = [];
  const makers = new Map<string, Overlay>();
  for (const overlay of overlays) {
    for (const id of [...overlay.units, ...overlay.own].flatMap(({ ids }) => ids)) {
      const maker = makers.get(id);
      if (maker === undefined) makers.set(id, overlay);
      else reports.push(report(id, overlay, maker.component.name, extras));
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
