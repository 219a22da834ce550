import type { Limits } from '../render/lock.ts';
import { memo } from '../model/memo.ts';
import { excesses } from './budgets.ts';
import type { Excess, Riders } from './budgets.ts';
import { FLEET } from './change.ts';
import type { Change } from './change.ts';
import type { Danger } from './gate/danger.ts';
import type { Omission } from './omissions.ts';
import type { Plan } from './plan.ts';

/** What the gate says about one region. */
export interface RegionVerdict {
  readonly passes: boolean;
  /** Why it does not pass; empty when it does. */
  readonly because: string;
  /** Digests of its changes that need an approval. */
  readonly needed: readonly string[];
}

interface Refused {
  readonly excesses: readonly Excess[];
  readonly dangers: readonly Danger[];
  /** The dangers of fewer changes. */
  readonly dangersOf: (changes: readonly Change[]) => readonly Danger[];
  readonly omissions: readonly Omission[];
  /** What is refused about the fleet as a whole. */
  readonly fleet: readonly { readonly because: string; readonly needed: readonly string[] }[];
}

/** Reasons beyond these are counted. */
const MOST_REASONS = 3;

/**
 * One verdict per region; {@link FLEET} is what belongs to no region. A share of the whole fleet is counted over the regions that are not refused
 * by themselves: what is held changes nothing.
 * @param changes all of them; the riders tell which are approved
 */
export function regionVerdicts(
  plan: Plan,
  changes: readonly Change[],
  limits: Limits,
  digestOf: (change: Change) => string,
  refused: Refused,
  riders: Riders = {},
): Map<string, RegionVerdict> {
  const reasons = new Map<string, { readonly because: Set<string>; readonly needed: Set<string> }>();
  const add = (region: string, because: string, needed: readonly string[]): void => {
    const one = memo(reasons, region, () => ({ because: new Set<string>(), needed: new Set<string>() }));
    one.because.add(because);
    for (const digest of needed) one.needed.add(digest);
  };
  const addExcess = ({ scope, count, of, what, limit, changes }: Excess): void => {
    for (const change of changes)
      add(change.region, `${count} of ${of} objects of ${scope} are ${what}, and ${limit} % are allowed`, [digestOf(change)]);
  };
  for (const each of refused.fleet) add(FLEET, each.because, each.needed);
  for (const { region = FLEET, what } of refused.omissions) add(region, what, []);
  for (const { change, because, shared } of refused.dangers) if (shared !== true) add(change.region, because, [digestOf(change)]);
  for (const excess of refused.excesses) if (excess.isRegion) addExcess(excess);
  const others = changes.filter(({ region }) => !reasons.has(region));
  // A region that is over its own limit is not among the others.
  for (const excess of excesses(plan, others, limits, riders)) addExcess(excess);
  const shared = refused.dangers.filter((danger) => danger.shared === true);
  const left =
    shared.length === 0 || others.length === changes.length ? shared : refused.dangersOf(others).filter((danger) => danger.shared === true);
  for (const { change, because } of left) add(change.region, because, [digestOf(change)]);

  const regions = new Set([FLEET, ...plan.memory.regions.keys(), ...plan.changes.map(({ region }) => region), ...reasons.keys()]);
  return new Map(
    [...regions].sort().map((region) => {
      const { because = new Set<string>(), needed = new Set<string>() } = reasons.get(region) ?? {};
      const rest = because.size - MOST_REASONS;
      const text = [...[...because].slice(0, MOST_REASONS), ...(rest > 0 ? [`${rest} more reasons`] : [])].join('; ');
      return [region, { passes: because.size === 0, because: text, needed: [...needed] }];
    }),
  );
}
