import { fieldLives, dated, type FieldLife } from '../../fleet/versions/lifecycle.ts';
import { atLeast } from '../../model/version.ts';
import { isMap } from '../../model/data.ts';
import { memo } from '../../model/memo.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { shown } from '../../model/quoted.ts';
import type { KubeObject } from '../object.ts';
import { servedKind, servedType, type ServedField } from './types.ts';

/** A field that this minor of Kubernetes does not have. */
export interface Absent {
  readonly path: Pointer;
  readonly message: string;
}

/** Fields of an object of a kind of Kubernetes that came later than a minor, or were gone before it, by the types in its source. */
export function absentFields(object: KubeObject, minor: string): readonly Absent[] {
  const found: Absent[] = [];
  if (lacksFields(object, minor)) inType(servedKind(object) as string, object, '', { minor, found });
  return found;
}

interface Walk {
  readonly minor: string;
  readonly found: Absent[];
}

/** Whether objects of a kind can have any. */
export function lacksFields(object: Pick<KubeObject, 'apiVersion' | 'kind'>, minor: string): boolean {
  const kind = servedKind(object);
  return kind !== undefined && holds(kind, minor);
}

function inType(type: string, value: unknown, path: Pointer, walk: Walk): void {
  if (!isMap(value)) return;
  const lives = fieldLives()[type];
  const { fields } = servedType(type);
  for (const key of Object.keys(value)) {
    const item = value[key];
    // As the server, which reads null as absent.
    if (item === null) continue;
    const life = lives !== undefined && Object.hasOwn(lives, key) ? lives[key] : undefined;
    const absent = life === undefined ? undefined : absence(life, walk.minor);
    if (absent !== undefined) walk.found.push({ path: child(path, key), message: `${shown(key)} ${absent}` });
    else if (typeof item === 'object' && Object.hasOwn(fields, key)) inField(fields[key] as ServedField, item, child(path, key), walk);
  }
}

function inField(field: ServedField, value: unknown, path: Pointer, walk: Walk): void {
  const inner = field.items ?? field.values;
  if (field.ref !== undefined) {
    if (holds(field.ref, walk.minor)) inType(field.ref, value, path, walk);
  } else if (inner !== undefined && typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) inField(inner, item, child(path, key), walk);
}

function absence({ since, removed }: FieldLife, minor: string): string | undefined {
  if (since !== undefined && !atLeast(minor, since)) return `is a field only from kubernetes ${dated(since)} on`;
  return removed !== undefined && atLeast(minor, removed) ? `is no field from kubernetes ${dated(removed)} on` : undefined;
}

const known = new Map<string, Map<string, boolean>>();

/** Whether a minor lacks a field of a type, or of one that it holds: of the newest nearly none does, and no object is walked. */
function holds(type: string, minor: string): boolean {
  let ofMinor = known.get(minor);
  if (ofMinor === undefined) known.set(minor, (ofMinor = new Map<string, boolean>()));
  return ofMinor.get(type) ?? memo(ofMinor, type, () => reaches(type, minor));
}

function reaches(type: string, minor: string): boolean {
  const seen = new Set<string>();
  const reach = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    if (Object.values(fieldLives()[name] ?? {}).some((life) => absence(life, minor) !== undefined)) return true;
    return Object.values(servedType(name).fields).some((field) => refsOf(field).some(reach));
  };
  return reach(type);
}

function refsOf({ ref, items, values }: ServedField): string[] {
  return [...(ref === undefined ? [] : [ref]), ...[items, values].flatMap((inner) => (inner === undefined ? [] : refsOf(inner)))];
}
