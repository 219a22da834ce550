import { equal } from '../model/data.ts';
import { seconds, size } from '../k8s/measure.ts';

/** Whether a setting protects less than each of those that are delivered. */
export type Weaker = (now: unknown, known: readonly unknown[]) => boolean;

export const other: Weaker = (now, known) => !known.some((value) => equal(value, now));
/** @param order from the weakest on */
export const below =
  (...order: readonly unknown[]): Weaker =>
  (now, known) =>
    known.every((value) => order.indexOf(now) < order.indexOf(value));
export const absent: Weaker = (now, known) => isNone(now) && !known.some(isNone);
export const present: Weaker = (now, known) => !isNone(now) && known.every(isNone);
export const on: Weaker = (now, known) => now === true && !known.includes(true);
export const twice: Weaker = (now, known) => known.length > 0 && known.every((value) => Number(size(now)) > 2 * Number(size(value)));
export const longer: Weaker = (now, known) => known.length > 0 && known.every((value) => Number(seconds(now)) > Number(seconds(value)));
export const shorter: Weaker = (now, known) => known.length > 0 && known.every((value) => Number(seconds(now)) < Number(seconds(value)));
export const wider: Weaker = (now, known) => known.every((value) => !within(now as unknown[], value as unknown[]));
/** As `wider`, where an empty list stands for everything. */
export const open: Weaker = (now, known) => known.every((value) => !isNone(value) && (isNone(now) || !within(now as unknown[], value as unknown[])));

function isNone(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function within(now: readonly unknown[], outer: readonly unknown[]): boolean {
  return now.every((item) => outer.some((known) => equal(item, known)));
}
