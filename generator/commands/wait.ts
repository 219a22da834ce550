import { Failure } from '../io/failure.ts';
import type { Flags } from './command.ts';

/** Seconds of --wait. */
export function waitOf({ more }: Flags): number {
  const text = more['wait'] as string | undefined;
  if (text === undefined) return 0;
  if (!/^[0-9]{1,4}$/.test(text)) throw new Failure('usage', `--wait ${text} is no number of seconds`, 'a whole number from 0 to 9999');
  return Number(text);
}
