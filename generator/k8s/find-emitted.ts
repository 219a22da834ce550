import { segments, type Pointer } from '../model/pointer.ts';
import { emit } from './emit.ts';

/** A position in a text. Lines and columns count from 1. */
interface Position {
  readonly line: number;
  readonly col: number;
  readonly length: number;
}

/** No input holds this character, and `emit` writes it in a way that nothing else is written. */
const MARK = '\0';
const MARKED = emit(MARK).trimEnd();

/**
 * Where `emit` writes the value at a path: it writes in order, so whatever stands there, the lines before it are the same.
 * Of what is not there, the nearest that it would be in.
 * @param fill makes of a line what it is in the file
 */
export function findEmitted(object: unknown, path: Pointer, fill: (line: string) => string = (line) => line): Position {
  const keys = present(object, segments(path));
  const before = emit(marked(object, keys)).split('\n');
  const at = Math.max(
    0,
    before.findIndex((line) => line.includes(MARKED)),
  );
  const line = fill(emit(object).split('\n')[at] as string);
  const value = (before[at] as string).indexOf(MARKED);
  // What takes several lines is shown by its key, which may be the first of an item.
  const start = value >= 0 && value < line.length ? value : line.search(/[^ -]|-(?! )/);
  return { line: at + 1, col: start + 1, length: line.length - start };
}

/** The beginning of a path that leads somewhere. */
function present(value: unknown, keys: readonly string[]): string[] {
  const [key, ...rest] = keys;
  const inner = key === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, key) ? undefined : (value as Fields)[key];
  return key === undefined || inner === undefined ? [] : [key, ...present(inner, rest)];
}

/** A copy in which the mark stands at a path. */
function marked(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return MARK;
  const inner = marked((value as Fields)[key], rest);
  return Array.isArray(value) ? value.map((item: unknown, i) => (String(i) === key ? inner : item)) : { ...(value as Fields), [key]: inner };
}

type Fields = Readonly<Record<string, unknown>>;
