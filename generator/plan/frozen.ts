import type { Fleet } from '../fleet/fleet.ts';
import { frozenBy, heldAt, termsOf } from '../fleet/freezes/holding.ts';
import type { Held } from '../fleet/freezes/holding.ts';
import type { FileMap } from '../render/files.ts';
import type { Tree } from '../render/tree.ts';
import { approvalHash, digestOf } from './approval.ts';
import { regionPrints } from './merge.ts';
import { Unreadable } from './tree.ts';

/** A region that freezes hold. */
export interface Frozen extends Held {
  /** Why, without a clock: as `held.json` has it. */
  readonly because: string;
  /** Names, for each of the freezes, that these very bytes go through it: what an emergency approves. None where nothing waits, or nobody can tell. */
  readonly digests: readonly string[];
}

/**
 * Regions that freezes hold now. What goes through one in an emergency is the whole of what waits in a region, as it is delivered and as it would be: a
 * further change is another emergency, and so is a further freeze.
 */
export function frozenIn(fleet: Pick<Fleet, 'freezes'>, wanted: FileMap, base: Tree, now: number): ReadonlyMap<string, Frozen> {
  const held = heldAt(fleet.freezes, now);
  if (held.size === 0) return new Map();
  return new Map(
    [...held].map(([region, { freezes, until }]) => {
      const [before, after] = printsOf(wanted, base, region);
      const digests = before === after ? [] : freezes.map((freeze) => digestOf(['frozen', region, termsOf(freeze), before], [after]));
      return [region, { freezes, until, because: frozenBy(freezes), digests }];
    }),
  );
}

/** Of an out/ that is not what its locks list no region can be told from the others; the merge says so. */
function printsOf(wanted: FileMap, base: Tree, region: string): readonly [string, string] {
  try {
    return regionPrints(wanted, base, region);
  } catch (error) {
    if (error instanceof Unreadable) return ['', ''];
    throw error;
  }
}

/** Names the approval of an emergency in regions; undefined where nothing waits in them. */
export function emergencyHash(frozen: ReadonlyMap<string, Frozen>, released: ReadonlySet<string>): string | undefined {
  const digests = emergencyDigests(frozen, released);
  return digests.length === 0 ? undefined : approvalHash(digests);
}

/** What an approval of all that waits names. @param region absent: of all regions */
export function emergencyDigests(frozen: ReadonlyMap<string, Frozen>, released: ReadonlySet<string>, region?: string): string[] {
  return [...frozen].flatMap(([name, { digests }]) => (released.has(name) || (region !== undefined && region !== name) ? [] : digests));
}
