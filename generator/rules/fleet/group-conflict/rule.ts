import { groupsOf, type Group } from '../../../fleet/resolve/groups.ts';
import type { Fields, FleetSpec } from '../../../fleet/spec.ts';
import { few } from '../../../model/few.ts';
import { byCodeUnit, sortedKeys } from '../../../model/order.ts';
import { child, defineRule, equal, get, isMap, memo, pointer, quoted, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/group-conflict',
  severity: 'error',
  what: 'Two groups set one key differently for a region that is in both.',
  why: 'Neither group lies above the other, so nothing says which of the values is meant.',
  fix: 'Set the key in one group only, or for the region itself: its own value wins over both.',
  order: 46,
  *run(spec) {
    for (const { key, places, regions } of conflicts(spec)) {
      const [first, second] = places;
      yield {
        path: second.at,
        message: `groups ${first.group} and ${second.group} set ${quoted(key)} differently for ${few(regions, 3)}`,
        hint: `set it in one of them, or for the region itself (${second.instead(regions[0] as string)}), which wins over both`,
        related: [{ path: first.at, note: `set by group ${first.group}` }],
      };
    }
  },
});

interface Place {
  readonly group: string;
  readonly at: Pointer;
  /** Where a region would say it for itself. */
  readonly instead: (region: string) => string;
}

interface Conflict {
  /** In words: `components.backup.schedule`. */
  readonly key: string;
  readonly places: readonly [Place, Place];
  readonly regions: string[];
}

/** A map in which groups set keys, and where a region sets the same for itself. */
interface Part {
  readonly steps: readonly string[];
  readonly own: (spec: FleetSpec, region: string) => readonly unknown[];
  readonly instead: (region: string) => string;
}

const IN_REGIONS = ['versions', 'generator', 'clusterFacts', 'station', 'components', 'agentOverrides'] as const;

function partsOf(groups: readonly Group[]): Part[] {
  const agents = new Set(groups.flatMap(({ spec }) => Object.keys(spec.agents ?? {})));
  return [
    ...IN_REGIONS.map((key): Part => ({
      steps: [key],
      own: ({ regions }, region) => [regions[region]?.[key]],
      instead: (region) => `regions.${region}`,
    })),
    ...[...agents].sort(byCodeUnit).map((agent): Part => ({
      steps: ['agents', agent],
      // What a region says of all its agents wins over what a group says of one.
      own: (spec, region) => [spec.regions[region]?.agentOverrides, spec.agents?.[agent]?.overrides?.[region]],
      instead: (region) => `agents.${agent}.overrides.${region}`,
    })),
  ];
}

function conflicts(spec: FleetSpec): Iterable<Conflict> {
  const found = new Map<string, Conflict>();
  const pairs = new Map<string, readonly { readonly path: readonly string[]; readonly part: Part; readonly groups: readonly [Group, Group] }[]>();
  for (const region of sortedKeys(spec.regions)) {
    const groups = groupsOf(spec, region);
    if (groups.length < 2) continue;
    const differing = memo(pairs, groups.map(({ name }) => name).join(), () =>
      groups.flatMap((one, i) =>
        groups
          .slice(i + 1)
          .flatMap((other) =>
            partsOf([one, other]).flatMap((part) =>
              differences(get(one.spec, part.steps), get(other.spec, part.steps)).map((path) => ({ path, part, groups: [one, other] as const })),
            ),
          ),
      ),
    );
    for (const {
      path,
      part,
      groups: [one, other],
    } of differing) {
      if (part.own(spec, region).some((value) => isSet(value, path))) continue;
      const steps = [...part.steps, ...path];
      const place = ({ name: group }: Group): Place => ({
        group,
        at: steps.reduce<Pointer>(child, pointer('groups', group)),
        instead: part.instead,
      });
      const key = steps.join('.');
      const conflict = memo(found, `${one.name} ${other.name} ${key}`, (): Conflict => ({ key, places: [place(one), place(other)], regions: [] }));
      conflict.regions.push(region);
    }
  }
  return found.values();
}

/** Paths at which both set something, and not the same: maps merge, all else replaces. */
function differences(one: unknown, other: unknown): string[][] {
  if (one === undefined || other === undefined) return [];
  if (!isMap(one) || !isMap(other)) return equal(one, other) ? [] : [[]];
  return Object.keys(one).flatMap((key) => differences(one[key], (other as Fields)[key]).map((path) => [key, ...path]));
}

/** Whether a value replaces whatever lies below it at a path. */
function isSet(value: unknown, path: readonly string[]): boolean {
  if (value === undefined) return false;
  if (!isMap(value)) return true;
  const [step, ...rest] = path;
  return step !== undefined && Object.hasOwn(value, step) && isSet(value[step], rest);
}
