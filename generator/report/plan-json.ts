import type { Review } from '../plan/review.ts';

/** A plan for machines. Values are shortened and redacted as for people: it goes into logs. */
export function planJson({ base, blocks, total, regions, still, verdict, planHash }: Review): object {
  const { excesses, dangers, classes, regions: verdicts, ...rest } = verdict;
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
      dangers: dangers.map(({ because, class: kind, change: { verb, region, component, id } }) => ({
        because,
        class: kind,
        verb,
        region,
        component,
        id,
      })),
      classes: Object.fromEntries([...classes].map(([digest, kinds]) => [digest, [...kinds]])),
      regions: Object.fromEntries(verdicts),
    },
  };
}
