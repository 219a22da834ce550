import type { Compiled } from '../../compile.ts';
import { today as clock } from '../../io/clock.ts';
import { Failure } from '../../io/failure.ts';
import type { Tree } from '../../render/tree.ts';
import { isDay } from '../../model/day.ts';
import { review } from '../../plan/review.ts';
import type { Review } from '../../plan/review.ts';
import { Unreadable } from '../../plan/tree.ts';
import { gateText } from '../../report/plan-text.ts';
import { planJson } from '../../report/plan-json.ts';
import { style } from '../../report/style.ts';
import type { ConfigFile } from '../../yaml/read.ts';
import type { Flags } from '../command.ts';

/** The day by which approvals are judged. */
export function dayOf(flags: Flags): string {
  const day = flags.more['today'] as string | undefined;
  if (day === undefined) return clock();
  if (!isDay(day)) throw new Failure('usage', `--today ${day} is no day of the calendar`, 'for example 2026-12-01');
  return day;
}

/** Compare a valid fleet with what is delivered now. A base that cannot be understood is no base: nothing is guessed. */
export function reviewed(compiled: Compiled, config: readonly ConfigFile[], old: Tree, today: string): Review {
  const { fleet, spec, overlays, files, customs } = compiled as Required<Compiled>;
  try {
    return review({ fleet, spec, overlays, files, config, customs }, old, today);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Failure(
      'system',
      error.message,
      'it was made or changed by somebody else; deliver what pap-fleet generates from the same config first',
    );
  }
}

/** What the gate says to whoever is about to deliver: the words, the data, and the name of the change. */
export function judgement(
  compiled: Compiled,
  config: readonly ConfigFile[],
  old: Tree,
  today = clock(),
): { readonly allowed: boolean; readonly text: string; readonly data: object; readonly planHash: string } {
  const seen = reviewed(compiled, config, old, today);
  return { allowed: seen.verdict.passes, text: gateText(seen.verdict, today, style(false)), data: planJson(seen), planHash: seen.planHash };
}
