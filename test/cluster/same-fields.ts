// What a schema of upstream and one of ours say differently of the fields of a kind.
import type { ClosedSchema } from '../../generator/k8s/schema/kinds.ts';
import { followed } from '../../generator/k8s/schema/kinds.ts';

/** The part of OpenAPI 3 that CRDs and the API server use. */
export interface Upstream {
  readonly $ref?: string;
  readonly allOf?: readonly Upstream[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Upstream>>;
  readonly required?: readonly string[];
  readonly items?: Upstream;
  readonly additionalProperties?: Upstream | boolean;
}

/** Follows a reference, where upstream has any. */
type Follow = (schema: Upstream) => Upstream;

/** `path: what is different`, a line each. What ours leaves open is not compared. */
export function differences(upstream: Upstream, ours: ClosedSchema, follow: Follow, path = ''): string[] {
  return compare(follow(upstream), followed(ours), follow, path, []);
}

function compare(theirs: Upstream, ours: ClosedSchema, follow: Follow, path: string, above: readonly Upstream[]): string[] {
  // Schemas of schemas refer to themselves.
  if (above.includes(theirs)) return [];
  const below = (their: Upstream, our: ClosedSchema, at: string): string[] => compare(follow(their), followed(our), follow, at, [...above, theirs]);
  if (ours.properties !== undefined) {
    const [a, b] = [theirs.properties ?? {}, ours.properties];
    const required = new Set(theirs.required);
    return [
      ...Object.keys(a).flatMap((key) => (key in b ? [] : [`${path}/${key}: is no field of ours`])),
      ...Object.keys(b).flatMap((key) =>
        key in a ? below(a[key] as Upstream, b[key] as ClosedSchema, `${path}/${key}`) : [`${path}/${key}: is no field of theirs`],
      ),
      ...(ours.required ?? []).flatMap((key) => (required.has(key) ? [] : [`${path}/${key}: is required by ours alone`])),
      ...[...required].flatMap((key) => (!(key in b) || (ours.required ?? []).includes(key) ? [] : [`${path}/${key}: is required by theirs alone`])),
    ];
  }
  if (ours.items !== undefined && theirs.items !== undefined) return below(theirs.items, ours.items, `${path}/[]`);
  if (typeof ours.additionalProperties === 'object' && typeof theirs.additionalProperties === 'object')
    return below(theirs.additionalProperties, ours.additionalProperties, `${path}/*`);
  const values = (list: readonly unknown[] = []): string => [...list].map(String).sort().join(' ');
  return values(theirs.enum) === values(ours.enum) ? [] : [`${path}: is one of "${values(theirs.enum)}", for ours of "${values(ours.enum)}"`];
}
