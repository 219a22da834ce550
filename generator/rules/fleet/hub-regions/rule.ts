import { REST } from '../../../fleet/resolve/selection.ts';
import type { HubSpec } from '../../../fleet/spec.ts';
import { defineRule, memo, pointer, type FoundIn, type Pointer } from '../../kit.ts';

/** Regions of which a message names some. */
const MOST = 3;

export const rule = defineRule('spec', {
  code: 'fleet/hub-regions',
  severity: 'error',
  what: 'A region is in no hub, or in two, or a hub has no region.',
  why: 'What no Argo CD delivers does not run; two that deliver one region undo each other’s work; and the root Application of a hub without regions would have nothing to read.',
  fix: 'Name each region in one hub; one hub may have `rest`.',
  order: 47,
  *run(spec) {
    const hubs = Object.entries(spec.gitops.hubs ?? {});
    if (hubs.length === 0) return;
    for (const [name, { regions = [], leaving = [], chosenBy }] of hubs) {
      if (regions.length > 0 || leaving.length > 0 || typeof chosenBy === 'object') continue;
      yield {
        path: pointer('gitops', 'hubs', name),
        key: true,
        message: `hub "${name}" has no region${chosenBy === REST ? ': the other hubs have all of them' : ''}`,
        hint: 'give it one that is new or that moves to it, or remove the hub',
      };
    }
    yield* twice(hubs);
    const taken = new Set(hubs.flatMap(([, { regions = [] }]) => regions));
    for (const region of Object.keys(spec.regions)) {
      if (taken.has(region)) continue;
      yield {
        path: pointer('regions', region),
        key: true,
        message: `region "${region}" is in no hub`,
        hint: 'add it to the regions of one, or let one have `regions: rest`',
        related: hubs.slice(0, MOST).map(([name]) => ({ path: pointer('gitops', 'hubs', name), key: true, note: `the hub "${name}"` })),
      };
    }
  },
});

type Hubs = readonly (readonly [string, HubSpec])[];

/** Each pair of hubs that have regions in common. */
function* twice(hubs: Hubs): Iterable<FoundIn<'spec'>> {
  const [first, second] = hubs.filter(([, { chosenBy }]) => chosenBy === REST);
  if (first !== undefined && second !== undefined)
    yield {
      path: placeOf(second),
      message: `the hubs "${first[0]}" and "${second[0]}" both have the rest`,
      hint: 'leave the rest to one of them',
      related: [{ path: placeOf(first), note: `the rest is in "${first[0]}"` }],
    };
  const owners = new Map<string, Hubs[number]>();
  const shared = new Map<string, { readonly one: Hubs[number]; readonly other: Hubs[number]; readonly regions: string[] }>();
  for (const other of hubs)
    for (const region of other[1].regions ?? []) {
      const one = owners.get(region);
      if (one === undefined) owners.set(region, other);
      else if (one[1].chosenBy !== REST || other[1].chosenBy !== REST)
        memo(shared, `${one[0]} ${other[0]}`, () => ({ one, other, regions: [] })).regions.push(region);
    }
  for (const { one, other, regions } of shared.values()) {
    const more = regions.length - MOST;
    const named = regions.slice(0, MOST).map((region) => `"${region}"`);
    const what = regions.length === 1 ? `region ${named.join('')} is` : `regions ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''} are`;
    const region = regions[0] as string;
    yield {
      path: placeOf(other, region),
      message: `${what} in the hubs "${one[0]}" and "${other[0]}"`,
      hint: 'take it from one of them; to move it, name it under `leaving` first',
      related: [{ path: placeOf(one, region), note: `in "${one[0]}"` }],
    };
  }
}

/** Where a hub says its regions; of a list, the very name. */
function placeOf([name, { regions = [], chosenBy }]: Hubs[number], region?: string): Pointer {
  const at = chosenBy === undefined && region !== undefined ? regions.indexOf(region) : -1;
  return pointer('gitops', 'hubs', name, 'regions', ...(at < 0 ? [] : [at]));
}
