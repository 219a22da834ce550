import { Failure } from '../io/failure.ts';
import { quoted } from '../model/quoted.ts';
import type { Flags } from './command.ts';

/** How much of something `--limit` lets be shown. */
export function limitOf(flags: Flags, usual: number): number {
  const text = flags.more['limit'] as string | undefined;
  if (text === undefined) return usual;
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new Failure('usage', `--limit ${quoted(text)} is no number from 1`, `for example --limit ${usual}`);
  return Number(text);
}
