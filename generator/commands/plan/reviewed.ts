import type { Compiled } from '../../compile.ts';
import { today as clock } from '../../io/clock.ts';
import { Failure } from '../../io/failure.ts';
import type { Verdict } from '../../deliver/judge.ts';
import { isDay } from '../../model/day.ts';
import { review } from '../../plan/review.ts';
import type { Review } from '../../plan/review.ts';
import { gateText } from '../../report/plan-text.ts';
import { heldText } from '../../report/held.ts';
import { planJson } from '../../report/plan-json.ts';
import { style } from '../../report/style.ts';
import type { ConfigFile } from '../../yaml/read.ts';
import type { Flags } from '../command.ts';
import type { Base } from './base.ts';
import { historyOf } from './history.ts';
import { readable } from './readable.ts';

/** The day by which approvals are judged. */
export function dayOf(flags: Flags): string {
  const day = flags.more['today'] as string | undefined;
  if (day === undefined) return clock();
  if (!isDay(day)) throw new Failure('usage', `--today ${day} is no day of the calendar`, 'for example 2026-12-01');
  return day;
}

/** Compare a valid fleet with what is delivered now. A base that cannot be understood is no base: nothing is guessed. */
export function reviewed(compiled: Compiled, config: readonly ConfigFile[], { tree, place }: Base, today: string, maxFileSize: number): Review {
  const { fleet, spec, overlays, files, customs, policyContext } = compiled as Required<Compiled>;
  const history = place === undefined ? undefined : historyOf(place, config, maxFileSize);
  return readable(() => review({ fleet, spec, overlays, files, config, customs, policyContext }, tree, today, history));
}

/** What the gate says to whoever is about to deliver. */
export function judgement(compiled: Compiled, config: readonly ConfigFile[], base: Base, maxFileSize: number, today = clock()): Verdict {
  const seen = reviewed(compiled, config, base, today, maxFileSize);
  if (seen.obstacle !== undefined)
    throw new Failure(
      'system',
      seen.stays.size === 0
        ? `the gate refuses a part of this change, and it cannot be held apart: ${seen.obstacle}`
        : `a region is to stay as it is, and cannot be held apart: ${seen.obstacle}`,
      seen.stays.size === 0
        ? 'approve all of it or take it back, so that nothing is held; then out/ is written anew'
        : 'take `generator` from all regions: this release cannot be delivered in waves',
    );
  const said = {
    passes: seen.verdict.passes,
    text: gateText(seen.verdict, today, style(false)) + heldText(seen, style(false)),
    data: planJson(seen),
    planHash: seen.planHash,
    news: seen.news,
  };
  return seen.delivery === undefined ? { allowed: false, ...said } : { allowed: true, ...said, delivery: seen.delivery };
}
