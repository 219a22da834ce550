import { DAY } from './freeze.ts';
import type { Window } from './freeze.ts';
import { wallIn } from './zone.ts';

const MINUTE = 60_000;

/** How long is looked for a change: windows recur every week, and clocks are put forward or back by some hours. */
const LONGEST = 9 * DAY * MINUTE;

/** Whether windows hold what they are about at a moment. */
export function windowsHold(windows: readonly Window[], time: number): boolean {
  return heldBy(windows, (window) => {
    const { day, minute } = wallIn(window.timeZone, time);
    return covers(window, day, minute);
  });
}

function heldBy(windows: readonly Window[], inside: (window: Window) => boolean): boolean {
  if (windows.some((window) => window.kind === 'deny' && inside(window))) return true;
  const allowing = windows.filter(({ kind }) => kind === 'allow');
  return allowing.length > 0 && !allowing.some(inside);
}

/** Whether a window is open when clocks show a minute of a day of the week. */
function covers({ days, from, to }: Window, day: number, minute: number): boolean {
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  return (days.includes(day) && minute >= from) || (days.includes((day + 6) % 7) && minute < to);
}

/** The first moment after one at which windows hold no more; undefined where they always do. */
export function windowsEnd(windows: readonly Window[], time: number): number | undefined {
  for (let next = edgeAfter(windows, time); next <= time + LONGEST; next = edgeAfter(windows, next)) if (!windowsHold(windows, next)) return next;
  return undefined;
}

/** The next whole minute at which a window may open or close, or a zone puts its clocks forward or back. */
function edgeAfter(windows: readonly Window[], time: number): number {
  const minute = Math.floor(time / MINUTE) * MINUTE;
  return Math.min(
    ...windows.map(({ from, to, timeZone }) => {
      const wall = wallIn(timeZone, minute);
      const until = (edge: number): number => ((edge - wall.minute + DAY - 1) % DAY) + 1;
      const next = minute + Math.min(until(from), until(to)) * MINUTE;
      return wallIn(timeZone, next).offset === wall.offset ? next : changeOfClocks(timeZone, minute, next, wall.offset);
    }),
  );
}

/** The first minute at which a zone has another offset. @param last one at which it has */
function changeOfClocks(timeZone: string, first: number, last: number, offset: number): number {
  let [before, after] = [first, last];
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (wallIn(timeZone, middle).offset === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** For each minute of the week, as the clocks of their zone show it, whether windows hold; undefined where they are of several zones. */
export function weekOf(windows: readonly Window[]): readonly boolean[] | undefined {
  if (new Set(windows.map(({ timeZone }) => timeZone)).size > 1) return undefined;
  return Array.from({ length: 7 * DAY }, (_, i) => heldBy(windows, (window) => covers(window, Math.floor(i / DAY), i % DAY)));
}
