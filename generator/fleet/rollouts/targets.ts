import { isMap } from '../../model/data.ts';
import { child, pointer, type Pointer } from '../../model/pointer.ts';
import { interpret, type SchemaError } from '../schema/interpret.ts';
import { ownSettings, schemaAt, settingsSchemas, type NamedSettings, type SchemaNode } from '../schema/schemas.ts';
import { validateFleet } from '../schema/validators.js';
import { targetOf } from '../target.ts';

/** What regions say of themselves, and rollouts and holds may name as a target. */
const OF_REGIONS: readonly string[] = ['versions', 'station', 'clusterFacts'];

/** What is wrong with what stands under a target, `agents.research` and the like, as the schema of the fleet says it of an override. */
export function targetErrors(target: string, value: unknown, declared: readonly NamedSettings[]): SchemaError[] {
  const [section, name = ''] = targetOf(target);
  if (section === 'agents') return errorsAt({ agents: { x: { overrides: { x: value } } } }, pointer('agents', 'x', 'overrides', 'x'));
  if (section === 'generator') return interpret(generatorSchema(), value);
  if (OF_REGIONS.includes(section)) return errorsAt({ regions: { x: { [section]: value } } }, pointer('regions', 'x', section));
  const own = declared.find((each) => each.name === name);
  if (own !== undefined) return interpret(own.settings, value);
  return name in ownSettings ? errorsAt({ components: { [name]: value } }, pointer('components', name)) : [];
}

/** Errors of a part of a fleet; what the rest of it lacks does not matter. */
function errorsAt(fleet: object, at: Pointer): SchemaError[] {
  if (validateFleet(fleet)) return [];
  return (validateFleet.errors ?? [])
    .filter(({ instancePath }) => instancePath === at || instancePath.startsWith(`${at}/`))
    .map((error) => ({ ...error, instancePath: error.instancePath.slice(at.length) }));
}

/**
 * A schema in which a map by targets has the schemas of what those hold, for words about it.
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
    if (section === 'generator') return generatorSchema();
    return OF_REGIONS.includes(section) ? schemaAt(['regions', '*', section]) : undefined;
  };
  const map = document[key];
  const known = Object.keys(isMap(map) ? map : {}).flatMap((target): [string, SchemaNode][] => {
    const node = nodeOf(target);
    return node === undefined ? [] : [[target, node]];
  });
  return { ...schema, properties: { ...properties, [key]: { ...properties[key], properties: Object.fromEntries(known) } } };
}

/** Errors of a map by targets, in place. */
export function errorsOfTargets(key: string, document: Readonly<Record<string, unknown>>, declared: readonly NamedSettings[]): SchemaError[] {
  const map = document[key];
  if (!isMap(map)) return [];
  return Object.entries(map).flatMap(([target, value]) =>
    targetErrors(target, value, declared).map((error) => ({ ...error, instancePath: `${child(`/${key}`, target)}${error.instancePath}` })),
  );
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
