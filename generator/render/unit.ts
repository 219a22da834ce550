import { emit, joined } from '../k8s/emit.ts';
import { VERSION_LABEL } from '../k8s/labels.ts';
import { isClusterScoped, objectId, type KubeObject } from '../k8s/object.ts';
import { REGION_PLACEHOLDER, REGION_WORD, fillPlaceholder, fillPlaceholders, placeholdersOf, type Placeholder } from '../k8s/region-placeholder.ts';
import { memo, remembered } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import { sha256 } from '../model/sha256.ts';

/** Objects with placeholders where the region is named: written into every overlay in full, with the placeholders filled. */
export interface Fragment {
  readonly objects: readonly KubeObject[];
  /** YAML with placeholders in it. */
  readonly text: string;
  /** Identities of the objects, in their order. */
  readonly ids: readonly string[];
  /** One object of each kind. */
  readonly kinds: readonly KubeObject[];
  /** Whether a component made it about one region: the region's name stands in full where others have a placeholder. */
  readonly regional: boolean;
}

/**
 * Objects that regions share: those of one agent, or those common to a component. Its text is its identity: equal
 * units are one base, whoever made them.
 */
export interface Unit extends Fragment {
  readonly component: string;
  /** An agent's name, `common`, or `extra`. */
  readonly name: string;
  /** Folder under `out/`: `base/agents/research/1.2.0-3f9c2a1b`. */
  readonly folder: string;
  readonly templated: readonly Templated[];
}

/** An object and where it names the region. */
interface Templated {
  readonly object: KubeObject;
  readonly placeholders: readonly Placeholder[];
}

export function fragment(objects: readonly KubeObject[], regional = false): Fragment {
  const sorted = sortObjects(objects);
  return { objects: sorted, text: textOf(sorted), ids: sorted.map(objectId), kinds: onePerKind(sorted), regional };
}

export function unit(component: string, name: string, objects: readonly KubeObject[]): Unit {
  const sorted = sortObjects(objects);
  const template = textOf(sorted);
  const text = fillPlaceholder(template, REGION_WORD);
  const hash = sha256(text).slice(0, 8);
  return {
    component,
    name,
    objects: sorted,
    text,
    ids: sorted.map(objectId),
    kinds: onePerKind(sorted),
    regional: false,
    folder: `base/${component}/${name}/${[...versionOf(sorted), hash].join('-')}`,
    templated: template === text ? [] : sorted.map(templated).filter(({ placeholders }) => placeholders.length > 0),
  };
}

/** Of units that differ in one object, the others are written once. */
function textOf(objects: readonly KubeObject[]): string {
  return joined(objects.map(documentOf));
}

const documentOf = remembered((object: KubeObject) => emit(object));

/** Whether a fragment's object names the region. */
export function hasPlaceholder(object: KubeObject): boolean {
  return templated(object).placeholders.length > 0;
}

const templated = remembered((object: KubeObject): Templated => ({
  object,
  placeholders: documentOf(object).includes(REGION_PLACEHOLDER) ? placeholdersOf(object) : [],
}));

/** The version that objects bear, if any: the folder must not change its name while its objects stay as they are. */
function versionOf(objects: readonly KubeObject[]): string[] {
  return objects.flatMap(({ metadata }) => metadata.labels?.[VERSION_LABEL] ?? []).slice(0, 1);
}

/** The first object of each kind: enough to judge whether a cluster serves them. */
export function onePerKind(objects: readonly KubeObject[]): KubeObject[] {
  const kinds = new Map<string, KubeObject>();
  for (const object of objects) memo(kinds, `${object.apiVersion} ${object.kind}`, () => object);
  return [...kinds.values()];
}

/** The objects as one region receives them. */
export function filled({ objects }: Fragment, region: string): KubeObject[] {
  return objects.map((object) => filledFor(object, region));
}

/** An object as one region receives it. */
export function filledFor(object: KubeObject, region: string): KubeObject {
  return documentOf(object).includes(REGION_PLACEHOLDER) ? fillPlaceholders(object, region) : object;
}

/** Cluster-scoped objects first, then by kind and name: an order that means something and never changes by itself. */
export function sortObjects(objects: readonly KubeObject[]): KubeObject[] {
  if (objects.length < 2) return [...objects];
  const keyed = objects.map((object) => ({ object, key: `${isClusterScoped(object) ? 0 : 1} ${object.kind} ${objectId(object)}` }));
  return keyed.sort((a, b) => byCodeUnit(a.key, b.key)).map(({ object }) => object);
}
