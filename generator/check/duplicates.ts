import { objectId, type KubeObject } from '../k8s/object.ts';
import type { Unplaced } from '../model/finding.ts';
import type { Region } from '../fleet/region.ts';
import { memo } from '../model/memo.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import { rule } from '../rules/object/duplicate/rule.ts';
import type { Extra } from '../render/customs.ts';
import type { Overlay } from '../render/overlay.ts';
import { inOut, type Origin } from './place-in-out.ts';

/** One cluster must not receive an object twice, whichever components send it: two Applications would fight over it. */
export function duplicateReports(overlays: readonly Overlay[], extras: readonly Extra[], memory: Keeper = FORGETFUL): Unplaced[] {
  const kept = memory.open('distinct');
  const regions = new Map<Region, Overlay[]>();
  for (const overlay of overlays) memo(regions, overlay.region, () => []).push(overlay);
  return [...regions].flatMap(([{ name }, own]) => (kept.of(name, own, () => isDistinct(own)) ? [] : reportsOf(own, extras)));
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

function reportsOf(overlays: readonly Overlay[], extras: readonly Extra[]): Unplaced[] {
  const reports: Unplaced[] = [];
  const makers = new Map<string, Origin>();
  for (const overlay of overlays) {
    for (const part of [...overlay.units, ...overlay.own]) {
      for (const [i, id] of part.ids.entries()) {
        const origin: Origin = { made: part.objects[i] as KubeObject, part, overlay };
        const maker = makers.get(id);
        if (maker === undefined) makers.set(id, origin);
        else reports.push(report(id, origin, maker, extras));
      }
    }
  }
  return reports;
}

function report(id: string, origin: Origin, maker: Origin, extras: readonly Extra[]): Unplaced {
  const { region, component } = origin.overlay;
  const owner = maker.overlay.component.name;
  const extra = extras.find(({ object }) => objectId(object) === id);
  return {
    rule,
    ...(extra?.spot ?? { path: region.at, key: true }),
    message: `${id.slice(id.indexOf('/') + 1)} is made twice in ${region.name}: by ${owner}${extra === undefined ? ` and by ${component.name}` : ', and here'}`,
    hint: extra === undefined ? 'rename the agent one of them belongs to' : 'give the extra object another name',
    related: [origin, maker].map((each) => inOut(each, '')),
  };
}
