import type { Declared } from '../declared/declared.ts';
import type { Settings } from '../fleet.ts';
import { rolloutsIn } from '../rollouts/waves.ts';
import { fill } from '../schema/defaults.ts';
import { ownSettings, settingsSchemas } from '../schema/schemas.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import type { Fields, FleetSpec } from '../spec.ts';
import { targetOf } from '../target.ts';
import { groupsOf } from './groups.ts';
import { mergeLayers, settingLayers } from './layers.ts';
import type { Layer } from './layers.ts';

/** The schema of a component's settings. One that the fleet brings runs where it is named, and nowhere else. */
export function settingsSchemaOf(schemas: Readonly<Record<string, SchemaNode>>, component: string, layers: readonly Layer[]): SchemaNode {
  const schema = schemas[component] as SchemaNode;
  if (layers.length > 0 || component in ownSettings) return schema;
  const { enabled, ...properties } = schema.properties as Record<string, SchemaNode>;
  return { ...schema, properties: { enabled: { ...enabled, default: false }, ...properties } };
}

/** What rollouts set of components in a region. */
function rolloutSettings(spec: FleetSpec, region: string): Fields[] {
  return rolloutsIn(spec, region)
    .filter(({ reached }) => reached)
    .map(({ rollout }) =>
      Object.fromEntries(
        Object.entries(rollout.set).flatMap(([key, value]) => {
          const [section, name] = targetOf(key);
          return section === 'components' && name !== undefined ? [[name, value]] : [];
        }),
      ),
    );
}

/** The settings of every component in a region, defaults filled in. */
export function settingResolver(spec: FleetSpec, declared: readonly Declared[]): (region: string) => Readonly<Record<string, Settings>> {
  const schemas = settingsSchemas(declared);
  const one = (component: string, region: string | undefined): Settings => {
    const layers = settingLayers(spec, component, region);
    return fill(settingsSchemaOf(schemas, component, layers), mergeLayers(layers)) as Settings;
  };
  const plain = Object.fromEntries(Object.keys(schemas).map((component) => [component, one(component, undefined)]));
  return (region) => {
    const groups = groupsOf(spec, region).map(({ spec: group }) => group.components);
    const own = [...rolloutSettings(spec, region), ...groups, spec.regions[region]?.components].filter((settings) => settings !== undefined);
    if (own.length === 0) return plain;
    return {
      ...plain,
      ...Object.fromEntries(own.flatMap((settings) => Object.keys(settings)).map((component) => [component, one(component, region)])),
    };
  };
}
