import type { ClassRow, FieldClass } from '../../fleet/classes.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { memo } from '../../model/memo.ts';
import { trustLine } from '../../render/trusts.ts';
import type { Memory } from '../memory.ts';
import { any, none } from './rule.ts';
import type { Rule } from './rule.ts';
import type { Table } from './table.ts';
import { METADATA } from './tables/metadata.ts';

const UNJUDGED = any('power', 'nobody has said yet what such a change does');

/**
 * Tables of kinds that the fleet brings, by `group/Kind`, of what it says of their changes. Only what is delivered counts: a row comes by an approval of
 * its own, and judges from the next change on.
 */
export function ownTables({ classes = [] }: Partial<Pick<Fleet, 'classes'>>, { trusts = [] }: Memory): ReadonlyMap<string, Table> {
  if (classes.length === 0) return new Map();
  const known = new Set(trusts);
  const byKind = new Map<string, ClassRow[]>();
  for (const row of classes) if (known.has(trustLine('class', row))) memo(byKind, row.kind, () => []).push(row);
  return new Map(
    [...byKind].map(([kind, rows]): [string, Table] => {
      const fields = rows.flatMap((row): [string, Rule][] => ('field' in row ? [[row.field, ruleOf(row.class)]] : []));
      const of = (when: 'brought' | 'gone'): Rule => {
        const row = rows.find((each) => 'when' in each && each.when === when);
        return row === undefined ? UNJUDGED : ruleOf(row.class);
      };
      return [kind, { kinds: [kind], fields: { ...METADATA, ...Object.fromEntries(fields) }, gone: of('gone'), brought: of('brought') }];
    }),
  );
}

const SAYS: Readonly<Record<Exclude<FieldClass, 'none'>, string>> = {
  loss: 'the fleet calls it a loss of data, or of what keeps it',
  power: 'the fleet calls it power',
  identity: 'the fleet says that something changes its owner',
  names: 'the fleet says that names change',
  work: 'the fleet says that it stops, restarts or weakens what runs',
};

function ruleOf(kind: FieldClass): Rule {
  if (kind === 'none') return none;
  return any(kind, SAYS[kind], kind === 'work' ? { effect: 'weakens' } : {});
}
