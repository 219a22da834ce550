import { isMap } from '../model/data.ts';
import { segments } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { schemaAt } from '../fleet/schema/schemas.ts';
import type { FleetSpec } from '../fleet/spec.ts';

/** Fleets that are as one is but for one value: with something else in its place, and without it. What the value makes is what they do not have. */
export function alterations(spec: FleetSpec, at: Pointer): FleetSpec[] {
  const path = pathIn(spec, segments(at));
  if (path === undefined) return [];
  return [...othersAt(spec, path, at), undefined].map((other) => replaced(spec, path, other) as FleetSpec);
}

/** A fleet in which each of these values is another one. @param round which one of those that may stand there */
export function alteredAt(spec: FleetSpec, all: readonly Pointer[], round: number): FleetSpec {
  return all.reduce((other, at) => {
    const path = pathIn(other, segments(at));
    if (path === undefined) return other;
    const others = othersAt(other, path, at);
    return replaced(other, path, others[round % Math.max(1, others.length)]) as FleetSpec;
  }, spec);
}

function othersAt(spec: FleetSpec, path: readonly string[], at: Pointer): unknown[] {
  const value = path.reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], spec);
  return isMap(value) || Array.isArray(value) ? [] : otherValues(value, schemaAt(segments(at))?.enum);
}

/** Where a pointer of the sources leads in the fleet: a rollout is known by its name there. */
function pathIn(spec: FleetSpec, path: readonly string[]): string[] | undefined {
  if (path[0] !== 'rollouts') return present(spec, path);
  const at = spec.rollouts?.findIndex(({ name }) => name === path[1]) ?? -1;
  if (at === -1) return undefined;
  // What a wave has, and how many are reached, is worked out from the whole of it.
  return path[2] === 'set' ? present(spec, ['rollouts', String(at), ...path.slice(2)]) : ['rollouts', String(at)];
}

/** As far as a path leads: regions that are chosen by their labels are a list there. */
function present(value: unknown, [step, ...rest]: readonly string[]): string[] {
  if (step === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return [step, ...present((value as Record<string, unknown>)[step], rest)];
}

/** Values that may stand in the place of one: of its kind, so that what reads it goes on. */
export function otherValues(value: unknown, choices: readonly unknown[] | undefined): unknown[] {
  if (choices !== undefined) return choices.filter((each) => each !== value).slice(0, 3);
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1];
  if (typeof value !== 'string') return [];
  const digit = /[0-8]/.exec(value);
  const around = [`${value}x`, `x${value}`];
  return digit === null ? around : [`${value.slice(0, digit.index)}${Number(digit[0]) + 1}${value.slice(digit.index + 1)}`, ...around];
}

/** A copy with another value at a path; without one where it is undefined. */
export function replaced(value: unknown, [step, ...rest]: readonly string[], other: unknown): unknown {
  if (step === undefined) return other;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, i) => (String(i) === step ? replaced(item, rest, other) : item));
    return rest.length === 0 && other === undefined ? items.filter((_, i) => String(i) !== step) : items;
  }
  const { [step]: inner, ...beside } = value as Record<string, unknown>;
  if (rest.length === 0 && other === undefined) return beside;
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([key, each]) => [key, key === step ? replaced(inner, rest, other) : each]),
  );
}
