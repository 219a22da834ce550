import { get } from '../model/data.ts';
import { child, pointer, type Pointer } from '../model/pointer.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import { agentLayers, regionLayers, settingLayers, stationLayers, type Layer } from '../fleet/resolve/layers.ts';
import type { Layers } from '../rules/rule.ts';

export function whereIn(spec: FleetSpec): Layers {
  return {
    agent: (agent, region, ...path) => winner(agentLayers(spec, agent, region), path) ?? pointer('agents', agent),
    setting: (component, region, ...path) => winner(settingLayers(spec, component, region), path) ?? pointer('regions', region),
    station: (region, ...path) => winner(stationLayers(spec, region), path) ?? pointer('regions', region),
    region: (region, ...path) => winner(regionLayers(spec, region), path) ?? pointer('regions', region, ...path),
  };
}

/** The pointer to a value in the strongest layer that sets it, or undefined when only defaults do. */
function winner(layers: readonly Layer[], path: readonly string[]): Pointer | undefined {
  for (const { at, value } of layers.toReversed()) {
    if (at !== undefined && get(value, path) !== undefined) return path.reduce<Pointer>(child, at);
  }
  return undefined;
}
