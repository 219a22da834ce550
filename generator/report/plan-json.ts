import type { Review } from '../plan/review.ts';

/** A plan for machines. Values are shortened and redacted as for people: it goes into logs. */
export function planJson({ base, blocks, total, regions, still, verdict, planHash }: Review): object {
  const { excesses, guarded, ...rest } = verdict;
  return {
    base,
    planHash,
    total,
    regions: Object.fromEntries(regions),
    still,
    blocks,
    gate: {
      ...rest,
      excesses: excesses.map(({ changes, ...excess }) => ({ ...excess, changes: changes.length })),
      guarded: guarded.map(({ because, change: { verb, region, component, id } }) => ({ because, verb, region, component, id })),
    },
  };
}
