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

/** The schema node of a value in the fleet, or undefined where the schema has none. */
export function schemaAt(path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = fleetSchema;
  for (const step of path) {
    if (node === undefined) return undefined;
    const here: SchemaNode = follow(node);
    const next: SchemaNode | undefined =
      here.properties?.[step] ?? here.items ?? (typeof here.additionalProperties === 'object' ? here.additionalProperties : undefined);
    node = next;
  }
  return node === undefined ? undefined : follow(node);
}
