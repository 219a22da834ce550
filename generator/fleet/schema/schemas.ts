import { memo } from '../../model/memo.ts';
import { schemaFiles } from './validators.js';

/** The parts of a JSON Schema that the generator itself reads. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  /** Keys that a map must have once every layer is merged: a single layer may set a part of it. */
  readonly requiredOnceMerged?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly propertyNames?: { readonly pattern?: string; readonly errorMessage?: string };
  readonly errorMessage?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

const files = schemaFiles as Readonly<Record<string, SchemaNode>>;

export const fleetSchema = files['fleet.schema.json'] as SchemaNode;

const followed = new Map<SchemaNode, SchemaNode>();

/** A node with its `$ref` followed; keywords beside the `$ref` win, as they describe this use of it. */
export function follow(node: SchemaNode): SchemaNode {
  return node.$ref === undefined ? node : memo(followed, node, () => referred(node, node.$ref as string));
}

function referred(node: SchemaNode, $ref: string): SchemaNode {
  const { $ref: _, ...beside } = node;
  const [file, fragment] = $ref.split('#') as [string, string | undefined];
  let target = file === '' ? fleetSchema : files[file];
  for (const step of (fragment ?? '').split('/').slice(1)) target = (target as unknown as Record<string, SchemaNode>)[step];
  if (target === undefined) throw new Error(`schema reference ${$ref} leads nowhere`);
  return { ...follow(target), ...beside };
}

/** What a component that a fleet brings says of itself. */
export const componentSchema = files['component.schema.json'] as SchemaNode;

/** What a policy of a fleet says. */
export const policySchema = files['policy.schema.json'] as SchemaNode;

/** What a freeze of regions says. */
export const freezeSchema = files['freeze.schema.json'] as SchemaNode;
/** What a rollout says. */
export const rolloutSchema = files['rollout.schema.json'] as SchemaNode;

/** What a hold says. */
export const holdSchema = files['hold.schema.json'] as SchemaNode;

/** Schemas of the settings of every component that each fleet has, by name. */
export const ownSettings = follow((fleetSchema.properties as Record<string, SchemaNode>)['components'] as SchemaNode).properties as Readonly<
  Record<string, SchemaNode>
>;

/** A component that a fleet brings, as far as the format of the fleet is concerned. */
export interface NamedSettings {
  readonly name: string;
  readonly settings: SchemaNode;
}

/** Schemas of the settings of all components of a fleet, by name. */
export function settingsSchemas(declared: readonly NamedSettings[]): Readonly<Record<string, SchemaNode>> {
  return declared.length === 0 ? ownSettings : { ...ownSettings, ...Object.fromEntries(declared.map(({ name, settings }) => [name, settings])) };
}

/** The schema of a fleet that brings components: what may stand under `components` is more. */
export function fleetSchemaWith(declared: readonly NamedSettings[]): SchemaNode {
  if (declared.length === 0) return fleetSchema;
  const properties = fleetSchema.properties as Record<string, SchemaNode>;
  const widened = (node: SchemaNode): SchemaNode => ({ ...follow(node), properties: settingsSchemas(declared) });
  const each = (section: 'groups' | 'regions'): SchemaNode => {
    const all = follow(properties[section] as SchemaNode);
    const one = follow(all.additionalProperties as SchemaNode);
    const inside = one.properties as Record<string, SchemaNode>;
    return { ...all, additionalProperties: { ...one, properties: { ...inside, components: widened(inside['components'] as SchemaNode) } } };
  };
  return {
    ...fleetSchema,
    properties: {
      ...properties,
      components: widened(properties['components'] as SchemaNode),
      groups: each('groups'),
      regions: each('regions'),
    },
  };
}

/** The schema node of a value in the fleet, or undefined where the schema has none. */
export function schemaAt(path: readonly string[]): SchemaNode | undefined {
  return nodeAt(fleetSchema, path);
}

/** The node of a value below one that a schema describes, or undefined where the schema has none. */
export function nodeAt(root: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    const here: SchemaNode = follow(node);
    const next: SchemaNode | undefined =
      here.properties?.[step] ?? here.items ?? (typeof here.additionalProperties === 'object' ? here.additionalProperties : undefined);
    node = next;
  }
  return node === undefined ? undefined : follow(node);
}
