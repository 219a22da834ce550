import { knownByKind } from '../object.ts';
import { objectSchemas } from './schemas.js';

/** What the closed schemas of `schemas/objects/` say: a small part of JSON Schema, which test/unit/k8s holds against ajv. */
export interface ClosedSchema {
  /** `#/$defs/name` */
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, ClosedSchema>>;
  readonly required?: readonly string[];
  /** False: no other fields. Absent: any. */
  readonly additionalProperties?: false | ClosedSchema;
  readonly items?: ClosedSchema;
  readonly minItems?: number;
  readonly minimum?: number;
}

interface Schemas {
  readonly kinds: Readonly<Record<string, ClosedSchema>>;
  readonly $defs: Readonly<Record<string, ClosedSchema>>;
}

let parsed: Schemas | undefined;

/** Parsed on the first ask: `--help` shall not wait for it. */
function schemas(): Schemas {
  return (parsed ??= JSON.parse(objectSchemas) as Schemas);
}

/** Every `apiVersion/kind` that has a schema. */
export function knownKinds(): string[] {
  return Object.keys(schemas().kinds);
}

export const schemaOf = knownByKind(lookUp);

function lookUp(apiVersion: string, kind: string): ClosedSchema | undefined {
  const { kinds } = schemas();
  // Before Traefik 3.0 the same kinds were served under the older group as well; External Secrets 0.16 has the same fields in two versions.
  const served = apiVersion.replace(/^traefik\.containo\.us\//, 'traefik.io/').replace(/^external-secrets\.io\/v1beta1$/, 'external-secrets.io/v1');
  const key = `${served}/${kind}`;
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined;
}

/** Of the metadata of every object. */
export const OBJECT_META: ClosedSchema = { $ref: '#/$defs/apimachinery.apis.meta.v1.ObjectMeta' };

/** The schema that a node stands for. */
export function followed(node: ClosedSchema): ClosedSchema {
  let here = node;
  while (here.$ref !== undefined) here = targets.get(here.$ref) ?? target(here.$ref);
  return here;
}

/** By the reference as it stands there: to cut a name off, for each field of each object, costs more than to look it up. */
const targets = new Map<string, ClosedSchema>();

function target(reference: string): ClosedSchema {
  const found = schemas().$defs[reference.slice('#/$defs/'.length)] as ClosedSchema;
  targets.set(reference, found);
  return found;
}
