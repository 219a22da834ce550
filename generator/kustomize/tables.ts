import { kustomizeTables } from '../k8s/schema/schemas.js';

/** Kinds: what is not said fits any. */
export interface KindPattern {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
}

/** A field of objects of some kinds. Lists on its path are gone into. */
export interface FieldSpec extends KindPattern {
  readonly path: string;
  readonly create?: boolean;
}

/** Fields that name objects of a kind. */
export interface NameReference extends KindPattern {
  readonly fieldSpecs: readonly FieldSpec[];
}

/** A field that leads to lists that are merged, or is one. */
export interface MergeField {
  /** Its type. */
  readonly of?: string;
  /** The type of its items. */
  readonly each?: string;
  /** By what its items are told apart. */
  readonly keys?: readonly string[];
  /** Its items are texts, each of which stands there once. */
  readonly set?: boolean;
}

interface Tables {
  /** `apiVersion/kind` of what has no namespace. */
  readonly cluster: readonly string[];
  /** `apiVersion/kind` → type. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, Readonly<Record<string, MergeField>>>>;
  readonly fields: Readonly<
    Record<'commonLabels' | 'templateLabels' | 'commonAnnotations' | 'images' | 'namespace' | 'replicas', readonly FieldSpec[]>
  > & { readonly nameReference: readonly NameReference[] };
}

let read: Tables | undefined;

/** What Kustomize brings along: schemas/objects/kustomize.json. Read by a run that meets a kustomization. */
export function tables(): Tables {
  return (read ??= JSON.parse(kustomizeTables) as Tables);
}

let clusterKinds: ReadonlySet<string> | undefined;

/** Whether Kustomize knows that a kind has no namespace: of many newer ones, and of all definitions, it does not. */
export function hasNoNamespace(apiVersion: string, kind: string): boolean {
  return (clusterKinds ??= new Set(tables().cluster)).has(`${apiVersion}/${kind}`);
}
