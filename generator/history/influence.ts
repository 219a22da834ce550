import type { FleetSpec } from '../fleet/spec.ts';
import { isMap } from '../model/data.ts';
import { child, segments } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import type { FileMap } from '../render/files.ts';
import { alterations, alteredAt } from './altered.ts';
import { differing, differingLines, keyOf, piecesIn } from './pieces.ts';
import type { Piece } from './pieces.ts';
import type { Extent, Remaker } from './remake.ts';

/** A line of an out/, in what holds it. */
export interface Target {
  readonly piece: Piece;
  /** From 1, within the file. */
  readonly line: number;
}

/** The piece of a file that a line is in, and the line; undefined where it separates pieces, or is below the last one. */
export function targetOf(file: string, text: string, line: number): Target | undefined {
  const piece = piecesIn(file, text).find(({ start, lines }) => line >= start && line < start + lines.length);
  return piece === undefined ? undefined : { piece, line };
}

/**
 * The values that a line follows from: what bears on it is changed, and what is made then is held against what is there. So it is true of whatever
 * components compute, and nothing is found where a line is the same whatever the fleet says. Many values are changed at once first: most have
 * nothing to do with a line.
 */
export function influencesOn(spec: FleetSpec, remaker: Remaker, { piece, line }: Target, extent: Extent): Pointer[] {
  const key = keyOf(piece);
  const effectOf = (other: FleetSpec): 'none' | 'value' | 'unknown' => {
    const there = remaker.piece(other, extent, key);
    if (there === undefined) return 'unknown';
    return differingLines(piece, there).includes(line) ? 'value' : 'none';
  };
  const search = (all: readonly Pointer[]): Pointer[] => {
    const [only, another] = all;
    if (only === undefined) return [];
    if (another === undefined) return alterations(spec, only).some((other) => effectOf(other) === 'value') ? [only] : [];
    if (ROUNDS.every((round) => effectOf(alteredAt(spec, all, round)) === 'none')) return [];
    const middle = Math.ceil(all.length / 2);
    return [...search(all.slice(0, middle)), ...search(all.slice(middle))];
  };
  return search(leavesIn(relevant(spec, extent), spec.rollouts));
}

/** Values are changed together in so many ways. */
const ROUNDS = [0, 1, 2];

/** Every value that is no map and no list, and every list without any. */
function leavesIn(spec: object, rollouts: FleetSpec['rollouts'] = []): Pointer[] {
  const found: Pointer[] = [];
  const visit = (value: unknown, at: Pointer): void => {
    const entries = isMap(value) || Array.isArray(value) ? Object.entries(value) : [];
    if (entries.length === 0) found.push(at);
    for (const [step, inner] of entries) visit(inner, child(at, step));
  };
  for (const [step, value] of Object.entries(spec)) if (step !== 'holds') visit(value, child('', step));
  for (const { name, set } of rollouts) visit(set, child(child('/rollouts', name), 'set'));
  return found;
}

/** Of a fleet, what an extent can follow from. */
function relevant({ rollouts: _, ...spec }: FleetSpec, { region, agent }: Extent): Omit<FleetSpec, 'rollouts'> {
  const only = <T>(map: Readonly<Record<string, T>>, name: string | undefined): Readonly<Record<string, T>> =>
    name === undefined ? map : Object.fromEntries(Object.entries(map).filter(([key]) => key === name));
  return { ...spec, regions: only(spec.regions, region), agents: only(spec.agents ?? {}, agent) };
}

/** What a value makes: the lines of an out/ that would be others without it. Undefined where it cannot be taken away, nor can anything in it. */
export function madeBy(spec: FleetSpec, remaker: Remaker, files: FileMap, at: Pointer): Lines | undefined {
  return followersOf(files, at, {
    others: (path) => alterations(spec, path).map((other) => () => remaker.of(other)?.files),
    value: (path) => valueAt(spec, segments(path)),
  });
}

export type Lines = ReadonlyMap<string, readonly number[]>;

/** How something is looked at with one value altered or taken away. */
export interface Alterable {
  /** What is made then; undefined where nothing can be. */
  readonly others: (at: Pointer) => readonly (() => FileMap | undefined)[];
  readonly value: (at: Pointer) => unknown;
}

export function followersOf(files: FileMap, at: Pointer, alterable: Alterable): Lines | undefined {
  let isKnown = false;
  for (const other of alterable.others(at)) {
    const made = other();
    if (made === undefined) continue;
    isKnown = true;
    const found = differing(files, made);
    if (found.size > 0) return found;
  }
  if (isKnown) return new Map();
  return united(below(alterable.value(at), at).map((inner) => followersOf(files, inner, alterable)));
}

const MOST_BELOW = 64;

function below(value: unknown, at: Pointer): Pointer[] {
  return isMap(value) || Array.isArray(value)
    ? Object.keys(value)
        .slice(0, MOST_BELOW)
        .map((key) => child(at, key))
    : [];
}

/** What a path leads to. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => (isMap(inner) || Array.isArray(inner) ? (inner as Record<string, unknown>)[step] : undefined), value);
}

function united(all: readonly (Lines | undefined)[]): Lines | undefined {
  const known = all.filter((each) => each !== undefined);
  if (known.length === 0) return undefined;
  const files = [...new Set(known.flatMap((each) => [...each.keys()]))].sort();
  return new Map(files.map((file) => [file, [...new Set(known.flatMap((each) => each.get(file) ?? []))].sort((a, b) => a - b)]));
}
