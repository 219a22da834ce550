import { equal, isMap } from '../model/data.ts';
import { isHidden, isSecretKey, isSecretOption } from '../secrets/keys.ts';
import { pairs } from './list-items.ts';

/** A step into an object: a key, the name of a list's item, what else it is known by, or an index. */
export type Step = string | number | { readonly item: string } | { readonly like: string };

/** One field that differs. What is absent on a side was not, or is no longer, there. */
export interface FieldChange {
  /** Of an item without a name the index: where it was, if it goes, and else where it is. */
  readonly path: readonly Step[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** What stands around it says that it is a secret. */
  readonly hidden?: true;
  /** The items are the same in another order: their names, before and after. */
  readonly order?: true;
}

/** How two versions of an object differ, as few fields as say it all. */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const found: FieldChange[] = [];
  walk(before, after, [], false, found);
  return found;
}

function walk(before: unknown, after: unknown, path: readonly Step[], hidden: boolean, found: FieldChange[]): void {
  if (equal(before, after)) return;
  if (isMap(before) && isMap(after)) {
    const named = isSecretEntry(before) || isSecretEntry(after);
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const below = key !== 'name' && isHidden(key, hidden || (named && key === 'value'));
      side(Object.hasOwn(before, key), before[key], Object.hasOwn(after, key), after[key], [...path, key], below, found);
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && items(before, after, path, hidden, found)) return;
  found.push({ path, before, after, ...(hidden ? { hidden } : {}) });
}

function side(had: boolean, before: unknown, has: boolean, after: unknown, path: readonly Step[], hidden: boolean, found: FieldChange[]): void {
  if (had && has) walk(before, after, path, hidden, found);
  else found.push({ path, ...(had ? { before } : {}), ...(has ? { after } : {}), ...(hidden ? { hidden: true as const } : {}) });
}

/** Whether an environment variable says in its `name` that its `value` is a secret. */
export function isSecretEntry(map: Readonly<Record<string, unknown>>): boolean {
  return typeof map['name'] === 'string' && Object.hasOwn(map, 'value') && isSecretKey(map['name']);
}

/** Compare lists item by item. */
function items(before: readonly unknown[], after: readonly unknown[], path: readonly Step[], hidden: boolean, found: FieldChange[]): boolean {
  const all = pairs(before, after);
  if (all === undefined) return false;
  for (const { step, old, now } of all) {
    const secret = hidden || isSecretOption(before[(old ?? 0) - 1]) || isSecretOption(after[(now ?? 0) - 1]);
    side(old !== undefined, before[old as number], now !== undefined, after[now as number], [...path, step], secret, found);
  }
  const kept = all.filter(({ step, old, now }) => typeof step !== 'number' && old !== undefined && now !== undefined);
  const names = kept.map(({ step }) => stepText(step));
  const places = kept.map(({ old }) => old as number);
  const sorted = [...kept].sort((a, b) => (a.old as number) - (b.old as number)).map(({ step }) => stepText(step));
  if (places.some((place, i) => place < (places[i - 1] ?? 0))) found.push({ path, before: sorted, after: names, order: true });
  return true;
}

function stepText(step: Step): string {
  if (typeof step !== 'object') return String(step);
  return 'item' in step ? step.item : step.like;
}

/** A path as Kubernetes writes it: `spec.template.spec.containers[agent].image`. */
export function pathText(path: readonly Step[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step !== 'string') text += `[${stepText(step)}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `["${step}"]`;
  }
  return text;
}
