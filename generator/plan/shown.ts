import { isMap } from '../model/data.ts';
import { isSecretKey, isSecretReference, isSecretShaped } from '../model/secret-shaped.ts';
import type { FieldChange, Step } from './fields.ts';

const HIDDEN = '(hidden)';
const LONGEST = 96;

/** A field's value for people: short, and never a secret. */
export function shownField({ path }: Pick<FieldChange, 'path'>, value: unknown): string {
  return shortened(text(masked(value, hides(path))));
}

/** Whether what stands at a path is a secret by the name of a key or of an item on the way. */
function hides(path: readonly Step[]): boolean {
  let hidden = false;
  for (const step of path) {
    if (typeof step === 'number') continue;
    const name = typeof step === 'string' ? step : step.item;
    // Below a reference there are names; below anything else that sounds like a secret, values.
    if (isSecretReference(name)) hidden = false;
    else if (isSecretKey(name)) hidden = true;
  }
  return hidden && path.at(-1) !== 'name';
}

/** A copy without what must not be shown. */
export function masked(value: unknown, hidden = false): unknown {
  if (typeof value === 'string') return hidden || isSecretShaped(value) ? HIDDEN : value;
  if (typeof value === 'number') return hidden ? HIDDEN : value;
  if (Array.isArray(value)) return value.map((item) => masked(item, hidden));
  if (!isMap(value)) return value;
  // An environment variable says in its `name` what its `value` is.
  const named = typeof value['name'] === 'string' && isSecretKey(value['name']);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      masked(item, !isSecretReference(key) && key !== 'name' && (hidden || named || isSecretKey(key))),
    ]),
  );
}

function text(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value) ?? 'nothing';
}

/** Both ends of a long text: versions and digests differ at the end. */
function shortened(whole: string): string {
  if (whole.length <= LONGEST) return whole;
  return `${whole.slice(0, LONGEST - 33)}…${whole.slice(-32)}`;
}
