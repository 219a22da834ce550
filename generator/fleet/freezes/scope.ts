import type { Unplaced } from '../../model/finding.ts';
import { byCodeUnit, byName } from '../../model/order.ts';
import { pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import { regionsByGroup } from '../resolve/groups.ts';
import { chosen, isList, mismatch, labelsOf, matchText } from '../resolve/selection.ts';
import { hintFor, valueMeant } from '../schema/suggest.ts';
import type { FleetSpec, RegionSelectionSpec } from '../spec.ts';
import type { Freeze, Window } from './freeze.ts';
import type { WrittenFreeze } from './read.ts';
import { invalidFreeze } from './rules.ts';

type Chosen = WrittenFreeze['chosen'];

/** Freezes with the regions that they hold, sorted by name. */
export function aimedFreezes(freezes: readonly WrittenFreeze[], spec: Pick<FleetSpec, 'regions' | 'groups'>): Freeze[] {
  return freezes
    .map(({ chosen: { regions, groups }, ...freeze }) => ({ ...freeze, regions: regionsOf({ regions, groups } as Chosen, spec) }))
    .sort(byName);
}

function regionsOf({ regions, groups = [] }: Chosen, spec: Pick<FleetSpec, 'regions' | 'groups'>): string[] {
  const byGroup = regionsByGroup(spec as FleetSpec);
  const selection = regions as RegionSelectionSpec | undefined;
  const named = selection === undefined ? [] : isList(selection) ? selection : chosen(selection, spec.regions);
  const all = [...named, ...groups.flatMap((name) => byGroup.get(name) ?? [])];
  return [...new Set(all)].filter((name) => Object.hasOwn(spec.regions, name)).sort(byCodeUnit);
}

/** What freezes name that the fleet does not have, those that hold no region, and those that Argo CD cannot keep beside each other. */
export function freezeFlaws(freezes: readonly WrittenFreeze[], spec: FleetSpec): Unplaced[] {
  const named = freezes.flatMap((freeze) => unknownNames(freeze, spec));
  return named.length > 0 ? named : [...freezes.flatMap((freeze) => emptiness(freeze, spec)), ...rivals(aimedFreezes(freezes, spec))];
}

function unknownNames({ chosen: { regions, groups }, spot }: WrittenFreeze, spec: FleetSpec): Unplaced[] {
  const among = (what: string, names: readonly string[], known: readonly string[], ...steps: string[]): Unplaced[] =>
    names.flatMap((name, i) =>
      known.includes(name)
        ? []
        : [
            {
              rule: invalidFreeze,
              file: spot.file,
              path: pointer(...steps, String(i)),
              message: `there is no ${what} ${quoted(name)}`,
              hint: hintFor(name, known, names),
              ...valueMeant(name, known, names),
            },
          ],
    );
  const all = Object.keys(spec.regions);
  return [
    ...(Array.isArray(regions) ? among('region', regions as string[], all, 'regions') : []),
    ...(typeof regions === 'object' && 'except' in regions ? among('region', regions.except ?? [], all, 'regions', 'except') : []),
    ...among('group', groups ?? [], Object.keys(spec.groups ?? {}), 'groups'),
  ];
}

/** A freeze that holds nothing looks as if it held what was meant. */
function emptiness({ chosen: own, spot }: WrittenFreeze, spec: FleetSpec): Unplaced[] {
  const at = { rule: invalidFreeze, file: spot.file };
  if (own.regions === undefined && own.groups === undefined)
    return [
      { ...at, path: '', message: 'this freeze names neither regions nor groups', hint: 'write which it holds; `regions: all` holds every region' },
    ];
  const { regions } = own;
  if (typeof regions === 'object' && 'match' in regions && regions.match !== undefined && regionsOf({ regions }, spec).length === 0) {
    const { match } = regions;
    const apart = Object.keys(spec.regions).some((name) => mismatch(match, labelsOf(spec.regions, name)) === undefined);
    return [
      {
        ...at,
        path: '/regions/match',
        message: apart ? '`except` leaves out every region that this matches' : `no region has the labels ${matchText(match)}`,
        hint: 'name labels that regions have, or the regions',
      },
    ];
  }
  if (regionsOf(own, spec).length > 0) return [];
  return [
    {
      ...at,
      path: own.regions === undefined ? '/groups' : '/regions',
      message: 'this freeze holds no region',
      hint: 'name regions, or groups that have some',
    },
  ];
}

/** What Argo CD takes otherwise than the delivery: windows of two freezes that allow hours in one region, and windows that differ in their zone alone. */
function rivals(freezes: readonly Freeze[]): Unplaced[] {
  const kept = freezes.filter(({ argocd }) => argocd);
  return kept.flatMap((freeze, i): Unplaced[] =>
    kept.slice(0, i + 1).flatMap((other): Unplaced[] => {
      const shared = freeze.regions.find((region) => other.regions.includes(region));
      if (shared === undefined) return [];
      const at = { rule: invalidFreeze, file: freeze.spot.file, path: '/argocd' };
      const related = other === freeze ? {} : { related: [{ ...other.spot, path: '/argocd', note: 'the other freeze' }] };
      if (other !== freeze && [freeze, other].every(({ windows }) => windows.some(({ kind }) => kind === 'allow')))
        return [
          {
            ...at,
            message: `${freeze.name} and ${other.name} both allow hours in ${shared}, and Argo CD would take those of either`,
            hint: 'put their windows into one freeze, or leave out `argocd` of one',
            ...related,
          },
        ];
      if (!freeze.windows.some((window) => other.windows.some((twin) => twin.timeZone !== window.timeZone && hoursOf(twin) === hoursOf(window))))
        return [];
      return [
        {
          ...at,
          message: `two windows of ${shared} have the same kind, days and hours in different zones, which Argo CD refuses`,
          hint: 'let one of them begin or end at another minute, or leave out `argocd`',
          ...related,
        },
      ];
    }),
  );
}

/** By which Argo CD before 3.5 tells windows of a project apart. */
function hoursOf({ kind, days, from, to }: Window): string {
  return JSON.stringify([kind, days, from, to]);
}
