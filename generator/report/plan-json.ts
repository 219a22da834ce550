import type { Review } from '../plan/review.ts';

/** A plan for machines: every value whole, and without secrets, as it goes into logs. Of what is created `object` is all of it. */
export function planJson({ base, blocks, total, regions, still, verdict, planHash }: Review): object {
  const { excesses, guarded, ...rest } = verdict;
  return {
    base,
    planHash,
    total,
    regions: Object.fromEntries(regions),
    still,
    blocks: blocks.map((block) => ({
      ...block,
      objects: block.objects.map(({ created, ...named }) => (created === undefined ? named : { ...named, object: created() })),
    })),
    gate: {
      ...rest,
      excesses: excesses.map(({ changes, ...excess }) => ({ ...excess, changes: changes.length })),
      guarded: guarded.map(({ because, change: { verb, region, component, id } }) => ({ because, verb, region, component, id })),
    },
  };
}
