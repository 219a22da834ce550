import { child, type Pointer } from '../model/pointer.ts';
import type { Fields, Placed } from './look.ts';

let lastRoot: unknown;
let lastFields = new Map<string, Placed[]>();
/** Fields that a rule has asked for: of all others no index is made. */
const asked = new Set<string>();
const NONE: readonly Placed[] = [];

/** Every map inside an object that has a field, from outside in. Rule after rule asks about one object: its index is kept until the next one's. */
export function having(object: unknown, field: string): readonly Placed[] {
  return fieldsOf(object, field).get(field) ?? NONE;
}

function fieldsOf(object: unknown, field: string): ReadonlyMap<string, readonly Placed[]> {
  const isNew = !asked.has(field);
  if (isNew) asked.add(field);
  if (object !== lastRoot || isNew) {
    lastFields = new Map();
    collect(object, '');
    lastRoot = object;
  }
  return lastFields;
}

/** Those of several fields that any map inside an object has. */
export function present(object: unknown, fields: readonly string[]): string[] {
  return fields.filter((field) => having(object, field).length > 0);
}

function collect(value: unknown, at: Pointer): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (typeof value[i] === 'object') collect(value[i], `${at}/${i}`);
  } else if (value !== null) {
    const item = value as Fields;
    for (const key of Object.keys(item)) {
      if (asked.has(key)) {
        const found = lastFields.get(key);
        if (found === undefined) lastFields.set(key, [{ item, at }]);
        else found.push({ item, at });
      }
      const inner = item[key];
      if (typeof inner === 'object' && inner !== null) collect(inner, child(at, key));
    }
  }
}
