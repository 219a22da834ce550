import type { Unplaced } from '../../model/finding.ts';
import { pointer, type Pointer } from '../../model/pointer.ts';
import { byCodeUnit } from '../../model/order.ts';
import { quoted } from '../../model/quoted.ts';
import { regionsByGroup } from '../resolve/groups.ts';
import { chosen } from '../resolve/selection.ts';
import { hintFor, valueMeant } from '../schema/suggest.ts';
import type { FleetSpec } from '../spec.ts';
import type { Policy } from './policy.ts';
import { invalidPolicy } from './rules.ts';

/** A policy with the regions that it is about. */
export function aimed(policy: Policy, spec: FleetSpec): Policy {
  const { regions, groups } = policy.match;
  if (regions === undefined && groups === undefined) return policy;
  const byGroup = regionsByGroup(spec);
  const grouped = groups?.flatMap((name) => byGroup.get(name) ?? []);
  const named = regions === undefined ? undefined : isList(regions) ? regions : chosen(regions, spec.regions);
  const both = grouped === undefined ? (named ?? []) : grouped.filter((name) => named === undefined || named.includes(name));
  return { ...policy, regions: [...new Set(both)].sort(byCodeUnit) };
}

function isList(choice: unknown): choice is readonly string[] {
  return Array.isArray(choice);
}

/** Names in what policies match that the fleet does not have. @param components of the fleet */
export function unknownNames(policies: readonly Policy[], spec: FleetSpec, components: readonly string[]): Unplaced[] {
  const regions = Object.keys(spec.regions);
  const groups = Object.keys(spec.groups ?? {});
  return policies.flatMap(({ match, spot }) => {
    const among = (what: string, names: readonly string[] | undefined, known: readonly string[], ...steps: string[]): Unplaced[] =>
      (names ?? []).flatMap((name, i): Unplaced[] => {
        if (known.includes(name)) return [];
        const path: Pointer = `${spot.path}${pointer('match', ...steps, String(i))}`;
        return [
          {
            rule: invalidPolicy,
            file: spot.file,
            path,
            message: `there is no ${what} ${quoted(name)}`,
            hint: hintFor(name, known, names),
            ...valueMeant(name, known, names),
          },
        ];
      });
    const choice = match.regions;
    return [
      ...among('component', match.components, components, 'components'),
      ...among('group', match.groups, groups, 'groups'),
      ...(isList(choice) ? among('region', choice, regions, 'regions') : []),
      ...(typeof choice === 'object' && 'except' in choice ? among('region', choice.except, regions, 'regions', 'except') : []),
    ];
  });
}
