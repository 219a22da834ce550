import { agentLayers, mergeLayers, settingLayers, stationLayers, wouldStart, type Layer } from '../../../fleet/resolve/layers.ts';
import { fill } from '../../../fleet/schema/defaults.ts';
import { ownSettings, schemaAt, settingsSchemas, type SchemaNode } from '../../../fleet/schema/schemas.ts';
import type { AgentSpec, FleetSpec } from '../../../fleet/spec.ts';
import { child, defineRule, equal, get, leaves, pointer, quoted, type FoundIn, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/useless-override',
  severity: 'warning',
  what: 'An override sets what already holds, or what cannot hold.',
  why: 'It looks like a difference between regions where there is none, and will become one when the other value changes.',
  fix: 'Remove it, or say in a comment why the value is pinned and silence nothing else.',
  order: 70,
  *run(spec, declared) {
    for (const [agent, own] of Object.entries(spec.agents ?? {})) {
      const { regions, overrides } = own;
      for (const [region, override] of Object.entries(overrides ?? {})) {
        if (regions?.includes(region) !== true) continue;
        if (wouldStart(own, override)) {
          yield {
            path: pointer('agents', agent, 'overrides', region, 'state'),
            message: `agent "${agent}" is suspended everywhere, so it does not run in ${region} either`,
            hint: 'remove it; to let the agent run in some regions, write "state: suspended" below its overrides for the others instead',
            related: [{ path: pointer('agents', agent, 'state'), note: 'suspended here' }],
          };
          if (Object.keys(override).length === 1) continue;
        }
        yield* useless(agentLayers(spec, agent, region), schemaAt(['agents', '*', 'overrides', '*']), region);
      }
    }
    const schemas = settingsSchemas(declared);
    for (const group of Object.keys(spec.groups ?? {})) yield* uselessInGroup(spec, group, schemas);
    for (const region of Object.keys(spec.regions)) yield* uselessInRegion(spec, region, schemas);
  },
});

function* uselessInRegion(spec: FleetSpec, region: string, schemas: Readonly<Record<string, SchemaNode>>): Iterable<FoundIn<'spec'>> {
  const { components, station } = spec.regions[region] ?? {};
  for (const component of Object.keys(components ?? {})) {
    const layers = settingLayers(spec, component, region);
    // Named in a region, and nowhere else, a component that the fleet brings begins to run there.
    if (layers.length > 1 || component in ownSettings) yield* useless(layers, schemas[component], region);
  }
  if (station !== undefined) yield* useless(stationLayers(spec, region), schemaAt(['station']), region);
}

/** A group has one region at least, in which what holds for the fleet is what it is in all of them. */
function* uselessInGroup(spec: FleetSpec, name: string, schemas: Readonly<Record<string, SchemaNode>>): Iterable<FoundIn<'spec'>> {
  const { regions: _regions, chosenBy: _chosenBy, ...own } = spec.groups?.[name] ?? {};
  const alone: FleetSpec = { ...spec, regions: { [name]: {} }, groups: { [name]: { ...own, regions: [name] } } };
  for (const component of Object.keys(own.components ?? {})) {
    const layers = settingLayers(alone, component, name);
    if (layers.length > 1 || component in ownSettings) yield* useless(layers, schemas[component], `group ${name}`);
  }
  if (own.station !== undefined) yield* useless(stationLayers(alone, name), schemaAt(['station']), `group ${name}`);
  for (const [agent, fields] of Object.entries(own.agents ?? {})) {
    const { overrides: _overrides, ...fleetWide } = spec.agents?.[agent] ?? {};
    if (spec.agents?.[agent] === undefined) continue;
    if (wouldStart(fleetWide, fields)) {
      yield {
        path: pointer('groups', name, 'agents', agent, 'state'),
        message: `agent "${agent}" is suspended everywhere, so it does not run in group ${name} either`,
        hint: 'remove it; to let the agent run in some regions, write "state: suspended" below its overrides for the others instead',
        related: [{ path: pointer('agents', agent, 'state'), note: 'suspended here' }],
      };
      if (Object.keys(fields).length === 1) continue;
    }
    const plain = { ...alone, agents: { [agent]: fleetWide as AgentSpec } };
    yield* useless(agentLayers(plain, agent, name), schemaAt(['agents', '*', 'overrides', '*']), `group ${name}`);
  }
}

/** Leaves of the strongest layer that already hold without it. */
function* useless(layers: readonly Layer[], schema: SchemaNode | undefined, region: string): Iterable<FoundIn<'spec'>> {
  const override = layers.at(-1);
  if (override?.at === undefined || schema === undefined) return;
  const below = fill(schema, mergeLayers(layers.slice(0, -1)));
  const set = [...leaves(override.value)];
  if (set.length === 0) {
    yield { path: override.at, key: true, message: `this override for ${region} sets nothing`, hint: 'remove it', fix: { remove: true } };
  }
  const same = set.filter(([path, value]) => equal(get(below, path), value));
  for (const [path] of same) {
    const by = layers.slice(0, -1).findLast((layer) => get(layer.value, path) !== undefined);
    yield {
      path: path.reduce<Pointer>(child, override.at),
      message: `${quoted(path.join('.'))} has this value in ${region} without the override`,
      hint: same.length === set.length ? `remove the override for ${region}: nothing in it differs` : 'remove it',
      fix: { remove: true, ...(same.length === set.length ? { above: path.length } : {}) },
      ...(by?.at === undefined ? {} : { related: [{ path: path.reduce<Pointer>(child, by.at), note: `set by ${by.name}` }] }),
    };
  }
}
