import { objectId } from '../kube/object.ts';
import type { KubeObject } from '../kube/object.ts';
import type { Report } from '../model/finding.ts';
import type { Region } from '../model/fleet.ts';
import { memo } from '../model/memo.ts';
import type { Extra } from './customs.ts';
import type { Overlay } from './overlay.ts';
import { IN_OUT, placeInOut } from './place-in-out.ts';
import type { Piece } from './unit.ts';

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
  const makers = new Map<string, Made>();
  for (const overlay of overlays) {
    for (const part of [...overlay.units, ...overlay.own]) {
      for (const [i, id] of part.ids.entries()) {
        const made: Made = { object: part.objects[i] as KubeObject, part, overlay };
        const maker = makers.get(id);
        if (maker === undefined) makers.set(id, made);
        else reports.push(report(id, made, maker, extras));
      }
    }
  }
  return reports;
}

/** An object, and what it lies in. */
interface Made {
  readonly object: KubeObject;
  readonly part: Piece;
  readonly overlay: Overlay;
}

function report(id: string, made: Made, maker: Made, extras: readonly Extra[]): Report {
  const { region, component } = made.overlay;
  const owner = maker.overlay.component.name;
  const extra = extras.find(({ object }) => objectId(object) === id);
  return {
    code: 'object/duplicate',
    ...(extra?.spot ?? { at: region.at, key: true }),
    message: `${id.slice(id.indexOf('/') + 1)} is made twice in ${region.name}: by ${owner}${extra === undefined ? ` and by ${component.name}` : ', and here'}`,
    hint: extra === undefined ? 'rename the agent one of them belongs to' : 'give the extra object another name',
    related: [made, maker].map(({ object, part, overlay }) => ({ place: placeInOut(object, '', part, overlay), note: IN_OUT })),
  };
}
