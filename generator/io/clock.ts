/** The day it is, in UTC: `2026-12-01`. Only the gate asks, for the end of approvals. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Wait, without a clock of our own: commands are synchronous. */
export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** How long to wait before the next try: longer each time, and random, so that writers who collided do not collide again. */
export function backoff(tries: number): number {
  return Math.random() * Math.min(3000, 30 * 2 ** tries);
}
