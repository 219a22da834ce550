import { isMap } from '../model/data.ts';
import { child } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';

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

/** The maps of a list, each with its pointer. */
export function maps(value: unknown, at: Pointer): { readonly item: Fields; readonly at: Pointer }[] {
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
