import { child, type Pointer } from '../../model/pointer.ts';
import { isMap } from '../../model/data.ts';
import { memo } from '../../model/memo.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import type { Found, InObject } from '../../model/finding.ts';
import type { KubeObject } from '../object.ts';
import { quantity } from '../quantity.ts';
import { shownValue } from '../shown.ts';
import { isType, typeWords } from '../schema/shape.ts';
import { CHECKS } from './checks.ts';
import { RELATIONS } from './relations.ts';
import { servedKind, servedType, type ServedField } from './types.ts';

type Fault = Found<InObject>;

/** What the API server refuses of an object of a kind of its own, by what it says of its types, and by its validation. */
export function servedFaults(object: KubeObject, { open }: { readonly open: boolean }): Fault[] {
  const kind = servedKind(object);
  if (kind === undefined) return [];
  // What it defines is looked at where definitions are read.
  if (kind.endsWith('.CustomResourceDefinition')) return metadataOf(object);
  const faults: Fault[] = [];
  walkType(kind, object, '', { faults, open });
  return faults;
}

function metadataOf({ metadata }: KubeObject): Fault[] {
  const faults: Fault[] = [];
  walkType('meta.v1.ObjectMeta', metadata, '/metadata', { faults, open: true });
  return faults;
}

interface Walk {
  readonly faults: Fault[];
  /** Fields that nobody knows are somebody else's to find. */
  readonly open: boolean;
}

function walkType(name: string, value: unknown, path: Pointer, walk: Walk): void {
  if (!isMap(value)) {
    walk.faults.push({ path, message: `must be a map, not ${shownValue(value)}` });
    return;
  }
  const { fields, required, relation } = planOf(name);
  for (const key of Object.keys(value)) {
    const at = child(path, key);
    const known = fields.get(key);
    if (known === undefined) {
      if (!walk.open)
        walk.faults.push({
          path: at,
          key: true,
          message: `${shownValue(key)} is no field here`,
          hint: hintFor(key, [...fields.keys()], Object.keys(value)),
        });
      continue;
    }
    const { field, check } = known;
    const ofTemplate = name === 'meta.v1.ObjectMeta' && path !== '/metadata';
    if (ofTemplate && OF_OBJECTS.has(key)) {
      if (key === 'generateName') walkField(field, value[key], at, walk);
      continue;
    }
    walkField(field, value[key], at, walk);
    const message = check?.(value[key]);
    if (message !== undefined) walk.faults.push({ path: at, message });
  }
  for (const key of required) if (!Object.hasOwn(value, key)) walk.faults.push({ path, message: `lacks the field "${key}"` });
  for (const found of relation?.(value) ?? NOTHING)
    walk.faults.push({
      path: found.below === undefined ? (found.key === undefined ? path : child(path, found.key)) : `${path}${found.below}`,
      message: found.message,
    });
}

const NOTHING: readonly never[] = [];

interface Plan {
  readonly fields: ReadonlyMap<string, { readonly field: ServedField; readonly check: (typeof CHECKS)[string] | undefined }>;
  readonly required: readonly string[];
  readonly relation: (typeof RELATIONS)[string] | undefined;
}

const plans = new Map<string, Plan>();

/** What is looked at in each map of a type, put together once. */
function planOf(name: string): Plan {
  return plans.get(name) ?? memo(plans, name, () => planFor(name));
}

function planFor(name: string): Plan {
  const { fields, required = [] } = servedType(name);
  const known = Object.entries(fields).map(([key, field]) => [key, { field, check: CHECKS[`${name}.${key}`] }] as const);
  return { fields: new Map(known), required, relation: RELATIONS[name] };
}

/** Metadata that nobody looks at in a template. */
const OF_OBJECTS = new Set(['generateName', 'finalizers', 'ownerReferences']);

const INT32 = 2_147_483_648;

function walkField(field: ServedField, value: unknown, path: Pointer, walk: Walk): void {
  // As good as absent, or as empty.
  if (value === null) return;
  if (field.ref !== undefined) {
    walkType(field.ref, value, path, walk);
    return;
  }
  const message = field.format === undefined ? undefined : misformed(field.format, value);
  if (message !== undefined) {
    walk.faults.push({ path, message });
    return;
  }
  if (field.type !== undefined && !isType(field.type, value)) {
    walk.faults.push({ path, message: `must be ${typeWords(field.type)}, not ${shownValue(value)}` });
    return;
  }
  // Of most texts an empty one is as good as none; where it is not, a check says so.
  if (field.enum !== undefined && value !== '' && !field.enum.includes(value as string))
    walk.faults.push({
      path,
      message: `must be one of ${field.enum.join(', ')}, not ${shownValue(value)}`,
      hint: hintFor(typeof value === 'string' ? value : '', field.enum),
    });
  if (Array.isArray(value)) walkList(field, value, path, walk);
  else if (field.values !== undefined && isMap(value))
    for (const key of Object.keys(value)) walkField(field.values, value[key], child(path, key), walk);
}

function walkList({ items, keys, set }: ServedField, list: readonly unknown[], path: Pointer, walk: Walk): void {
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (item === null && (keys !== undefined || set === true)) {
      walk.faults.push({ path: child(path, i), message: 'null is no item of a list' });
      continue;
    }
    // Elsewhere it is an item of which nothing is said.
    if (items !== undefined) walkField(items, item === null && items.ref !== undefined ? {} : item, child(path, i), walk);
    if (keys !== undefined && isMap(item) && keyless(keys, items, item))
      walk.faults.push({ path: child(path, i), message: `needs ${keys.join(' or ')}, by which it is told from others` });
    // One is like no other.
    const id = list.length === 1 ? undefined : set === true ? JSON.stringify(item) : keyOf(keys, items, item);
    if (id === undefined) continue;
    if (seen.has(id)) walk.faults.push({ path: child(path, i), message: `stands twice in its list, as ${shownValue(JSON.parse(id))}` });
    seen.add(id);
  }
}

/** structured-merge-diff, typed/helpers.go, keyedAssociativeListItemToPathElement: an item that has none of its keys is refused. */
function keyless(keys: readonly string[], items: ServedField | undefined, item: Readonly<Record<string, unknown>>): boolean {
  const { defaults = {} } = items?.ref === undefined ? {} : servedType(items.ref);
  return keys.every((key) => item[key] === undefined && defaults[key] === undefined);
}

/** By what an item is told apart from the others, as JSON. */
function keyOf(keys: readonly string[] | undefined, items: ServedField | undefined, item: unknown): string | undefined {
  if (keys === undefined || !isMap(item)) return undefined;
  const { defaults = {} } = items?.ref === undefined ? {} : servedType(items.ref);
  const values = keys.map((key) => item[key] ?? defaults[key]);
  return JSON.stringify(values.length === 1 ? (values[0] ?? '') : values);
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

function misformed(format: string, value: unknown): string | undefined {
  switch (format) {
    case 'int32':
    case 'int64':
      if (typeof value !== 'number' || !Number.isInteger(value)) return `must be a whole number, not ${shownValue(value)}`;
      return format === 'int32' && (value >= INT32 || value < -INT32) ? `${value} does not fit into 32 bits` : undefined;
    case 'quantity':
      if (typeof value !== 'string' && typeof value !== 'number') return `must be a quantity such as 500m or 2Gi, not ${shownValue(value)}`;
      return quantity(value) === undefined ? `${shownValue(value)} is no quantity, such as 500m or 2Gi` : undefined;
    case 'int-or-string':
      if (typeof value === 'string') return undefined;
      if (typeof value !== 'number' || !Number.isInteger(value)) return `must be a whole number or text, not ${shownValue(value)}`;
      return value >= INT32 || value < -INT32 ? `${value} does not fit into 32 bits` : undefined;
    case 'byte':
      if (typeof value !== 'string') return `must be text in Base64, not ${shownValue(value)}`;
      return /^(?:[A-Za-z0-9+/\n\r]*={0,2}[\n\r]*)$/.test(value) && value.replaceAll(/[\n\r]/g, '').length % 4 === 0 ? undefined : 'is no Base64';
    case 'date-time':
      return typeof value === 'string' && DATE_TIME.test(value) ? undefined : `must be a time such as 2026-01-31T12:00:00Z, not ${shownValue(value)}`;
    default:
      return undefined;
  }
}
