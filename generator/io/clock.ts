/** The day it is, in UTC: `2026-12-01`. Only the gate asks, for the end of approvals. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
