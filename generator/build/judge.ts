import type { KubeObject } from '../kube/object.ts';
import { REGION_SLOT, fillSlots } from '../kube/region-slot.ts';
import { memo } from '../model/memo.ts';
import { faultsOf } from '../objects/faults.ts';
import type { CodedFault } from '../objects/rule.ts';
import type { Patch } from './customs.ts';
import type { Overlay } from './overlay.ts';
import type { Piece, Unit } from './unit.ts';

/** A fault of an object in one of the regions that receive it. */
export interface Judged {
  readonly fault: CodedFault;
  /** With slots. */
  readonly object: KubeObject;
  /** As the region receives it. */
  readonly seen: KubeObject;
  readonly part: Piece;
  readonly overlay: Overlay;
  /** Whether other regions receive the same. */
  readonly shared: boolean;
}

/**
 * Judge every object by itself. What regions share is judged once, with the names of those regions that could make a
 * difference; test/property/strict.test.ts proves that nothing is lost against judging each region in full.
 */
export function* judge(overlays: readonly Overlay[], patches: readonly Patch[]): Iterable<Judged> {
  const users = new Map<Piece, Overlay[]>();
  // Regions with other facts make the same objects more often than not: what is written alike is judged alike.
  const alike = new Map<string, Piece>();
  const lists = new Map<Piece, Overlay[]>();
  const use = (part: Piece, text: string, overlay: Overlay): void => {
    let list = lists.get(part);
    if (list === undefined) {
      const first = memo(alike, text, () => part);
      lists.set(part, (list = memo(users, first, () => [])));
    }
    list.push(overlay);
  };
  for (const overlay of overlays) {
    for (const unit of overlay.units) use(unit, unit.folder, overlay);
    for (const part of overlay.own) use(part, part.text, overlay);
  }
  // A patch may carry the region's name to where every letter of it matters.
  const carried = patches.some(({ operations }) => operations.some(({ op }) => op === 'copy' || op === 'move'));
  for (const [part, all] of users) {
    const slotted = namesRegion(part);
    for (const overlay of slotted ? (carried ? all : decisive(all)) : all.slice(0, 1)) {
      for (const object of part.objects) {
        const seen = slotted ? fillSlots(object, overlay.region.name) : object;
        for (const fault of faultsOf(seen)) yield { fault, object, seen, part, overlay, shared: all.length > 1 };
      }
    }
  }
}

/** What a name may be, besides long, that a rule somewhere refuses: a Service's first letter, the name of a port. */
const ODD_NAMES = [/^[0-9]/, /--/, /^[-0-9]+$/];

/** Of regions that share objects, those whose names could break a rule where no other one does. */
function decisive(overlays: readonly Overlay[]): Set<Overlay> {
  const longest = overlays.reduce((a, b) => (b.region.name.length > a.region.name.length ? b : a));
  return new Set([longest, ...ODD_NAMES.flatMap((odd) => overlays.find(({ region }) => odd.test(region.name)) ?? [])]);
}

function namesRegion(part: Piece | Unit): boolean {
  return 'slotted' in part ? part.slotted.length > 0 : part.text.includes(REGION_SLOT);
}
