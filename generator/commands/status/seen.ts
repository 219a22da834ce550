import type { Compiled } from '../../compile.ts';
import { groupsOf } from '../../fleet/resolve/groups.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import { Blames } from '../../io/blame.ts';
import { moment } from '../../io/clock.ts';
import { Deliveries } from '../../io/deliveries.ts';
import { Failure } from '../../io/failure.ts';
import { treeAt } from '../../io/git-tree.ts';
import { touching } from '../../io/touching.ts';
import { isMap } from '../../model/data.ts';
import { memo } from '../../model/memo.ts';
import { child, pointer, segments } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import { memoryOf, regionNames } from '../../plan/memory.ts';
import type { Tree } from '../../render/tree.ts';
import { Changes } from '../../status/changes.ts';
import type { InLines } from '../../status/changes.ts';
import type { Commit } from '../../status/fleet-model.ts';
import type { Filter, Sources } from '../../status/make.ts';
import type { ModelSources } from '../../status/make-model.ts';
import type { Flags, Option } from '../command.ts';
import { liveIn } from '../evidence.ts';
import { headOf } from '../head.ts';
import type { Base } from '../plan/base.ts';
import type { Place } from '../plan/history.ts';

export const LIVE_OPTION: Option = {
  name: 'live',
  value: 'FILE',
  many: true,
  help: 'Applications as JSON: kubectl get applications -n argocd -o json; may be repeated',
};

/** What Git and the files of evidence say of a fleet, besides its config. */
export function surroundings(flags: Flags, { tree, place }: Base, { fleet }: Required<Compiled>): Omit<Sources, 'fleet' | 'rollouts' | 'wanted'> {
  const trees = new Map<string, Tree | null>();
  const outAt = (commit: string): Tree | undefined =>
    memo(trees, commit, () => {
      if (place === undefined) return null;
      if (commit === place.commit) return tree;
      return place.repository.typeOf(commit) === 'commit' ? treeAt(place.repository, commit, place.out) : null;
    }) ?? undefined;
  const since = (regions: readonly string[]): ReadonlyMap<string, string> =>
    place === undefined ? new Map() : new Deliveries(place.repository, place.commit, place.out).heldSince(regions);
  const paths = flags.more['live'] as string[] | undefined;
  return { out: tree, now: moment(), since, outAt, ...(paths === undefined ? {} : { live: liveIn(paths, fleet) }) };
}

/** Which commits changed what last. */
export function changesIn(flags: Flags, place: Place | undefined, compiled: Pick<Required<Compiled>, 'sources'>): ModelSources['changes'] {
  if (place === undefined) return { unknown: 'there is no history here' };
  const folders = { out: place.out, config: place.configPath };
  const { commits, whole } = touching(place.repository, place.commit, folders);
  if (!whole && commits.length === 0) return { unknown: 'this clone has too little history: git fetch --unshallow' };
  const parts = new Map(SECTIONS.flatMap((section) => linesOf(compiled.sources, section)));
  const found = new Blames(place.repository, headOf(flags)?.commit).newest(`${place.configPath}/fleet.yaml`, parts);
  const newest = (section: keyof InLines): Map<string, Commit> =>
    new Map(
      [...found].flatMap(([at, { id, at: when, by, subject }]) => {
        const [own, name = ''] = segments(at);
        return own === section ? [[name, { id, at: when, by: by.join(', '), subject }]] : [];
      }),
    );
  return new Changes(commits, folders, { agents: newest('agents'), regions: newest('regions') });
}

const SECTIONS = ['agents', 'regions'] as const;

/** The lines that each has in fleet.yaml; nothing of those with a file of their own. */
function linesOf(sources: Required<Compiled>['sources'], section: keyof InLines): [Pointer, number[]][] {
  const found: [Pointer, number[]][] = [];
  const all = (sources.data as Readonly<Record<string, unknown>>)[section];
  for (const [name, value] of Object.entries(isMap(all) ? all : {})) {
    const at = pointer(section, name);
    // Only of what is not a file of its own is the path in the file that in the whole.
    if (sources.owner(at).at !== at) continue;
    const lineOf = (path: Pointer): number => sources.locate({ path }).line;
    found.push([at, [...new Set([sources.locate({ path: at, key: true }).line, ...linesIn(value, at, lineOf)])]]);
  }
  return found;
}

function linesIn(value: unknown, at: Pointer, lineOf: (path: Pointer) => number): number[] {
  if (!isMap(value) && !Array.isArray(value)) return [lineOf(at)];
  const all = Object.entries(value);
  // An agent has a list of a hundred regions, most often in one line.
  const isPlain = Array.isArray(value) && all.length > 2 && !value.some((item) => typeof item === 'object');
  const [first, last] = isPlain ? [0, all.length - 1].map((i) => lineOf(child(at, String(i)))) : [];
  return first !== undefined && first === last ? [first] : all.flatMap(([step, inner]) => linesIn(inner, child(at, step), lineOf));
}

/** Options that narrow what is shown. */
export const FILTER_OPTIONS: readonly Option[] = [
  { name: 'agent', value: 'NAME', many: true, help: 'only this agent; may be repeated' },
  { name: 'region', value: 'NAME', many: true, help: 'only this region; may be repeated' },
  { name: 'group', value: 'NAME', many: true, help: 'only regions of this group; may be repeated' },
  { name: 'team', value: 'NAME', many: true, help: 'only agents that this team answers for; may be repeated' },
  { name: 'owner', value: 'NAME', many: true, help: 'only agents of this owner, as in owner/name@version; may be repeated' },
];

/** @throws Failure (usage) where nothing has such a name: an empty answer would look like good news */
export function filterOf(flags: Flags, { fleet, spec }: Required<Compiled>, out: Tree): Filter {
  const named = (option: string, listing: () => readonly string[]): ReadonlySet<string> | undefined => {
    const names = flags.more[option] as string[] | undefined;
    if (names === undefined) return undefined;
    const known = listing();
    const wrong = names.find((name) => !known.includes(name));
    if (wrong !== undefined) throw new Failure('usage', `there is no ${option} "${wrong}"`, hintFor(wrong, [...new Set(known)]));
    return new Set(names);
  };
  const owners = new Map(fleet.regions.flatMap(({ placements }) => placements.map(({ agent }) => [agent.name, agent.owner] as const)));
  const [agents, regions, teams] = [
    named('agent', () => [...Object.keys(spec.agents ?? {}), ...[...memoryOf(out).regions.values()].flatMap(({ agents: own }) => own)]),
    named('region', () => [...fleet.regions.map(({ name }) => name), ...regionNames(out)]),
    named('team', () => [...new Set(fleet.teams.values())]),
  ];
  const groups = named('group', () => Object.keys(spec.groups ?? {}));
  const owned = named('owner', () => [...new Set(owners.values())]);
  const ofOwners = owned === undefined ? undefined : new Set([...owners].flatMap(([agent, owner]) => (owned.has(owner) ? [agent] : [])));
  const ofGroups =
    groups === undefined
      ? undefined
      : new Set(fleet.regions.flatMap(({ name }) => (groupsOf(spec, name).some((group) => groups.has(group.name)) ? [name] : [])));
  return { ...narrowed('agents', agents, ofOwners), ...narrowed('regions', regions, ofGroups), ...(teams === undefined ? {} : { teams }) };
}

/** What both of two choices take; where one is none, what the other takes. */
function narrowed(
  key: 'agents' | 'regions',
  one: ReadonlySet<string> | undefined,
  other: ReadonlySet<string> | undefined,
): { readonly agents?: ReadonlySet<string>; readonly regions?: ReadonlySet<string> } {
  if (one === undefined || other === undefined) {
    const only = one ?? other;
    return only === undefined ? {} : { [key]: only };
  }
  const both = [...one].filter((name) => other.has(name));
  if (both.length === 0)
    throw new Failure(
      'usage',
      `none of the ${key} that are named by one option is named by the other`,
      'leave one of them out: nothing would be shown',
    );
  return { [key]: new Set(both) };
}
