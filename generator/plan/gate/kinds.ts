import { group } from '../../k8s/object.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { memo } from '../../model/memo.ts';
import { TABLES } from './tables/index.ts';
import { treeOf } from './table.ts';
import type { Node, Table } from './table.ts';

/** A table and the tree of its rows. */
export interface Judged extends Table {
  readonly tree: Node;
}

let byKind: ReadonlyMap<string, Table> | undefined;
const trees = new Map<Table, Judged>();

/** The table of an object's kind; undefined: nobody has said yet what its fields do. */
export function tableFor(object: KubeObject): Judged | undefined {
  byKind ??= new Map(TABLES.flatMap((table) => table.kinds.map((kind): [string, Table] => [kind, table])));
  // Before Traefik 3.0 the same kinds were served under the older group as well.
  const table = byKind.get(`${group(object).replace(/^traefik\.containo\.us$/, 'traefik.io')}/${object.kind}`);
  return table === undefined ? undefined : memo(trees, table, () => ({ ...table, tree: treeOf(table.fields) }));
}
