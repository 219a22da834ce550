import { RunLock } from '../io/run-lock.ts';
import type { Flags } from './command.ts';

/** Seconds to wait for another run that edits the same config: each reads what the one before has written. */
const PATIENCE = 30;

/** Edit the config, and nobody else at the same time. */
export function editing<T>(flags: Flags, run: () => T): T {
  return RunLock.holding(flags.config, PATIENCE, run, 'run it again when that one has ended');
}
