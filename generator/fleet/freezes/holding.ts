import type { Freeze, Window } from './freeze.ts';
import { weekOf, windowsEnd, windowsHold } from './windows.ts';

/** More turns between freezes than these nobody waits for. */
const MOST_TURNS = 100;

/** Whether a freeze holds its regions at a moment. */
export function holdsAt({ from, until, windows }: Freeze, time: number): boolean {
  if ((from !== null && time < from) || (until !== null && time >= until)) return false;
  return windows.length === 0 || windowsHold(windows, time);
}

/** When a freeze that holds lets go; undefined where it never does. */
function endOf({ until, windows }: Freeze, time: number): number | undefined {
  const opens = windows.length === 0 ? undefined : windowsEnd(windows, time);
  return until === null || (opens !== undefined && opens < until) ? opens : until;
}

/** The freezes that hold a region, and until when it is held by one or another. */
export interface Held {
  readonly freezes: readonly Freeze[];
  /** Undefined: no end is in sight. */
  readonly until: number | undefined;
}

/** Regions that freezes hold at a moment, in the order of their names. */
export function heldAt(freezes: readonly Freeze[], time: number): ReadonlyMap<string, Held> {
  const names = [...new Set(freezes.filter((freeze) => holdsAt(freeze, time)).flatMap(({ regions }) => regions))].sort();
  const ends = new Map<string, Held>();
  return new Map(
    names.map((region) => {
      const own = freezes.filter(({ regions }) => regions.includes(region));
      const key = own.map(({ name }) => name).join();
      let held = ends.get(key);
      if (held === undefined) ends.set(key, (held = { freezes: own.filter((freeze) => holdsAt(freeze, time)), until: releaseOf(own, time) }));
      return [region, held];
    }),
  );
}

function releaseOf(freezes: readonly Freeze[], time: number): number | undefined {
  let now = time;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const ends = freezes.filter((freeze) => holdsAt(freeze, now)).map((freeze) => endOf(freeze, now));
    if (ends.length === 0) return now;
    if (ends.includes(undefined)) return undefined;
    now = Math.max(...(ends as number[]));
  }
  return undefined;
}

/** Whether a freeze, from a moment on, holds whenever another one does. */
export function isAsStrict(freeze: Freeze, other: Freeze, time: number): boolean {
  const begins = (freeze.from ?? -Infinity) <= Math.max(other.from ?? -Infinity, time);
  const ends = (freeze.until ?? Infinity) >= (other.until ?? Infinity);
  return begins && ends && holdAsMuch(freeze.windows, other.windows);
}

function holdAsMuch(windows: readonly Window[], others: readonly Window[]): boolean {
  if (windows.length === 0) return true;
  if (JSON.stringify(windows) === JSON.stringify(others)) return true;
  // The clocks of two zones do not go together all the year.
  if (new Set([...windows, ...others].map(({ timeZone }) => timeZone)).size > 1) return false;
  const week = weekOf(windows) as readonly boolean[];
  const wanted = others.length === 0 ? undefined : weekOf(others);
  return week.every((holds, i) => holds || wanted?.[i] === false);
}

/** What a freeze holds and when, without its words: what an approval is about. */
export function termsOf({ name, from, until, windows }: Freeze): unknown {
  return { name, from, until, windows };
}

/** Why a region is held, without a clock. */
export function frozenBy(freezes: readonly Pick<Freeze, 'name' | 'reason'>[]): string {
  return `frozen by ${freezes.map(({ name }) => name).join(' and ')}: ${[...new Set(freezes.map(({ reason }) => reason))].join('; ')}`;
}
