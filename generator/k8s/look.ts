import { isMap } from '../model/data.ts';
import { child, type Pointer } from '../model/pointer.ts';
import type { KubeObject } from './object.ts';

/** Reading objects of any origin: nothing is there for sure, and what has another shape than expected is as if absent. */

export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = {};
const NO_TEXTS: Readonly<Record<string, string>> = {};

export function fields(value: unknown): Fields {
  return isMap(value) ? value : NONE;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function integer(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/** A map inside an object, and where it stands. */
export interface Placed {
  readonly item: Fields;
  readonly at: Pointer;
}

/** The maps of a list; what is no map there is the schema's to find. */
export function maps(value: unknown, at: Pointer): Placed[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, i) => (isMap(item) ? [{ item, at: child(at, i) }] : []));
}

/** A map whose values are all texts, such as labels. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  if (!isMap(value)) return NO_TEXTS;
  for (const key in value) if (typeof value[key] !== 'string') return onlyTexts(value);
  return value as Readonly<Record<string, string>>;
}

function onlyTexts(value: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

interface Step {
  /** Of which each is taken; absent: every key there is. */
  readonly keys: readonly string[] | undefined;
  readonly isList: boolean;
}

const paths = new Map<string, readonly Step[]>();

/** Asked millions of times: `memo` would make a function each time. */
function stepsOf(path: string): readonly Step[] {
  let steps = paths.get(path);
  if (steps === undefined) paths.set(path, (steps = stepsIn(path)));
  return steps;
}

function stepsIn(path: string): Step[] {
  return path.split('.').map((step) => {
    const keys = step.replace('[]', '');
    return { keys: keys === '*' ? undefined : keys.split('|'), isList: step.endsWith('[]') };
  });
}

/**
 * The maps at the end of a path, from outside in.
 * @param path such as `spec.ingress|egress[].ports[]`: `[]` goes through a list, `|` takes each of several keys, `*` every key
 */
export function each(from: KubeObject | Placed, path: string): Placed[] {
  const found: Placed[] = [];
  if ('apiVersion' in from) follow(from, '', stepsOf(path), 0, found);
  else follow(from.item, from.at, stepsOf(path), 0, found);
  return found;
}

/** Without a function or a list per step: rules ask for hundreds of paths of every object, and most are not there. */
function follow(item: Fields, at: Pointer, steps: readonly Step[], i: number, found: Placed[]): void {
  const step = steps[i];
  if (step === undefined) {
    found.push({ item, at });
    return;
  }
  const keys = step.keys ?? Object.keys(item);
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k] as string;
    const inner = item[key];
    if (typeof inner !== 'object' || inner === null) continue;
    if (!step.isList) {
      if (isMap(inner)) follow(inner, child(at, key), steps, i + 1, found);
    } else if (Array.isArray(inner)) {
      const list = child(at, key);
      for (let n = 0; n < inner.length; n++) {
        const one: unknown = inner[n];
        if (isMap(one)) follow(one, child(list, n), steps, i + 1, found);
      }
    }
  }
}
