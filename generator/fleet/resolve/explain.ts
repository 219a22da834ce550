import { get, isMap, leaves } from '../../model/data.ts';
import { sortedKeys } from '../../model/order.ts';
import { pathText } from '../../model/path.ts';
import { child } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import type { FleetSpec } from '../spec.ts';
import { fill } from '../schema/defaults.ts';
import { schemaAt } from '../schema/schemas.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import { agentLayers, regionLayers, settingLayers, stationLayers } from './layers.ts';
import type { Layer } from './layers.ts';
import { componentNames, mergeLayers } from './resolve.ts';

export type Subject = { readonly kind: 'agent' | 'region' | 'component'; readonly name: string };

/** One value: what it is in some regions, and every layer that set it, weakest first. The last one won. */
export interface Explained {
  readonly path: string;
  readonly value: unknown;
  /** Regions in which all of this holds. */
  readonly regions: readonly string[];
  readonly layers: readonly { readonly name: string; readonly value: unknown; readonly at?: Pointer }[];
}

/** Everything in a fleet that bears a name: several when an agent, a region or a component share it. */
export function subjects(spec: FleetSpec, name: string): Subject[] {
  const [prefix, rest] = name.includes('/') ? (name.split('/', 2) as [string, string]) : [undefined, name];
  const all: Subject[] = [
    ...(rest in (spec.agents ?? {}) ? [{ kind: 'agent' as const, name: rest }] : []),
    ...(rest in spec.regions ? [{ kind: 'region' as const, name: rest }] : []),
    ...(componentNames.includes(rest) ? [{ kind: 'component' as const, name: rest }] : []),
  ];
  return prefix === undefined ? all : all.filter(({ kind }) => kind === prefix);
}

export function subjectNames(spec: FleetSpec): string[] {
  return [...sortedKeys(spec.agents ?? {}), ...sortedKeys(spec.regions), ...componentNames];
}

/**
 * Where the values of a subject come from.
 * @param path keys below the subject; everything below it is explained
 * @param only the one region to look at, where the subject is not a region itself
 */
export function explain(spec: FleetSpec, subject: Subject, path: readonly string[], only?: string): Explained[] {
  const found = new Map<string, Explained & { regions: string[] }>();
  for (const { region, schema, layers, prefix } of views(spec, subject)) {
    if (only !== undefined && region !== only) continue;
    const inside = prefix.every((step, i) => i >= path.length || path[i] === step);
    if (!inside) continue;
    const below = path.slice(prefix.length);
    for (const entry of entries(schema, layers, below)) {
      const explained = { ...entry, path: pathText([...prefix, ...entry.path]) };
      const key = JSON.stringify([explained.path, explained.value, explained.layers.map(({ name, value }) => [sameAcross(name, region), value])]);
      const present = found.get(key);
      if (present === undefined) found.set(key, { ...explained, regions: [region] });
      else present.regions.push(region);
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
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
}

function views(spec: FleetSpec, { kind, name }: Subject): View[] {
  if (kind === 'agent') {
    const schema = schemaAt(['agents', '*', 'overrides', '*']) as SchemaNode;
    return sorted(spec.agents?.[name]?.regions ?? []).map((region) => ({ region, schema, layers: agentLayers(spec, name, region), prefix: [] }));
  }
  const settings = (component: string, region: string, prefix: readonly string[]): View => ({
    region,
    schema: schemaAt(['components', component]) as SchemaNode,
    layers: settingLayers(spec, component, region),
    prefix,
  });
  if (kind === 'component') return sortedKeys(spec.regions).map((region) => settings(name, region, []));
  const { properties, ...schema } = schemaAt(['regions', '*']) as SchemaNode;
  const plain = Object.fromEntries(Object.entries(properties ?? {}).filter(([key]) => !['components', 'station', 'agentOverrides'].includes(key)));
  return [
    { region: name, schema: { ...schema, properties: plain }, layers: regionLayers(spec, name), prefix: [] },
    { region: name, schema: schemaAt(['station']) as SchemaNode, layers: stationLayers(spec, name), prefix: ['station'] },
    ...componentNames.map((component) => settings(component, name, ['components', component])),
  ];
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
  for (const path of paths) {
    const set = layers.filter((layer) => get(layer.value, path) !== undefined);
    const value = get(whole, path);
    const fallback = get(fill(schema, {}), path) ?? (set.length === 0 ? value : undefined);
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

function sorted(names: readonly string[]): string[] {
  return sortedKeys(Object.fromEntries(names.map((name) => [name, true])));
}
