import { objectTitle } from '../kube/object.ts';
import type { KubeObject } from '../kube/object.ts';
import { REGION_SLOT, fillSlots } from '../kube/region-slot.ts';
import type { Report, Spot } from '../model/finding.ts';
import type { Region } from '../model/fleet.ts';
import { memo } from '../model/memo.ts';
import { child, pointer } from '../model/pointer.ts';
import { faultsOf } from '../objects/faults.ts';
import type { CodedFault } from '../objects/rule.ts';
import { apiProblem } from '../versions/serves.ts';
import type { Customs, Extra } from './customs.ts';
import type { Overlay } from './overlay.ts';
import type { PatchLog } from './patching.ts';
import type { Piece, Unit } from './unit.ts';

/**
 * What is wrong with the objects that clusters receive, each judged by itself. What regions share is judged once, with
 * the names of the regions that could make a difference; test/property/strict.test.ts proves that nothing is lost.
 */
export function objectReports(overlays: readonly Overlay[], customs: Customs, log: PatchLog): Report[] {
  const users = new Map<Piece, Overlay[]>();
  for (const overlay of overlays) {
    for (const part of overlay.units) memo(users, part, () => []).push(overlay);
    for (const part of overlay.own) memo(users, part, () => []).push(overlay);
  }
  // A patch may carry the region's name to where not only its length matters.
  const carried = customs.patches.some(({ operations }) => operations.some(({ op }) => op === 'copy' || op === 'move'));
  const extras = new Map(customs.extras.map((extra) => [extra.object, extra]));
  const reports = new Map<string, { readonly report: Report; readonly objects: Set<string> }>();
  for (const [part, all] of users) {
    for (const overlay of part.text.includes(REGION_SLOT) && !carried ? decisive(all) : carried ? all : all.slice(0, 1)) {
      for (const object of part.objects) {
        const seen = inRegion(part, object, overlay.region.name);
        for (const fault of faultsOf(seen)) {
          if (fault.code === 'object/unknown-kind' && apiProblem(object, overlay.region.versions)?.severity === 'unserved') continue;
          const cause = causeOf(object, fault, overlay, extras, log);
          const message = fault.message.replaceAll(overlay.region.name, REGION_SLOT);
          // What one line causes in a hundred regions is one finding.
          const key = `${fault.code} ${cause.file} ${cause.at} ${object.kind} ${fault.path} ${message}`;
          const made = memo(reports, key, () => ({ report: report(fault, seen, cause, placeOf(part, overlay)), objects: new Set() }));
          made.objects.add(objectTitle(seen));
        }
      }
    }
  }
  return [...reports.values()].map(({ report: one, objects }) =>
    objects.size === 1 ? one : { ...one, message: `${one.message}, and so in ${objects.size - 1} more` },
  );
}

function inRegion(part: Piece, object: KubeObject, region: string): KubeObject {
  return part.text.includes(REGION_SLOT) ? fillSlots(object, region) : object;
}

/** Of regions that share objects, those whose names could break a rule where no other one does: too long, or a digit first. */
function decisive(overlays: readonly Overlay[]): Overlay[] {
  const longest = overlays.reduce((a, b) => (b.region.name.length > a.region.name.length ? b : a));
  const digit = overlays.find(({ region }) => /^[0-9]/.test(region.name));
  return digit === undefined || digit === longest ? [longest] : [longest, digit];
}

function report(fault: CodedFault, object: KubeObject, cause: Spot, place: string): Report {
  const where = fault.path === '' ? '' : ` ${fault.path}`;
  const key = fault.key === true && cause.at === fault.path ? { key: true } : {};
  return { code: fault.code, ...cause, ...key, message: `${objectTitle(object)}${where}: ${fault.message} (${place})`, hint: fault.hint };
}

/** Where the object lies, or would lie, in out/. */
function placeOf(part: Piece | Unit, { region, component }: Overlay): string {
  return `out/${'folder' in part ? part.folder : `overlays/${region.name}/${component.name}`}/objects.yaml`;
}

/** The line by which people caused a fault: of an extra object, of a patch, of an agent, a region or a component. */
function causeOf(object: KubeObject, fault: CodedFault, overlay: Overlay, extras: ReadonlyMap<KubeObject, Extra>, log: PatchLog): Spot {
  const extra = extras.get(object);
  if (extra !== undefined) return { ...extra.spot, at: fault.path };
  const origin = log.origin(object);
  if (origin !== undefined) {
    const { before, patches } = origin;
    const older = faultsOf(fillSlots(before, overlay.region.name)).some(({ code, path }) => code === fault.code && path === fault.path);
    if (older) return causeOf(before, fault, overlay, extras, log);
    const touched = patches
      .flatMap(({ operations, operationSpots }) => operations.map(({ path }, i) => ({ path, spot: operationSpots[i] as Spot })))
      .filter(({ path }) => isBelow(fault.path, path) || isBelow(path, fault.path));
    return touched.at(-1)?.spot ?? (patches.at(-1) as (typeof patches)[number]).spot;
  }
  return causeOfOurs(object, overlay);
}

function isBelow(path: string, above: string): boolean {
  // `/-` is the end of a list, whatever its length.
  const folder = above.endsWith('/-') ? above.slice(0, -2) : above;
  return path === folder || path.startsWith(`${folder}/`);
}

function causeOfOurs({ metadata }: KubeObject, { region, component }: Overlay): Spot {
  const agent = metadata.labels?.['app.kubernetes.io/name'];
  if (agent !== undefined && region.placements.some((placement) => placement.agent.name === agent))
    return { at: pointer('agents', agent), key: true };
  return regional(metadata.name, region) ? { at: region.at, key: true } : { at: child(pointer('components'), component.name), key: true };
}

function regional(name: string, region: Region): boolean {
  return name.includes(REGION_SLOT) || name.includes(region.name);
}
