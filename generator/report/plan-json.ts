import type { Review } from '../plan/review.ts';

/** A plan for machines. Values are shortened and redacted as for people: it goes into logs. */
export function planJson({ base, blocks, total, regions, still, verdict, planHash, delivery }: Review): object {
  const { excesses, guarded, regions: verdicts, ...rest } = verdict;
  return {
    base,
    planHash,
    total,
    regions: Object.fromEntries(regions),
    still,
    // What is delivered though the gate refuses the whole: regions are held apart. Nothing is, where a refusal is about the fleet.
    delivery:
      delivery === undefined
        ? null
        : {
            held: Object.fromEntries([...delivery.held].map(([region, hold]) => [region, { ...hold, since: delivery.since.get(region) }])),
            delivered: [...regions.keys()].filter((region) => !delivery.held.has(region)),
          },
    blocks,
    gate: {
      ...rest,
      regions: Object.fromEntries(verdicts),
      excesses: excesses.map(({ changes, ...excess }) => ({ ...excess, changes: changes.length })),
      guarded: guarded.map(({ because, change: { verb, region, component, id } }) => ({ because, verb, region, component, id })),
    },
  };
}
