import type { Freeze } from '../fleet/freezes/freeze.ts';
import { isAsStrict, termsOf } from '../fleet/freezes/holding.ts';
import { few } from '../model/few.ts';
import { timeText } from '../model/time.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import { digestOf } from './approval.ts';

/** What freezes no longer hold, though they would: in words, and what an approval of it names. */
export interface Loosened {
  readonly because: string;
  /** One for each region. */
  readonly digests: readonly string[];
}

/** Regions that are named. */
const MOST_NAMED = 6;

/**
 * Freezes that have gone, or hold less, since what is delivered was made. Each step of the config is looked at by itself, as each is approved by
 * itself: a freeze that came and went between two deliveries was there all the same. What has ended, or goes with its region, loosens nothing.
 * @param states the freezes of earlier configs, oldest first
 */
export function loosened(states: readonly (readonly Freeze[])[], fleet: Pick<Fleet, 'freezes' | 'regions'>, now: number): Loosened[] {
  const all = [...states, fleet.freezes];
  const there = new Set(fleet.regions.map(({ name }) => name));
  const found = new Map<
    string,
    { readonly freeze: Freeze; readonly next: Freeze | undefined; readonly regions: Set<string>; readonly digests: Set<string> }
  >();
  for (const [i, freezes] of states.entries()) {
    const after = all[i + 1] as readonly Freeze[];
    for (const freeze of freezes) {
      if (freeze.until !== null && freeze.until <= now) continue;
      for (const region of freeze.regions) {
        const theirs = after.filter(({ regions }) => regions.includes(region));
        if (!there.has(region) || theirs.some((other) => isAsStrict(other, freeze, now))) continue;
        const next = theirs.find(({ name }) => name === freeze.name);
        const [subject, change] = [termsOf(freeze), next === undefined ? null : termsOf(next)];
        const one = memo(found, JSON.stringify([subject, change]), () => ({ freeze, next, regions: new Set<string>(), digests: new Set<string>() }));
        one.regions.add(region);
        one.digests.add(digestOf(['freeze', region, subject], [change]));
      }
    }
  }
  return [...found.values()].map(({ freeze, next, regions, digests }) => ({
    because: `the freeze ${freeze.name} ${next === undefined ? 'no longer holds' : 'holds less in'} ${few([...regions], MOST_NAMED)}, which it would hold ${termText(freeze)}`,
    digests: [...digests],
  }));
}

function termText({ until }: Freeze): string {
  return until === null ? 'in its windows' : `until ${timeText(until)}`;
}
