import { get, isMap, leaves } from '../../model/data.ts';
import { remembered } from '../../model/memo.ts';
import { sortedKeys } from '../../model/order.ts';
import { pathText } from '../../model/path.ts';
import { child, pointer } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import type { Declared } from '../declared/declared.ts';
import { drainsAgents } from '../region.ts';
import { rolloutsIn } from '../rollouts/waves.ts';
import type { FleetSpec } from '../spec.ts';
import { fill } from '../schema/defaults.ts';
import { schemaAt, settingsSchemas } from '../schema/schemas.ts';
import type { NamedSettings, SchemaNode } from '../schema/schemas.ts';
import { groupsOf } from './groups.ts';
import { agentLayers, mergeLayers, regionLayers, settingLayers, stationLayers } from './layers.ts';
import type { Layer } from './layers.ts';
import { providedLayers } from './provided.ts';
import { settingResolver, settingsSchemaOf } from './settings.ts';

/** What can be explained; where names clash, each stands before its name: `component/ingress`. */
export const SUBJECT_KINDS = ['agent', 'region', 'group', 'component'] as const;

export type Subject = { readonly kind: (typeof SUBJECT_KINDS)[number]; readonly name: string };

/** One value: what it is in some regions, and every layer that set it, weakest first. The last one won. */
export interface Explained {
  readonly path: string;
  readonly value: unknown;
  /** Regions in which all of this holds. */
  readonly regions: readonly string[];
  readonly layers: readonly { readonly name: string; readonly value: unknown; readonly at?: Pointer }[];
}

/** Everything in a fleet that bears a name: several when an agent, a region, a group or a component share it. */
export function subjects(spec: FleetSpec, name: string, declared: readonly NamedSettings[] = []): Subject[] {
  const [prefix, rest] = name.includes('/') ? (name.split('/', 2) as [string, string]) : [undefined, name];
  const all: Subject[] = [
    ...(Object.hasOwn(spec.agents ?? {}, rest) ? [{ kind: 'agent' as const, name: rest }] : []),
    ...(Object.hasOwn(spec.regions, rest) ? [{ kind: 'region' as const, name: rest }] : []),
    ...(Object.hasOwn(spec.groups ?? {}, rest) ? [{ kind: 'group' as const, name: rest }] : []),
    ...(Object.hasOwn(settingsSchemas(declared), rest) ? [{ kind: 'component' as const, name: rest }] : []),
  ];
  return prefix === undefined ? all : all.filter(({ kind }) => kind === prefix);
}

export function subjectNames(spec: FleetSpec, declared: readonly NamedSettings[] = []): string[] {
  const { agents = {}, regions, groups = {} } = spec;
  return [...[agents, regions, groups].flatMap(sortedKeys), ...Object.keys(settingsSchemas(declared))];
}

/**
 * Where the values of a subject come from.
 * @param path keys below the subject; everything below it is explained
 * @param only the one region to look at, where the subject is not a region itself
 */
export function explain(spec: FleetSpec, subject: Subject, path: readonly string[], only?: string, declared: readonly Declared[] = []): Explained[] {
  const found = new Map<string, Explained & { regions: string[] }>();
  const placed = path.every((step) => step === 'regions') ? placement(spec, subject, path.length > 0) : undefined;
  if (placed !== undefined) found.set('', placed);
  for (const entry of subject.kind === 'region' ? hubsOfRegion(spec, subject.name) : [])
    if (path.length === 0 || (path.length === 1 && path[0] === entry.path)) found.set(entry.path, entry);
  for (const { region, schema, layers, prefix, through } of views(spec, subject, declared)) {
    if (only !== undefined && region !== only) continue;
    const inside = prefix.every((step, i) => i >= path.length || path[i] === step);
    if (!inside) continue;
    const below = path.slice(prefix.length);
    for (const entry of entries(schema, layers, below)) {
      if (through !== undefined && !entry.layers.some(({ at }) => at?.startsWith(`${through}/`) === true)) continue;
      const explained = { ...entry, path: pathText([...prefix, ...entry.path]) };
      const key = JSON.stringify([explained.path, explained.value, explained.layers.map(({ name, value }) => [sameAcross(name, region), value])]);
      const present = found.get(key);
      if (present === undefined) found.set(key, { ...explained, regions: [region] });
      else present.regions.push(region);
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** The values of an agent in one region, each with every layer that sets it, and the layers themselves: regions that have the same have the same values. */
export function explainPlacement(spec: FleetSpec, agent: string, region: string): { readonly key: string; readonly values: () => Explained[] } {
  const layers = agentLayers(spec, agent, region);
  const key = JSON.stringify(layers.map(({ name, at, value }) => (name.includes(region) ? [name.replaceAll(region, ''), value] : (at ?? name))));
  const schema = schemaAt(['agents', '*', 'overrides', '*']) as SchemaNode;
  return { key, values: () => [...entries(schema, layers, [])].map((entry) => ({ ...entry, path: pathText(entry.path), regions: [region] })) };
}

/**
 * Regions in which whatever agent runs has the same layers, unless it says something of one of them itself.
 * @returns for each the same text; for a region that says something of agents, its own
 */
export function likeness(spec: FleetSpec, region: string): string {
  const { agentOverrides, state } = spec.regions[region] ?? {};
  if (agentOverrides !== undefined || drainsAgents(state)) return JSON.stringify(region);
  const rollouts = rolloutsIn(spec, region).map(({ rollout, wave, reached }) => [rollout.name, wave.number, reached]);
  return JSON.stringify([groupsOf(spec, region).map(({ name }) => name), rollouts]);
}

/** `region us-east` in us-east is what `region eu-west` is in eu-west, unless the values differ. */
function sameAcross(layer: string, region: string): string {
  return layer === `region ${region}` ? 'region' : layer;
}

interface View {
  readonly region: string;
  readonly schema: SchemaNode;
  readonly layers: readonly Layer[];
  /** Where the view lies below the subject. */
  readonly prefix: readonly string[];
  /** Only values that something below this pointer sets. */
  readonly through?: Pointer;
}

/** Where an agent runs or what a group holds, and how that was said. @param always also where the regions are a list */
function placement(spec: FleetSpec, { kind, name }: Subject, always: boolean): (Explained & { regions: string[] }) | undefined {
  const section = kind === 'agent' ? 'agents' : kind === 'group' ? 'groups' : undefined;
  const own = section === undefined ? undefined : spec[section]?.[name];
  if (section === undefined || own?.regions === undefined || (own.chosenBy === undefined && kind === 'agent' && !always)) return undefined;
  const layer = { name: `${kind} ${name}`, value: own.chosenBy ?? own.regions, at: pointer(section, name, 'regions') };
  return { path: 'regions', value: own.regions, regions: sorted(own.regions), layers: [layer] };
}

/** The Argo CD that delivers a region, and the one that it leaves, where there are several. */
function hubsOfRegion({ gitops: { hubs = {} } }: FleetSpec, region: string): (Explained & { regions: string[] })[] {
  const roles = [
    ['hub', 'regions'],
    ['leavesHub', 'leaving'],
  ] as const;
  return roles.flatMap(([path, key]) =>
    sortedKeys(hubs)
      .filter((name) => hubs[name]?.[key]?.includes(region) === true)
      .map((name) => ({
        path,
        value: name,
        regions: [region],
        layers: [{ name: `hub ${name}`, value: name, at: pointer('gitops', 'hubs', name, key) }],
      })),
  );
}

function views(spec: FleetSpec, { kind, name }: Subject, declared: readonly Declared[]): View[] {
  const schemas = settingsSchemas(declared);
  if (kind === 'agent') {
    const schema = schemaAt(['agents', '*', 'overrides', '*']) as SchemaNode;
    return sorted(spec.agents?.[name]?.regions ?? []).map((region) => ({ region, schema, layers: agentLayers(spec, name, region), prefix: [] }));
  }
  if (kind === 'group') return viewsOfGroup(spec, name, declared);
  const settings = (component: string, region: string, prefix: readonly string[]): View => {
    const layers = settingLayers(spec, component, region);
    return { region, schema: settingsSchemaOf(schemas, component, layers), layers, prefix };
  };
  if (kind === 'component') return sortedKeys(spec.regions).map((region) => settings(name, region, []));
  return [
    { region: name, schema: regionSchema(), layers: ofRegion(spec, name, declared), prefix: [] },
    { region: name, schema: schemaAt(['station']) as SchemaNode, layers: stationLayers(spec, name), prefix: ['station'] },
    ...Object.keys(schemas).map((component) => settings(component, name, ['components', component])),
  ];
}

function ofRegion(spec: FleetSpec, region: string, declared: readonly Declared[]): Layer[] {
  return regionLayers(spec, region, declared.length === 0 ? [] : providedLayers(declared, settingResolver(spec, declared)(region)));
}

/** What a region says of itself: the rest is explained apart. */
function regionSchema(): SchemaNode {
  const { properties, ...schema } = schemaAt(['regions', '*']) as SchemaNode;
  const plain = Object.entries(properties ?? {}).filter(([key]) => !['components', 'station', 'agentOverrides'].includes(key));
  return { ...schema, properties: Object.fromEntries(plain) };
}

/** What a group sets, and what becomes of it in each of its regions. */
function viewsOfGroup(spec: FleetSpec, name: string, declared: readonly Declared[]): View[] {
  const schemas = settingsSchemas(declared);
  const { regions = [], components = {}, agentOverrides, agents = {} } = spec.groups?.[name] ?? {};
  const through = pointer('groups', name);
  const named = agentOverrides === undefined ? Object.keys(agents) : Object.keys(spec.agents ?? {});
  return regions.flatMap((region): View[] => [
    { region, schema: regionSchema(), layers: ofRegion(spec, region, declared), prefix: [], through },
    { region, schema: schemaAt(['station']) as SchemaNode, layers: stationLayers(spec, region), prefix: ['station'], through },
    ...Object.keys(components).map((component) => {
      const layers = settingLayers(spec, component, region);
      return { region, schema: settingsSchemaOf(schemas, component, layers), layers, prefix: ['components', component], through };
    }),
    ...named
      .filter((agent) => spec.agents?.[agent]?.regions?.includes(region) === true)
      .map((agent) => ({
        region,
        schema: schemaAt(['agents', '*', 'overrides', '*']) as SchemaNode,
        layers: agentLayers(spec, agent, region),
        prefix: ['agents', agent],
        through,
      })),
  ]);
}

function* entries(
  schema: SchemaNode,
  layers: readonly Layer[],
  below: readonly string[],
): Iterable<Omit<Explained, 'regions' | 'path'> & { path: readonly string[] }> {
  const whole = fill(schema, mergeLayers(layers));
  const target = get(whole, below);
  if (target === undefined) return;
  const paths = isMap(target) && Object.keys(target).length > 0 ? [...leaves(target)].map(([path]) => [...below, ...path]) : [below];
  const defaults = defaultsOf(schema);
  for (const path of paths) {
    const set = layers.filter((layer) => get(layer.value, path) !== undefined);
    const value = get(whole, path);
    const fallback = get(defaults, path) ?? (set.length === 0 ? value : undefined);
    yield {
      path,
      value,
      layers: [
        ...(fallback === undefined ? [] : [{ name: 'default', value: fallback }]),
        ...set.map(({ name, at, value: map }) => ({
          name,
          value: get(map, path),
          ...(at === undefined ? {} : { at: path.reduce<Pointer>(child, at) }),
        })),
      ],
    };
  }
}

const defaultsOf = remembered((schema: SchemaNode) => fill(schema, {}));

function sorted(names: readonly string[]): string[] {
  return sortedKeys(Object.fromEntries(names.map((name) => [name, true])));
}
