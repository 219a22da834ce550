import { follow, ownSettings, schemaAt, settingsSchemas, type SchemaNode } from '../../../fleet/schema/schemas.ts';
import { onePerAgent } from '../../per-agent.ts';
import { defineRule, isMap, memo, quoted } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/incomplete',
  severity: 'error',
  what: 'All layers together leave out a key that is needed.',
  why: 'Each layer may set a part of a map; what is missing in the end has no default that would be right.',
  fix: 'Set the key in one of the layers; `pap-fleet explain` shows them.',
  order: 90,
  *run(fleet, where) {
    const agentSchema = schemaAt(['agents', '*', 'overrides', '*']) as SchemaNode;
    for (const { agent, region } of onePerAgent(fleet)) {
      for (const { path, key } of missing(agentSchema, agent, [])) {
        yield {
          path: where.agent(agent.name, region, ...path),
          message: `${quoted(path.join('.'))} of agent "${agent.name}" lacks "${key}" in ${region}`,
          hint: `set ${[...path, key].join('.')} in one of its layers (pap-fleet explain ${agent.name} ${path.join('.')})`,
        };
      }
    }
    const schemas = settingsSchemas(fleet.declared);
    const seen = new Set<string>();
    for (const region of fleet.regions) {
      for (const [name, settings] of Object.entries(region.components)) {
        if (!(name in ownSettings) && settings.enabled === false) continue;
        for (const { path, key } of missing(schemas[name] as SchemaNode, settings, [])) {
          const at = where.setting(name, region.name, ...path);
          if (seen.has(at)) continue;
          seen.add(at);
          yield {
            path: at,
            message: `${quoted(path.join('.'))} of component ${name} lacks "${key}" in ${region.name}`,
            hint: `set components.${[name, ...path, key].join('.')}, for the fleet or for the region`,
          };
        }
      }
    }
  },
});

const demanding = new Map<SchemaNode, boolean>();

/** Whether a map, or any in it, needs a key: of most nothing is asked. */
function demands(node: SchemaNode): boolean {
  return memo(demanding, node, () => {
    const { properties = {}, requiredOnceMerged } = follow(node);
    return requiredOnceMerged !== undefined || Object.values(properties).some(demands);
  });
}

function* missing(node: SchemaNode, value: unknown, path: readonly string[]): Iterable<{ path: readonly string[]; key: string }> {
  if (!isMap(value)) return;
  const { properties, requiredOnceMerged } = follow(node);
  for (const key of requiredOnceMerged ?? []) if (value[key] === undefined) yield { path, key };
  for (const [key, property] of Object.entries(properties ?? {}))
    if (value[key] !== undefined && demands(property)) yield* missing(property, value[key], [...path, key]);
}
