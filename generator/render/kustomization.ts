import { remembered } from '../model/memo.ts';
import { Content } from './files.ts';
import type { Overlay } from './overlay.ts';
import type { Unit } from './unit.ts';
import { emit, joined, scalar } from '../k8s/emit.ts';
import { REGION_LABEL } from '../k8s/labels.ts';
import { group, version, type KubeObject } from '../k8s/object.ts';
import { REGION_WORD, fillPlaceholder, type Placeholder } from '../k8s/region-placeholder.ts';

const HEADER = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };

/** What every overlay begins with, up to the region's name. */
const HEAD = emit({ ...HEADER, labels: [{ pairs: { [REGION_LABEL]: 'name' } }] }).slice(0, -'name\n'.length);

/** The same in every base. */
export const BASE_KUSTOMIZATION = emit({ ...HEADER, resources: ['objects.yaml'] });

/** Files of a base, by name. */
export function baseFiles(unit: Unit): Record<string, string> {
  return {
    'kustomization.yaml': BASE_KUSTOMIZATION,
    'objects.yaml': unit.text,
  };
}

/** Files of an overlay, by name: pointers to bases with the region's name put in, and the objects about the region. */
export function overlayFiles(overlay: Overlay): Record<string, Content> {
  return {
    'kustomization.yaml': new Content(() => kustomizationOf(overlay)),
    ...(overlay.own.length === 0
      ? {}
      : { 'objects.yaml': new Content(() => fillPlaceholder(joined(overlay.own.map(({ text }) => text)), overlay.region.name)) }),
  };
}

function kustomizationOf({ region: { name }, units, own }: Overlay): string {
  const { bases, patches } = sharedOf(units);
  const resources = own.length === 0 ? bases : `${bases}- objects.yaml\n`;
  const list = resources === '' ? 'resources: []\n' : `resources:\n${resources}`;
  return `${HEAD}${scalar(name)}\n${list}${patches === '' ? '' : `patches:\n${fillPlaceholder(patches, name)}`}`;
}

/** What overlays of the same units have in common. */
interface Shared {
  readonly of: readonly Unit[];
  /** Lines of `resources`. */
  readonly bases: string;
  /** With placeholders. */
  readonly patches: string;
}

/** By the first of their units, of the overlay that was written last. */
const lastWritten = new WeakMap<Unit, Shared>();

function sharedOf(units: readonly Unit[]): Shared {
  const [first] = units;
  const known = first === undefined ? undefined : lastWritten.get(first);
  if (known !== undefined && known.of.length === units.length && known.of.every((unit, i) => unit === units[i])) return known;
  const shared = { of: units, bases: units.map(unitResource).join(''), patches: units.map(unitPatches).join('') };
  if (first !== undefined) lastWritten.set(first, shared);
  return shared;
}

/** How an overlay points at a unit's base: the same line in every region. */
const unitResource = remembered(({ folder }: Unit) => `- ${scalar(`../../../${folder}`)}\n`);

/** The patches that put a region's name into a unit's objects, with placeholders: the same text for every region. */
const unitPatches = remembered((unit: Unit) => unit.templated.map(({ object, placeholders }) => objectPatch(object, placeholders)).join(''));

/**
 * Put the region's name into a shared object. Each `replace` is guarded by a `test`: applied to anything but the base it
 * was made for, the build fails instead of changing the wrong thing.
 */
function objectPatch(object: KubeObject, placeholders: readonly Placeholder[]): string {
  let text = `${targetText(object)}  patch: |-\n`;
  for (const { path, template } of placeholders) {
    text += `    - {op: test, path: ${flow(path)}, value: ${flow(fillPlaceholder(template, REGION_WORD))}}\n`;
    text += `    - {op: replace, path: ${flow(path)}, value: ${flow(template)}}\n`;
  }
  return text;
}

/** How a patch names the object that it is for. */
export function targetText(object: KubeObject): string {
  const { name, namespace } = object.metadata;
  let text = `- target:\n`;
  if (group(object) !== '') text += `    group: ${group(object)}\n`;
  text += `    version: ${version(object)}\n    kind: ${object.kind}\n    name: ${scalar(exactly(name))}\n`;
  if (namespace !== undefined) text += `    namespace: ${scalar(exactly(namespace))}\n`;
  return text;
}

/** Kustomize reads target names as anchored regular expressions. */
function exactly(name: string): string {
  return name.replaceAll('.', String.raw`\.`);
}

/** A scalar inside a flow map, where commas and brackets have a meaning. With a placeholder in it, it is always quoted. */
function flow(text: string): string {
  return /^[A-Za-z/][A-Za-z0-9._~/:-]*$/.test(text) && !text.includes(': ') ? scalar(text) : JSON.stringify(text);
}
