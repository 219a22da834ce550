import { timeText } from '../fleet/freezes/holding.ts';
import { memo } from '../model/memo.ts';
import { emergencyHash } from '../plan/frozen.ts';
import { tally } from '../plan/review.ts';
import type { FrozenRegion, Review } from '../plan/review.ts';
import { listed } from './listed.ts';
import { tallyText } from './plan-words.ts';

/** Names of regions on a line. */
const MOST = 24;

/** `until 2027-01-04T06:00:00Z` */
export function untilText(until: number | undefined): string {
  return until === undefined ? 'with no end in sight' : `until ${timeText(until)}`;
}

/** Which regions freezes hold, until when, why, and what waits in them; lines without colours. */
export function frozenLines({ frozen, verdict, delivery }: Review): string[] {
  const alike = new Map<string, [string, FrozenRegion][]>();
  for (const [region, each] of frozen) memo(alike, JSON.stringify([each.because, each.until, each.released]), () => []).push([region, each]);
  const lines = [...alike.values()].map((own) => {
    const [[, { because, until, released }]] = own as [[string, FrozenRegion]];
    const names = own.map(([region]) => region);
    if (released) return `through the freeze, as approved: ${listed(names, MOST)} (${because})`;
    const waiting = own.filter(([, { digests }]) => digests.length > 0);
    const waits = waiting.map(([region, { waiting: changes }]) => {
      const since = delivery?.since.get(region);
      return `${region} (${changes.length === 0 ? 'files' : tallyText(tally(changes))}${since === undefined ? '' : `, since ${since.slice(0, 12)}`})`;
    });
    return `${listed(names, MOST)}: ${because}; ${untilText(until)}; ${waits.length === 0 ? 'nothing waits' : `waits: ${listed(waits, MOST)}`}`;
  });
  const hash = emergencyHash(frozen, verdict.released);
  return hash === undefined ? lines : [...lines, `what cannot wait: pap-fleet approve ${hash} --by "YOUR NAME" --reason "WHY IT CANNOT WAIT"`];
}

/** The same for machines. */
export function frozenJson({ frozen }: Review): object {
  return Object.fromEntries(
    [...frozen].map(([region, { freezes, because, until, waiting, released, digests }]) => [
      region,
      {
        freezes: freezes.map(({ name }) => name),
        because,
        until: until === undefined ? null : timeText(until),
        waits: digests.length > 0,
        waiting: tally(waiting),
        released,
      },
    ]),
  );
}
