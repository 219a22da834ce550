import { memo, remembered } from '../../model/memo.ts';
import { byCodeUnit, sortedKeys } from '../../model/order.ts';
import { pointer } from '../../model/pointer.ts';
import { chosen, isList, REST } from '../resolve/selection.ts';
import type { Hold } from '../holds/hold.ts';
import type { FleetSpec } from '../spec.ts';
import type { Rollout, RolloutHere, RolloutSpec, Wave, WaveSpec } from './rollout.ts';

/** The fleet with its rollouts and holds. Without any it is the very same. */
export function withRollouts(spec: FleetSpec, { rollouts, holds }: { rollouts: readonly RolloutSpec[]; holds: readonly Hold[] }): FleetSpec {
  if (rollouts.length + holds.length === 0) return spec;
  return {
    ...spec,
    ...(rollouts.length === 0 ? {} : { rollouts: rollouts.map((each) => rolloutOf(each, spec)) }),
    ...(holds.length === 0 ? {} : { holds }),
  };
}

function rolloutOf(written: RolloutSpec, spec: FleetSpec): Rollout {
  const taken = new Set<string>();
  // A region of two waves is refused, and counts for the first.
  const named = written.waves.map((wave) => {
    const own = namedRegions(wave, spec).filter((region) => !taken.has(region));
    for (const region of own) taken.add(region);
    return own;
  });
  const left = sortedKeys(spec.regions).filter((region) => !taken.has(region));
  const waves = written.waves.map(({ name, soak }, i): Wave => ({
    number: i + 1,
    name: name ?? String(i + 1),
    regions: [...(named[i] as readonly string[]), ...(i === named.length - 1 ? left : [])].sort(byCodeUnit),
    soak: soak ?? null,
  }));
  const { name, set, reached = 0 } = written;
  return { name, at: pointer('rollouts', name), set, waves, reached, written };
}

/** The regions that a wave chooses by itself: `rest` chooses none. */
export function namedRegions({ regions, resolved }: WaveSpec, spec: FleetSpec): readonly string[] {
  if (regions === REST) return [];
  return resolved ?? (isList(regions) ? regions : chosen(regions, spec.regions));
}

const NONE: readonly RolloutHere[] = [];

const byRegion = remembered(({ rollouts = [], regions }: FleetSpec): ReadonlyMap<string, readonly RolloutHere[]> => {
  const found = new Map<string, RolloutHere[]>();
  for (const rollout of rollouts)
    for (const wave of rollout.waves)
      for (const region of wave.regions)
        if (Object.hasOwn(regions, region)) memo(found, region, () => []).push({ rollout, wave, reached: wave.number <= rollout.reached });
  return found;
});

/** The rollouts that have a region in one of their waves: sorted by name. No two set one key. */
export function rolloutsIn(spec: FleetSpec, region: string | undefined): readonly RolloutHere[] {
  if (spec.rollouts === undefined || region === undefined) return NONE;
  return byRegion(spec).get(region) ?? NONE;
}
