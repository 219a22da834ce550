import { isMap } from '../../model/data.ts';
import type { Pointer } from '../../model/pointer.ts';
import { shown } from '../../model/quoted.ts';

/** Where and how a document of a file says that it is of another kind; undefined where it is of this one. */
export function kindFlaw(data: unknown, kind: string): { readonly path: Pointer; readonly message: string } | undefined {
  const found = isMap(data) ? data['kind'] : undefined;
  if (found === kind) return undefined;
  const noun = kind.toLowerCase();
  return typeof found === 'string' ? { path: '/kind', message: `${shown(found)} is no ${noun}` } : { path: '', message: `this is no ${noun}` };
}
