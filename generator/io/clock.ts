import { timeText } from '../model/time.ts';

/** Milliseconds since 1970. Only the gate asks, and what shows what it holds: for freezes, and for the end of approvals. */
export function moment(): number {
  return Date.now();
}

/** The day that a moment is in, in UTC: `2026-12-01`. */
export function dayAt(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** What a clock on the wall shows: `21:04:07`. */
export function timeOfDay(): string {
  return new Date().toTimeString().slice(0, 8);
}

/** Whole milliseconds of a clock that nobody sets: for the time between two moments. */
export function milliseconds(): number {
  return Math.round(performance.now());
}

/** Wait, without a clock of our own: commands are synchronous. */
export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** How long to wait before the next try: longer each time, and random, so that writers who collided do not collide again. */
export function backoff(tries: number): number {
  return Math.random() * Math.min(3000, 30 * 2 ** tries);
}

/** The time it is, in UTC, in whole seconds: `2026-12-01T09:12:00Z`. */
export function now(): string {
  return timeText(Date.now());
}
