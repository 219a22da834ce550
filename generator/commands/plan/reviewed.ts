import type { Compiled } from '../../compile.ts';
import { dayAt, moment as clock } from '../../io/clock.ts';
import { Failure } from '../../io/failure.ts';
import type { Verdict } from '../../deliver/judge.ts';
import { isDay } from '../../model/day.ts';
import { review } from '../../plan/review.ts';
import type { Review } from '../../plan/review.ts';
import { gateText } from '../../report/plan-text.ts';
import { frozenJson } from '../../report/frozen.ts';
import { heldText } from '../../report/held.ts';
import { planJson } from '../../report/plan-json.ts';
import { style } from '../../report/style.ts';
import type { ConfigFile } from '../../yaml/read.ts';
import type { Flags } from '../command.ts';
import type { Base } from './base.ts';
import { historyOf } from './history.ts';
import { readable } from './readable.ts';

/** By what approvals and freezes are judged. */
export interface Moment {
  /** `2026-12-01`, in UTC. */
  readonly today: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

/** The moment that `--today` names, or this one. A day alone is its beginning. */
export function momentOf(flags: Flags): Moment {
  const text = flags.more['today'] as string | undefined;
  if (text === undefined) return at(clock());
  const day = text.slice(0, 10);
  const time = text === day ? Date.parse(`${day}T00:00:00Z`) : TIME.test(text) ? Date.parse(text) : NaN;
  if (!isDay(day) || Number.isNaN(time))
    throw new Failure('usage', `--today ${text} is no day of the calendar`, 'for example 2026-12-01, or with a time 2026-12-01T09:00:00Z');
  return at(time);
}

function at(now: number): Moment {
  return { today: dayAt(now), now };
}

/** Compare a valid fleet with what is delivered now. A base that cannot be understood is no base: nothing is guessed. */
export function reviewed(
  compiled: Compiled,
  config: readonly ConfigFile[],
  { tree, place }: Base,
  { today, now }: Moment,
  maxFileSize: number,
): Review {
  const { fleet, spec, overlays, files, customs, policyContext } = compiled as Required<Compiled>;
  const history = place === undefined ? undefined : historyOf(place, config, maxFileSize);
  return readable(() => review({ fleet, spec, overlays, files, config, customs, policyContext }, tree, today, history, now));
}

/** What the gate says to whoever is about to deliver. */
export function judgement(compiled: Compiled, config: readonly ConfigFile[], base: Base, maxFileSize: number, moment = at(clock())): Verdict {
  const { today } = moment;
  const seen = reviewed(compiled, config, base, moment, maxFileSize);
  if (seen.obstacle !== undefined) throw inseparable(seen, seen.obstacle);
  const said = {
    passes: seen.verdict.passes,
    text: gateText(seen.verdict, today, style(false)) + heldText(seen, style(false)),
    data: planJson(seen),
    planHash: seen.planHash,
    frozen: frozenJson(seen),
    news: seen.news,
  };
  return seen.delivery === undefined ? { allowed: false, ...said } : { allowed: true, ...said, delivery: seen.delivery };
}

/** Why nothing is delivered where some regions stay and the others cannot be told from them. */
function inseparable({ stays, frozen }: Review, obstacle: string): Failure {
  if (stays.size > 0)
    return new Failure(
      'system',
      `a region is to stay as it is, and cannot be held apart: ${obstacle}`,
      'take `generator` from all regions: this release cannot be delivered in waves',
    );
  if ([...frozen.values()].some(({ released }) => !released))
    return new Failure(
      'system',
      `a freeze holds a region, and it cannot be held apart: ${obstacle}`,
      'undo what was edited in it by hand; what an older release wrote is delivered anew once no freeze holds anything',
    );
  return new Failure(
    'system',
    `the gate refuses a part of this change, and it cannot be held apart: ${obstacle}`,
    'approve all of it or take it back, so that nothing is held; then out/ is written anew',
  );
}
