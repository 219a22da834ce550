import { emit } from '../k8s/emit.ts';
import { findEmitted } from '../k8s/find-emitted.ts';
import type { KubeObject } from '../k8s/object.ts';
import { REGION_WORD, fillPlaceholder } from '../k8s/region-placeholder.ts';
import type { Place } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Fragment, Unit } from '../render/unit.ts';

/** What is said of a place in out/ beside a line of the fleet. */
export const IN_OUT = 'its place in out/';

/** Another place that belongs to a finding. */
export interface Beside {
  readonly place: Place;
  readonly note: string;
}

/** An object, and what it lies in. */
export interface Origin {
  /** With placeholders, as the component returned it. */
  readonly made: KubeObject;
  readonly part: Fragment;
  readonly overlay: Overlay;
}

/** The place in out/ of a value of an object, as what belongs to a finding. */
export function inOut({ made, part, overlay }: Origin, path: Pointer): Beside {
  return { place: placeInOut(made, path, part, overlay), note: IN_OUT };
}

/**
 * Where a value lies in out/, or will: in the file as it would be written, also by a run that refuses to write. Worked out
 * for what is reported only, as it takes writing an object once more.
 * @param object one of the part's, with placeholders
 */
export function placeInOut(object: KubeObject, path: Pointer, part: Fragment | Unit, { region, component, own }: Overlay): Place {
  const inBase = 'folder' in part;
  const earlier = inBase ? [] : own.slice(0, own.indexOf(part));
  const before = earlier.reduce((sum, each) => sum + memo(lines, each, () => linesOf(each.text)) + 1, 0);
  return {
    file: `out/${inBase ? part.folder : `overlays/${region.name}/${component.name}`}/objects.yaml`,
    ...placeAmong(part.objects, object, path, before, (line) => fillPlaceholder(line, inBase ? REGION_WORD : region.name)),
  };
}

/** Where a value of one of several objects lies in the file that they make, below as many lines. */
export function placeAmong(
  objects: readonly KubeObject[],
  object: KubeObject,
  path: Pointer,
  before = 0,
  fill?: (line: string) => string,
): Omit<Place, 'file'> {
  const above = objects.slice(0, objects.indexOf(object)).reduce((sum, each) => sum + memo(lines, each, () => linesOf(emit(each))) + 1, before);
  const { line, ...rest } = findEmitted(object, path, fill);
  return { line: above + line, ...rest };
}

/** Of fragments and objects, how many lines they take. */
const lines = new WeakMap<Fragment | KubeObject, number>();

function linesOf(text: string): number {
  return text.split('\n').length - 1;
}
