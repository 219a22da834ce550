import { isMap } from '../../model/data.ts';
import { sortedKeys } from '../../model/order.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { shownValue } from '../shown.ts';
import type { Fault } from './fault.ts';
import type { Schema } from './schema.ts';

/** Items that stand in a list of type `set` or `map` a second time. After k8s.io/apiextensions-apiserver, pkg/apiserver/schema/listtype. */
export function duplicates(schema: Schema, list: readonly unknown[], path: Pointer): Fault[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const [i, item] of list.entries()) {
    const name =
      type === 'set' ? item : Object.fromEntries(keys.flatMap((key) => (isMap(item) && Object.hasOwn(item, key) ? [[key, item[key]]] : [])));
    const text = canonical(name);
    if (seen.has(text)) {
      const said = isMap(name) ? Object.entries(name).map(([key, value]) => `${key} ${shownValue(value)}`) : [shownValue(name)];
      faults.push({ path: child(path, i), message: `stands here twice: ${said.join(', ')}`, hint: 'remove one of the two' });
    }
    seen.add(text);
  }
  return faults;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isMap(value)) return JSON.stringify(value) ?? '';
  return `{${sortedKeys(value)
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join()}}`;
}
