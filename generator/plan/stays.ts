import type { Fleet } from '../fleet/fleet.ts';
import { compareGenerators, staysOn } from '../model/generator.ts';
import { memo } from '../model/memo.ts';
import type { FileMap } from '../render/files.ts';
import { treeOf } from '../render/tree.ts';
import { FLEET, subject } from './change.ts';
import type { Change } from './change.ts';
import { titleOf } from './fold.ts';
import type { Memory } from './memory.ts';
import { mixedDifferences } from './merge.ts';
import type { Omission } from './omissions.ts';
import { makePlan } from './plan.ts';
import type { Wanted } from './plan.ts';

/** What this generator makes of the config that a region reflects, or why nobody can tell. */
export type Reflected = { readonly files: FileMap } | { readonly unknown: string };

/** A region that stays on the output of an older generator, because config/ says so. */
export interface Stay {
  /** As it is written. */
  readonly generator: string;
  /** What this generator would change in it; none of it is delivered. */
  readonly waiting: readonly Change[];
  /** Why nobody can tell whether edits of config/ reach it; absent where it is known that none does, or which do. */
  readonly unknown?: string;
}

/** Objects that are named. */
const MOST_NAMED = 4;

/** Regions that name an older generator than the one that runs, and which. */
export function behind({ regions }: Fleet): ReadonlyMap<string, string> {
  return new Map(
    regions.flatMap(({ name, generator }) => (generator !== null && compareGenerators(generator) < 0 ? [[name, generator] as const] : [])),
  );
}

/** The same with the reason that held.json has. */
export function holdsOf(pins: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...pins].map(([region, version]) => [region, staysOn(version)]));
}

/** What waits in the regions that stay, and what of it is an edit of config/, which no region may wait with silently. */
export function staysIn(
  wanted: Wanted,
  pins: ReadonlyMap<string, string>,
  changes: readonly Change[],
  reflected: (region: string) => Reflected,
): { readonly stays: ReadonlyMap<string, Stay>; readonly edits: readonly Omission[] } {
  const plans = new Map<FileMap, readonly Change[]>();
  const edits: Omission[] = [];
  const stays = new Map<string, Stay>();
  for (const [region, generator] of pins) {
    const waiting = changes.filter((change) => change.region === region);
    const known = reflected(region);
    stays.set(region, { generator, waiting, ...('unknown' in known ? { unknown: known.unknown } : {}) });
    if ('unknown' in known) continue;
    const before = treeOf(known.files);
    const own = memo(plans, known.files, () => makePlan(wanted, before).changes).filter((change) => change.region === region);
    const what = [
      ...new Set(own.map((change) => `${subject(change).kind} ${titleOf(change)}`)),
      ...mixedDifferences(before, treeOf(wanted.files), region),
    ];
    if (what.length > 0) edits.push(edited(region, generator, what));
  }
  return { stays, edits };
}

function edited(region: string, generator: string, what: readonly string[]): Omission {
  const rest = what.length - MOST_NAMED;
  return {
    region,
    what: `region ${region} ${staysOn(generator)}, and an edit of config/ reaches it: ${what.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`,
    instead: `take \`generator\` from ${region} or its group, so that this release writes it, or let the edit leave ${region} as it is, such as by an override of it`,
  };
}

/** Regions that cannot stay on what they name, because something else is delivered. */
export function impossibleStays({ regions }: Pick<Memory, 'regions'>, pins: ReadonlyMap<string, string>): Omission[] {
  return [...pins].flatMap(([region, version]): Omission[] => {
    const known = regions.get(region);
    if (known === undefined)
      return [
        {
          region,
          what: `region ${region} ${staysOn(version)}, and nothing of it is delivered`,
          instead: `take \`generator\` from ${region}: only the generator that runs can write what is new`,
        },
      ];
    const { generator: wrote } = known;
    if (wrote === undefined || compareGenerators(version, wrote) === 0) return [];
    return [
      {
        region,
        what: `region ${region} ${staysOn(version)}, and what is delivered was written by ${wrote}`,
        instead:
          compareGenerators(version, wrote) < 0
            ? `take \`generator\` from ${region}: no release writes what an older one wrote; going back is a pin of the action on the old release`
            : `write \`generator: "${wrote}"\` for ${region}, or take it away, so that this release writes it`,
      },
    ];
  });
}

/** Where the parts of regions in the old out/ cannot be told apart. @param obstacle why, if so */
export function inseparable(obstacle: string | undefined): Omission[] {
  if (obstacle === undefined) return [];
  return [
    {
      what: `regions are to stay on an older generator, and none can be held apart: ${obstacle}`,
      instead: 'take `generator` from all regions and groups: this release goes to all regions at once',
    },
  ];
}

/** Regions that wait though they do not ask for it: what they would get cannot stand beside what stays. */
export function heldAlong(held: ReadonlyMap<string, { readonly because: string }>, pins: ReadonlyMap<string, string>): Omission[] {
  return [...held]
    .filter(([region]) => !pins.has(region))
    .map(([region, { because }]) => ({
      region,
      what: `region ${region} is ${because}`,
      instead: 'deliver both by one generator: give both the same `generator`, or none',
    }));
}

/** Whether a change belongs to a region that keeps what it has. */
export function isKept({ region }: Change, kept: { readonly has: (region: string) => boolean }): boolean {
  return region !== FLEET && kept.has(region);
}
