import type { Built } from './build.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import type { Pointer } from '../model/pointer.ts';
import { isGranted, powersIn, titleOf, type Power } from './power.ts';

/** The power that a component of the fleet's own asks for, in regions in which it is the same. */
export interface Asked {
  readonly component: string;
  readonly rules: string;
  readonly regions: readonly string[];
  /** Titles, with `{region}` in the place of the region's name. */
  readonly objects: readonly string[];
  /** Regions of these in which nothing grants it. */
  readonly open: readonly string[];
}

/** A grant that nobody asks for. */
export interface Unused {
  readonly component: string;
  readonly rules: string;
  readonly at: Pointer;
}

/** What power the components of the fleet's own ask for, and what of the grants nobody uses. */
export interface Grants {
  readonly asked: readonly Asked[];
  readonly unused: readonly Unused[];
}

export function grantsOf(fleet: Fleet, built: Built): Grants {
  const powers = powersIn(fleet, built);
  const alike = new Map<string, Power[]>();
  for (const power of powers) memo(alike, `${power.component.name} ${power.rules}`, () => []).push(power);
  const asked = [...alike.values()].map((own): Asked => {
    const { component, rules, objects } = own[0] as Power;
    return {
      component: component.name,
      rules,
      regions: own.map(({ region }) => region.name),
      objects: objects.map(titleOf),
      open: own.filter((power) => !isGranted(power, fleet)).map(({ region }) => region.name),
    };
  });
  const unused = fleet.componentGrants.filter(
    ({ component, rules, regions }) =>
      !powers.some((power) => power.component.name === component && power.rules === rules && regions.includes(power.region.name)),
  );
  return { asked, unused: unused.map(({ component, rules, at }) => ({ component, rules, at })) };
}
