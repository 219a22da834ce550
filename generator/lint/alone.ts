import { faultsOf } from '../check/faults.ts';
import { SUPPORTED } from '../fleet/versions/table.ts';
import { isDefinition } from '../k8s/crd/definition.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import type { KubeObject } from '../k8s/object.ts';
import { withoutNullsTaken } from '../k8s/schema/limits.ts';
import { servedKind } from '../k8s/served/types.ts';
import { memo } from '../model/memo.ts';
import type { ObjectFinding } from '../rules/rule.ts';
import type { Manifest } from '../yaml/manifests.ts';
import type { Setting } from './lint.ts';
import { Said, type Told } from './said.ts';
import { minorWords, versionFaults, type Minors } from './versions.ts';

/** What of a setting matters to objects one by one. */
export type SettingAlone = Pick<Setting, 'versions' | 'minors' | 'whole'>;

export function minorsOf({ versions, minors }: SettingAlone): Minors {
  return minors ?? one(versions.kubernetes ?? SUPPORTED.kubernetes.to);
}

const singles = new Map<string, Minors>();

/** The same list for each object: what follows of it is remembered. */
function one(minor: string): Minors {
  return memo(singles, minor, () => [minor]);
}

/** What is wrong with an object by itself. */
export function sayAlone(object: KubeObject, manifest: Manifest, setting: SettingAlone, kinds: Kinds, said: Said): void {
  const minors = minorsOf(setting);
  // What definitions define is looked at where they are read (definitions.ts).
  for (const { fault, minors: at } of isDefinition(object) ? [] : versionFaults(object, setting.versions, minors, kinds)) {
    const { rule, ...found } = fault;
    said.say(rule, object, manifest, { ...found, message: `${found.message}${minorWords(at, minors)}` }, at);
  }
  const heard = ({ rule, ...found }: ObjectFinding): boolean => !said.isForgiven(rule, object, manifest, found);
  for (const { rule, ...found } of faultsOf(object, kinds, heard)) said.say(rule, object, manifest, found);
}

/**
 * The same of manifests that somebody else holds beside others, one by one.
 * @returns what says nothing of one in which nothing is found
 */
export function alone(setting: SettingAlone, kinds: Kinds): (manifest: Manifest) => Told | undefined {
  // In most objects nothing is found: the next one is said of in the same place.
  let said = new Said(setting.whole, minorsOf(setting));
  return (manifest) => {
    const object = objectOf(manifest);
    if (!isSound(object, manifest) && (manifest.sketch || !isDefinition(object))) return undefined;
    sayAlone(object, manifest, setting, kinds, said);
    if (said.isEmpty) return undefined;
    const told = said.told();
    said = new Said(setting.whole, minorsOf(setting));
    return told;
  };
}

/** The object that somebody means who wrote this. */
export function objectOf({ data }: Manifest): KubeObject {
  return namedObject(plain(data as unknown as KubeObject));
}

/** Whether it is one to apply, as far as it says so itself. */
export function isSound(object: KubeObject, { sketch }: Manifest): boolean {
  return isMeant(object) && !(sketch && hasGaps(object));
}

/** Maps of texts, where null is an empty one. */
const TEXTS = new Set(['annotations', 'data', 'encryptedData', 'labels', 'parameters', 'stringData']);

/**
 * To the API server null is as good as absent in a kind of its own: templates leave it behind. In lists it counts. Of a kind that a definition
 * makes, only in metadata, and where the definition says so.
 */
function plain(object: KubeObject): KubeObject {
  if (servedKind(object) !== undefined) return withoutNulls(object);
  const { metadata, status, ...rest } = object as KubeObject & { readonly status?: unknown };
  const printed = status === undefined || status === null ? {} : { status };
  return holdsNull(object) ? withoutNullsTaken({ ...rest, ...printed, metadata: withoutNulls(metadata) }) : object;
}

function withoutNulls<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value.some(holdsNull) ? value.map(withoutNulls) : value) as T;
  if (!holdsNull(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]: [string, unknown]) => (item === null ? [] : [[key, TEXTS.has(key) ? item : withoutNulls(item)]])),
  ) as T;
}

function holdsNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(isNullInside);
  // Of each map of each object: a list of its values would be made for nothing.
  for (const key in value) if (isNullInside((value as Readonly<Record<string, unknown>>)[key])) return true;
  return false;
}

function isNullInside(item: unknown): boolean {
  return item === null || (typeof item === 'object' && holdsNull(item));
}

/** What Kubernetes leaves of a name that it goes on with. */
const MOST_GENERATED = 58;

/** An object that lets the cluster find its name has one as it will be: Kubernetes appends five characters. */
function namedObject(object: KubeObject): KubeObject {
  const { generateName, ...metadata } = object.metadata as KubeObject['metadata'] & { readonly generateName?: unknown };
  if (typeof generateName !== 'string' || typeof metadata.name === 'string') return object;
  return { ...object, metadata: { ...metadata, name: `${generateName.slice(0, MOST_GENERATED)}xxxxx` } };
}

/**
 * Whether an object is one to apply: not one with a placeholder for a name, and not the definition of a kind, whose schema
 * has fields that only look like those of objects.
 */
function isMeant({ kind, metadata: { name } }: KubeObject): boolean {
  return typeof name === 'string' && !/[<>{}$]/.test(name) && kind !== 'CustomResourceDefinition';
}

/** Whether documentation left something for the reader to fill in: `...`, `<name>`, `{{ value }}`. */
function hasGaps(object: KubeObject): boolean {
  return /"\.{3,}"|"<[^"<>]+>"|\.<[a-z-]+>|\{\{/.test(JSON.stringify(object));
}
