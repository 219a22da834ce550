import { frozenBy } from '../fleet/freezes/holding.ts';
import { timeText } from '../model/time.ts';
import type { Held } from '../fleet/freezes/holding.ts';
import { memo } from '../model/memo.ts';
import { emergencyHash } from '../plan/frozen.ts';
import { tally } from '../plan/review.ts';
import type { FrozenRegion, Review } from '../plan/review.ts';
import { listed } from './listed.ts';
import { tallyText } from './plan-words.ts';

/** Names of regions on a line. */
const MOST = 24;
/** The same within a line. */
const FEW = 6;

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
    return `${listed(names, MOST)}: ${because}; ${untilText(until)}; ${waitText(own, delivery)}`;
  });
  const hash = emergencyHash(frozen, verdict.released);
  return hash === undefined ? lines : [...lines, `what cannot wait: pap-fleet approve ${hash} --by "YOUR NAME" --reason "WHY IT CANNOT WAIT"`];
}

/** `waits: 1 updated in south, since 1f2e3d4c5b6a` */
function waitText(own: readonly [string, FrozenRegion][], delivery: Review['delivery']): string {
  const alike = new Map<string, string[]>();
  for (const [region, { waiting, digests }] of own) {
    if (digests.length === 0) continue;
    const since = delivery?.since.get(region);
    const what = waiting.length === 0 ? 'files' : tallyText(tally(waiting));
    memo(alike, `${what} in …${since === undefined ? '' : `, since ${since.slice(0, 12)}`}`, () => []).push(region);
  }
  if (alike.size === 0) return 'nothing waits';
  return `waits: ${[...alike].map(([what, names]) => what.replace('…', () => listed(names, FEW))).join('; ')}`;
}

/** Which of the regions are held, until when and why; those alike on one line. */
export function heldRows(held: ReadonlyMap<string, Held>, regions: readonly string[]): string[] {
  const alike = new Map<string, string[]>();
  for (const region of regions) {
    const own = held.get(region);
    if (own !== undefined) memo(alike, `${frozenBy(own.freezes)}; ${untilText(own.until)}`, () => []).push(region);
  }
  return [...alike].map(([words, names]) => `${listed(names, FEW)}: ${words}`);
}

/** The same for machines. */
export function heldJson(held: ReadonlyMap<string, Held>, regions: readonly string[]): object {
  return Object.fromEntries(
    regions.flatMap((region) => {
      const own = held.get(region);
      if (own === undefined) return [];
      const until = own.until === undefined ? null : timeText(own.until);
      return [[region, { freezes: own.freezes.map(({ name }) => name), because: frozenBy(own.freezes), until }]];
    }),
  );
}

/** What the freezes of a review hold, for machines. */
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
