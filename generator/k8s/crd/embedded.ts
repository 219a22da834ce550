import { isMap } from '../../model/data.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { metadataFaults } from '../schema/shape.ts';
import { shownValue } from '../shown.ts';
import type { Fault } from './fault.ts';

/** What is wrong with the part of an embedded object that no schema describes: `apiVersion`, `kind` and `metadata`. */
export function embeddedFaults(map: Readonly<Record<string, unknown>>, path: Pointer): Fault[] {
  const faults: Fault[] = [];
  for (const key of ['apiVersion', 'kind']) {
    const value = map[key];
    if (value === undefined) faults.push({ path, message: `lacks the field "${key}"` });
    else if (typeof value !== 'string' || value === '')
      faults.push({ path: child(path, key), message: `must be text and not empty, not ${shownValue(value)}` });
  }
  if (map['metadata'] !== undefined) faults.push(...metadataFaults(map['metadata'], child(path, 'metadata')));
  if (isMap(map['metadata']) && map['metadata']['name'] === '')
    faults.push({ path: child(child(path, 'metadata'), 'name'), message: 'must not be empty' });
  return faults;
}
