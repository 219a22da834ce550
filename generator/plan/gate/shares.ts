import type { Move } from '../../fleet/moved.ts';
import { memo } from '../../model/memo.ts';
import type { Change } from '../change.ts';
import type { Effect, Weight } from '../../components/weight.ts';
import type { Danger } from './danger.ts';

/** Fewer things than these are never a share: a change to one agent in one region or two is everyday work. */
export const FLOOR = 3;

/** A change that stops, restarts or weakens something. */
export interface Work {
  readonly change: Change;
  readonly weight: Weight;
  /** What is counted: an agent in a region, or one object. */
  readonly unit: string;
  /** What it is counted among: agents × regions, or objects of one kind of one component. */
  readonly group: string;
  /** The agent whose placement it is. */
  readonly agent?: string;
}

/** How many things of a group are delivered now, in a region or, without one, in all. */
export type Sizes = (group: string, region?: string) => number;

/** Agents and the regions in which they are delivered now. */
export type Homes = ReadonlyMap<string, ReadonlySet<string>>;

export interface ShareLimits {
  readonly maxWorkPercent: number;
}

export const PLACEMENTS = 'agents × regions';

/**
 * Work of which too much happens at once. Everything of a group counts together, whichever effect it has, whether it is
 * approved or not, and what was delivered since a day ago: what is left of the limit is what is free.
 */
export function overShare(
  work: readonly Work[],
  earlier: readonly Work[],
  sizes: Sizes,
  homes: Homes,
  { maxWorkPercent }: ShareLimits,
  moved: readonly Move[] = [],
): Danger[] {
  const found = new Map<Change, Danger>();
  const add = ({ change, weight }: Work, how?: string, shared = false): void => {
    if (found.has(change)) return;
    const because = how === undefined ? weight.says : `${weight.says}: ${how}`;
    found.set(change, { change, class: 'work', because, ...(shared ? { shared } : {}) });
  };
  for (const one of work) if (one.weight.always === true) add(one);

  for (const [agent, regions] of homes) {
    const stopped = work.filter((one) => one.agent === agent && one.weight.effect === 'stops');
    const gone = new Set(
      [...stopped, ...earlier.filter((one) => one.agent === agent && one.weight.effect === 'stops')].map(({ change }) => change.region),
    );
    if ([...regions].every((region) => gone.has(region))) {
      const move = moved.find(({ from }) => from === agent);
      const how = move === undefined ? 'ends, or stops,' : `becomes ${move.to}`;
      for (const one of stopped) add(one, `agent ${agent} ${how} in every region`);
    }
  }

  for (const [group, own] of grouped(work, ({ group: name }) => name)) {
    const before = earlier.filter((one) => one.group === group);
    const share = (mine: readonly Work[], past: readonly Work[], of: number, region?: string): void => {
      const units = new Set([...mine, ...past].map(({ unit }) => unit)).size;
      const over = units >= FLOOR && units * 100 > of * maxWorkPercent;
      // A region that stops altogether is somebody's production, however small it is.
      if (!over && !(region !== undefined && group === PLACEMENTS && units >= of)) return;
      const since = new Set(mine.map(({ unit }) => unit)).size < units ? ' within a day' : '';
      const where = region === undefined ? '' : ` of ${region}`;
      for (const one of mine) add(one, `${units} of ${of} ${group}${where}${since}; ${maxWorkPercent} % are allowed`, region === undefined);
    };
    const stops = (list: readonly Work[]): Work[] => list.filter(({ weight: { effect } }) => effect === ('stops' satisfies Effect));
    const past = grouped(stops(before), ({ change }) => change.region);
    for (const [region, there] of grouped(stops(own), ({ change }) => change.region))
      share(there, past.get(region) ?? [], sizes(group, region), region);
    share(own, before, sizes(group));
  }
  return [...found.values()];
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const item of items) memo(map, key(item), () => []).push(item);
  return map;
}
