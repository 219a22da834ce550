import { memo } from '../../model/memo.ts';
import type { Excess } from '../budgets.ts';
import type { Change } from '../change.ts';
import { FLEET } from '../change.ts';
import type { Danger } from './danger.ts';

/** Whether what changes in one region may be delivered. */
export interface RegionVerdict {
  readonly passes: boolean;
  /** Why not, in a line; empty when it passes. */
  readonly because: string;
  /** Digests of its changes that still need an approval. */
  readonly needed: readonly string[];
}

/** What speaks against a region. */
export interface Reason {
  /** {@link FLEET} for the fleet as a whole. */
  readonly region: string;
  readonly because: string;
  /** The change that needs an approval; without one no approval helps. */
  readonly digest?: string;
}

/** More reasons than these are counted only. */
const MOST = 3;

/** The verdict of each region, and of the fleet as a whole under {@link FLEET}. */
export function regionVerdicts(names: Iterable<string>, reasons: readonly Reason[]): Map<string, RegionVerdict> {
  const byRegion = new Map<string, Reason[]>([[FLEET, []]]);
  for (const name of names) byRegion.set(name, []);
  for (const reason of reasons) memo(byRegion, reason.region, () => []).push(reason);
  return new Map(
    [...byRegion].map(([region, own]) => {
      const texts = [...new Set(own.map(({ because }) => because))];
      const more = texts.length > MOST ? `; and ${texts.length - MOST} more reasons` : '';
      const needed = [...new Set(own.flatMap(({ digest }) => (digest === undefined ? [] : [digest])))];
      return [region, { passes: own.length === 0, because: texts.slice(0, MOST).join('; ') + more, needed }];
    }),
  );
}

/** The reasons that dangers and excesses give. */
export function reasonsOf(dangers: readonly Danger[], excesses: readonly Excess[], open: (change: Change) => string | undefined): Reason[] {
  const reason = (change: Change, because: string): Reason[] => {
    const digest = open(change);
    return digest === undefined ? [] : [{ region: change.region, because, digest }];
  };
  return [
    ...dangers.flatMap(({ change, because }) => reason(change, because)),
    ...excesses.flatMap(({ changes, count, of, what, scope, limit }) =>
      changes.flatMap((change) => reason(change, `${scope}: ${count} of ${of} objects ${what}; ${limit} % are allowed`)),
    ),
  ];
}
