import { sha256 } from '../model/sha256.ts';
import { byCodeUnit } from '../model/order.ts';
import { dataOf, field, textOf } from './node.ts';
import type { Resource } from './resource.ts';
import { Unbuilt } from './stop.ts';

/** Digits that might make words are others. */
const OTHERS: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/** What is put behind the name of what a generator made: other data, another name (hasher/hasher.go). */
export function hashOf(resource: Resource): string {
  const { kind, root } = resource;
  const of = (key: string): unknown => {
    const found = field(root, key);
    return found === undefined ? '' : found.kind === 'scalar' ? found.text : dataOf(found);
  };
  // The name is looked for where it never is.
  const all: Record<string, unknown> = { kind, name: '', data: of('data') };
  if (kind === 'ConfigMap') {
    if (typeof of('binaryData') === 'object') all['binaryData'] = of('binaryData');
  } else if (kind === 'Secret') {
    all['type'] = textOf(field(root, 'type'));
    if (typeof of('stringData') === 'object') all['stringData'] = of('stringData');
  } else throw new Unbuilt(`the name of a ${kind} would end in a hash`, root.at);
  return sha256(goJson(all))
    .slice(0, 10)
    .replace(/[013ae]/g, (digit) => OTHERS[digit] as string);
}

/** JSON as Go writes it. */
function goJson(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b));
  return `{${entries.map(([key, item]) => `${goJson(key)}:${goJson(item)}`).join(',')}}`;
}
