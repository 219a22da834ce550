import { kindOf } from '../../k8s/cluster.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { memo } from '../../model/memo.ts';
import { TABLES } from './tables/index.ts';
import { treeOf } from './table.ts';
import type { Node, Table } from './table.ts';

/** A table and the tree of its rows. */
export interface Judged extends Pick<Table, 'gone' | 'brought'> {
  readonly tree: Node;
}

let byKind: ReadonlyMap<string, Table> | undefined;
const trees = new Map<Table, Judged>();

/**
 * The table of an object's kind; undefined: nobody has said yet what its fields do.
 * @param own what the fleet says of kinds that it brings: see `ownTables`
 */
export function tableFor(object: KubeObject, own?: ReadonlyMap<string, Table>): Judged | undefined {
  byKind ??= new Map(TABLES.flatMap((table) => table.kinds.map((kind): [string, Table] => [kind, table])));
  const table = byKind.get(kindOf(object)) ?? own?.get(kindOf(object));
  return table === undefined ? undefined : memo(trees, table, () => ({ gone: table.gone, brought: table.brought, tree: treeOf(table.fields) }));
}
