import { cut, inSight } from '../model/quoted.ts';

/** More of a value than this helps nobody. */
const MOST = 60;

/** A value of an object in a message: as JSON, cut, and without anything a terminal would act on. */
export function shownValue(value: unknown): string {
  return inSight(cut(JSON.stringify(value) ?? 'nothing', MOST));
}
