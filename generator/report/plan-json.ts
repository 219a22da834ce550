import { emergencyHash } from '../plan/frozen.ts';
import { tally } from '../plan/review.ts';
import { frozenJson } from './frozen.ts';
import type { Review } from '../plan/review.ts';

/** A plan for machines: every value whole, and without secrets, as it goes into logs. Of what is created `object` is all of it. */
export function planJson(review: Review): object {
  const { base, blocks, total, regions, still, rollouts, verdict, planHash, stays, frozen, delivery } = review;
  const { excesses, dangers, classes, owners, regions: verdicts, released, ...rest } = verdict;
  return {
    base,
    planHash,
    total,
    regions: Object.fromEntries(regions),
    still,
    rollouts: rollouts.map(({ name, waves, reached }) => ({
      name,
      reached,
      waves: waves.map(({ number, name: called, regions: own }) => ({ number, name: called, regions: own })),
    })),
    // Regions that stay on the output of an older generator, and how much of this one waits in each.
    stays: Object.fromEntries(
      [...stays].map(([region, { generator, waiting, unknown }]) => [
        region,
        { generator, waiting: tally(waiting), ...(unknown === undefined ? {} : { unknown }) },
      ]),
    ),
    // Regions that freezes hold, and what an approval names that lets all that waits through.
    frozen: frozenJson(review),
    emergency: emergencyHash(frozen, released) ?? null,
    // What is delivered though the gate refuses the whole: regions are held apart. Nothing is, where a refusal is about the fleet.
    delivery:
      delivery === undefined
        ? null
        : {
            held: Object.fromEntries([...delivery.held].map(([region, hold]) => [region, { ...hold, since: delivery.since.get(region) }])),
            delivered: [...regions.keys()].filter((region) => !delivery.held.has(region)),
          },
    blocks: blocks.map((block) => ({
      ...block,
      objects: block.objects.map(({ created, ...named }) => (created === undefined ? named : { ...named, object: created() })),
    })),
    gate: {
      ...rest,
      regions: Object.fromEntries(verdicts),
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
      owners: Object.fromEntries(owners),
    },
  };
}
