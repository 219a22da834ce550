// https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/
import type { Fleet } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { DAY } from '../fleet/freezes/freeze.ts';
import type { Window } from '../fleet/freezes/freeze.ts';
import { byCodeUnit } from '../model/order.ts';

/** A window of an AppProject. */
interface SyncWindow {
  kind: string;
  schedule: string;
  duration: string;
  clusters: string[];
  timeZone: string;
  manualSync: boolean;
}

/**
 * The windows that Argo CD keeps for a region. It compares the clock of the zone with schedule and duration, as the delivery does, also on the days when
 * clocks are put forward or back. By hand somebody may sync at any time: in an emergency that is how what was delivered gets to the cluster.
 */
export function syncWindows({ freezes }: Pick<Fleet, 'freezes'>, { name, cluster }: Pick<Region, 'name' | 'cluster'>): SyncWindow[] {
  const own = freezes.filter(({ argocd, regions }) => argocd && regions.includes(name)).flatMap(({ windows }) => windows);
  const made = own.map((window): SyncWindow => {
    const { kind, timeZone } = window;
    return { kind, schedule: scheduleOf(window), duration: durationOf(window), clusters: [cluster], timeZone, manualSync: true };
  });
  // Argo CD refuses a project that has a window twice.
  const distinct = new Map(made.map((window) => [JSON.stringify(window), window]));
  return [...distinct].sort(([a], [b]) => byCodeUnit(a, b)).map(([, window]) => window);
}

function scheduleOf({ days, from }: Window): string {
  return `${from % 60} ${Math.floor(from / 60)} * * ${days.length === 7 ? '*' : days.join(',')}`;
}

/** Go's form of a duration. */
function durationOf({ from, to }: Window): string {
  const minutes = to > from ? to - from : to + DAY - from;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${hours === 0 ? '' : `${hours}h`}${rest === 0 ? '' : `${rest}m`}`;
}
