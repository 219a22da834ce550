import type { KubeObject } from '../k8s/object.ts';
import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import { REGION_PLACEHOLDER, fillPlaceholders } from '../k8s/region-placeholder.ts';
import { equal } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import type { Keeper } from '../model/memory.ts';
import { faultsOf } from './faults.ts';
import type { ObjectFinding } from '../rules/rule.ts';
import { carriesNames, type Patch } from '../render/customs.ts';
import type { Region } from '../fleet/region.ts';
import type { Overlay } from '../render/overlay.ts';
import { hasPlaceholder, type Fragment, type Unit } from '../render/unit.ts';

/** A fault of an object in one of the regions that receive it. */
export interface Judged {
  readonly fault: ObjectFinding;
  /** With placeholders. */
  readonly object: KubeObject;
  /** As the region receives it. */
  readonly seen: KubeObject;
  readonly part: Fragment;
  readonly overlay: Overlay;
  /** Whether other regions receive the same. */
  readonly shared: boolean;
}

/**
 * What {@link judge} finds. Of a region that is as it was when nothing was found in it, and that has no part of what is wrong elsewhere, nothing is
 * found again; so it is not looked at, as long as the fleet has regions of the same names.
 */
export function judged(overlays: readonly Overlay[], patches: readonly Patch[], memory: Keeper, kinds: Kinds): readonly Judged[] {
  const kept = memory.open('sound');
  const regions = new Map<Region, Overlay[]>();
  for (const overlay of overlays) memo(regions, overlay.region, () => []).push(overlay);
  const names = [...regions.keys()].map(({ name }) => name).join();
  const carried = patches.some(carriesNames);
  const open = [...regions]
    .map(([{ name }, own]) => ({ own, verdict: kept.of(name, [names, kinds, carried ? {} : undefined, ...own], () => ({ isSound: false })) }))
    .filter(({ verdict }) => !verdict.isSound);
  const sound = memory.open('sound objects').of('all', [names, kinds], () => new Sound(overlays, kinds));
  const suspect = open.flatMap(({ own }) => own);
  const found = [...judge(suspect, patches, kinds, sound)];
  const faulty = new Set(found.map(({ part }) => part.text));
  const isFaulty = ({ text }: Fragment): boolean => faulty.has(text);
  for (const { own, verdict } of open) verdict.isSound = !own.some((overlay) => overlay.units.some(isFaulty) || overlay.own.some(isFaulty));
  return found;
}

/**
 * Judge every object by itself. What regions share is judged once, with the names of those regions that could make a
 * difference; test/properties/strict.test.ts proves that nothing is lost against judging each region in full.
 */
export function* judge(
  overlays: readonly Overlay[],
  patches: readonly Patch[],
  kinds = NO_KINDS,
  sound = new Sound(overlays, kinds),
): Iterable<Judged> {
  const carried = patches.some(carriesNames);
  const { shared, single } = usesOf(overlays);
  for (const [part, all] of shared) {
    const templated = namesRegion(part);
    if (!(templated && carried) && sound.has(part)) continue;
    const few = templated ? (carried ? all : decisive(all)) : all.slice(0, 1);
    for (const overlay of few) yield* faultsIn(part, overlay, kinds, templated, all.length > 1);
  }
  for (const alike of single.values()) {
    const few = new Set(decisive(alike.map(({ overlay }) => overlay)));
    const all = alike.some(({ part, overlay }) => few.has(overlay) && part.objects.some((object) => faultsOf(object, kinds).length > 0)) ? alike : [];
    for (const { part, overlay } of all) yield* faultsIn(part, overlay, kinds, false, false);
  }
}

function* faultsIn(part: Fragment, overlay: Overlay, kinds: Kinds, templated: boolean, shared: boolean): Iterable<Judged> {
  for (const object of part.objects) {
    const seen = templated ? fillPlaceholders(object, overlay.region.name) : object;
    for (const fault of faultsOf(seen, kinds)) yield { fault, object, seen, part, overlay, shared };
  }
}

interface Uses {
  /** Regions by what they receive: those with other facts receive the same more often than not. */
  readonly shared: ReadonlyMap<Fragment, readonly Overlay[]>;
  /** What is about one region, by its text with a placeholder for the region's name, which often is all that makes a difference. */
  readonly single: ReadonlyMap<string, readonly { readonly part: Fragment; readonly overlay: Overlay }[]>;
}

function usesOf(overlays: readonly Overlay[]): Uses {
  const shared = new Map<Fragment, Overlay[]>();
  const single = new Map<string, { part: Fragment; overlay: Overlay }[]>();
  // What is written alike is judged alike.
  const alike = new Map<string, Fragment>();
  const lists = new Map<Fragment, Overlay[]>();
  const use = (part: Fragment, text: string, overlay: Overlay): void => {
    let list = lists.get(part);
    if (list === undefined) {
      const first = memo(alike, text, () => part);
      lists.set(part, (list = memo(shared, first, () => [])));
    }
    list.push(overlay);
  };
  for (const overlay of overlays) {
    for (const unit of overlay.units) use(unit, unit.folder, overlay);
    for (const part of overlay.own) {
      const text = part.regional ? part.text.replaceAll(overlay.region.name, REGION_PLACEHOLDER) : part.text;
      if (text === part.text) use(part, text, overlay);
      else memo(single, text, () => []).push({ part, overlay });
    }
  }
  return { shared, single };
}

/** Objects that are in order in every region of the fleet. Of an agent that is built in two ways, most are the same. */
class Sound {
  readonly #names: readonly string[];
  readonly #known = new Map<string, KubeObject>();
  readonly #sound = new WeakSet<KubeObject>();
  readonly #kinds: Kinds;

  constructor(overlays: readonly Overlay[], kinds: Kinds) {
    this.#kinds = kinds;
    this.#names = overlays.length === 0 ? [] : [...decisive(overlays)].map(({ region }) => region.name);
  }

  has({ objects, ids }: Fragment): boolean {
    return objects.every((object, i) => this.#hasOne(object, ids[i] as string));
  }

  #hasOne(object: KubeObject, id: string): boolean {
    if (this.#sound.has(object) || equal(this.#known.get(id), object)) return true;
    const seen = hasPlaceholder(object) ? this.#names.map((name) => fillPlaceholders(object, name)) : [object];
    if (seen.some((one) => faultsOf(one, this.#kinds).length > 0)) return false;
    this.#known.set(id, object);
    this.#sound.add(object);
    return true;
  }
}

/** What a name may be, besides long, that a rule somewhere refuses: a Service's first letter, the name of a port. */
const ODD_NAMES = [/^[0-9]/, /--/, /^[-0-9]+$/];

/** Of regions that share objects, those whose names could break a rule where no other one does. */
function decisive(overlays: readonly Overlay[]): Set<Overlay> {
  const longest = overlays.reduce((a, b) => (b.region.name.length > a.region.name.length ? b : a));
  return new Set([longest, ...ODD_NAMES.flatMap((odd) => overlays.find(({ region }) => odd.test(region.name)) ?? [])]);
}

function namesRegion(part: Fragment | Unit): boolean {
  return 'templated' in part ? part.templated.length > 0 : part.text.includes(REGION_PLACEHOLDER);
}
