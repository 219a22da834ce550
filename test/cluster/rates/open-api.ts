// What an API server says about the fields of its kinds, as schemas without references.
import type { Schema } from '../../../generator/k8s/crd/schema.ts';

type Node = Schema & { readonly $ref?: string };
type Kinds = readonly { readonly group: string; readonly version: string; readonly kind: string }[];

/** `apiVersion/kind` → its schema. @param documents of /openapi/v3, one per group and version */
export function schemasOf(documents: readonly Readonly<Record<string, unknown>>[]): ReadonlyMap<string, Schema> {
  const found = new Map<string, Schema>();
  for (const document of documents) {
    const { schemas = {} } = (document['components'] ?? {}) as { schemas?: Readonly<Record<string, Node>> };
    const inline = inliner(schemas);
    for (const node of Object.values(schemas)) {
      for (const { group, version, kind } of ((node as Record<string, unknown>)['x-kubernetes-group-version-kind'] ?? []) as Kinds)
        if (!/^(DeleteOptions|WatchEvent|Status)$|List$/.test(kind))
          found.set(`${group === '' ? '' : `${group}/`}${version}/${kind}`, inline(node, []));
    }
  }
  return found;
}

/** A schema of which each part that is asked for is followed: what is recursive ends where it begins again. */
function inliner(all: Readonly<Record<string, Node>>): (node: Node, above: readonly string[]) => Schema {
  const inline = (node: Node, above: readonly string[]): Schema => {
    const [only] = (node.allOf ?? []) as readonly Node[];
    const ref = node.$ref ?? (node.allOf?.length === 1 ? only?.$ref : undefined);
    if (ref !== undefined) {
      const name = ref.slice('#/components/schemas/'.length);
      // A schema in a definition has no end.
      if (above.includes(name) || name.endsWith('.JSONSchemaProps')) return {};
      const { $ref: _ref, allOf: _allOf, ...own } = node;
      return { ...inline(all[name] ?? {}, [...above, name]), ...own };
    }
    const made: Record<string, unknown> = { ...node };
    if (node.format === 'int-or-string' || node.oneOf?.some(({ type }) => type === 'integer' || type === 'number') === true) {
      made['x-kubernetes-int-or-string'] = true;
      delete made['oneOf'];
    }
    if (node.properties !== undefined)
      made['properties'] = Object.fromEntries(Object.entries(node.properties).map(([key, each]) => [key, inline(each, above)]));
    if (node.items !== undefined) made['items'] = inline(node.items, above);
    if (typeof node.additionalProperties === 'object') made['additionalProperties'] = inline(node.additionalProperties, above);
    return made;
  };
  return inline;
}
