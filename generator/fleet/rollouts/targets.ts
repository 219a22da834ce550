import { isMap } from '../../model/data.ts';
import { schemaAt, settingsSchemas, type NamedSettings, type SchemaNode } from '../schema/schemas.ts';
import { targetOf } from './rollout.ts';

/**
 * A schema in which a map by targets, `agents.research` and the like, has the schemas of what those hold.
 * @param key of the map in the document
 */
export function withTargets(
  schema: SchemaNode,
  key: string,
  document: Readonly<Record<string, unknown>>,
  declared: readonly NamedSettings[],
): SchemaNode {
  const { properties = {} } = schema;
  const settings = settingsSchemas(declared);
  const nodeOf = (target: string): SchemaNode | undefined => {
    const [section, name] = targetOf(target);
    if (section === 'agents') return schemaAt(['agents', '*', 'overrides', '*']);
    if (section === 'components') return settings[String(name)];
    if (section === 'versions') return schemaAt(['regions', '*', 'versions']);
    return section === 'generator' ? generatorSchema() : undefined;
  };
  const map = document[key];
  const known = Object.keys(isMap(map) ? map : {}).flatMap((target): [string, SchemaNode][] => {
    const node = nodeOf(target);
    return node === undefined ? [] : [[target, node]];
  });
  return { ...schema, properties: { ...properties, [key]: { ...properties[key], properties: Object.fromEntries(known) } } };
}

function generatorSchema(): SchemaNode {
  const release = schemaAt(['regions', '*', 'generator']) as SchemaNode;
  return {
    type: 'object',
    additionalProperties: false,
    required: ['from', 'to'],
    properties: {
      from: { ...release, description: 'The release that wrote what regions of later waves stay on.' },
      to: { ...release, description: 'The release that writes the regions of the waves that are reached.' },
    },
  };
}
