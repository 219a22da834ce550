// The tables hold every field that our closed schemas know, and nothing else.
import { describe, expect, test } from 'vitest';
import { followed, knownKinds, schemaOf } from '../../../../generator/k8s/schema/kinds.ts';
import type { ClosedSchema } from '../../../../generator/k8s/schema/kinds.ts';
import { TABLES } from '../../../../generator/plan/gate/tables/index.ts';
import { steps, treeOf } from '../../../../generator/plan/gate/table.ts';
import type { Node } from '../../../../generator/plan/gate/table.ts';

/** `apps/v1/Deployment` → `apps/Deployment`, `v1/Pod` → `/Pod`. */
function kindOf(known: string): string {
  const parts = known.split('/');
  return parts.length === 2 ? `/${parts[1] as string}` : `${parts[0] as string}/${parts[2] as string}`;
}

const ours = /^pap-fleet\//;

describe('every kind that has a closed schema', () => {
  test('has one table, and every table such a kind', () => {
    const kinds = TABLES.flatMap((table) => table.kinds);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.filter((kind) => !ours.test(kind)).sort()).toEqual(knownKinds().map(kindOf).sort());
  });

  const rows = knownKinds().map((known) => [kindOf(known), known] as const);
  test.each(rows)('%s has a row for every field', (kind, known) => {
    const table = TABLES.find(({ kinds }) => kinds.includes(kind));
    const parts = known.split('/');
    const schema = schemaOf({ apiVersion: parts.slice(0, -1).join('/'), kind: parts.at(-1) as string }) as ClosedSchema;
    const found: string[] = [];
    uncovered(followed(schema), treeOf(table?.fields ?? {}), '', false, found);
    expect(found.filter((path) => !/^(apiVersion|kind)$/.test(path))).toEqual([]);
  });

  test.each(rows)('%s has no row for a field that is none', (kind, known) => {
    const table = TABLES.find(({ kinds }) => kinds.includes(kind));
    const parts = known.split('/');
    const schema = schemaOf({ apiVersion: parts.slice(0, -1).join('/'), kind: parts.at(-1) as string }) as ClosedSchema;
    expect(Object.keys(table?.fields ?? {}).filter((path) => !exists(schema, steps(path)))).toEqual([]);
  });
});

/** Fields that no row of the table, of their own or above them, names. */
function uncovered(schema: ClosedSchema, node: Node | undefined, path: string, covered: boolean, found: string[]): void {
  const here = covered || node?.rule !== undefined;
  if (node === undefined || (node.keys === undefined && node.any === undefined && node.items === undefined)) {
    if (!here) found.push(path);
    return;
  }
  if (schema.items !== undefined && node.items !== undefined) uncovered(followed(schema.items), node.items, `${path}[]`, here, found);
  for (const [key, field] of Object.entries(schema.properties ?? {}))
    uncovered(followed(field), node.keys?.get(key) ?? node.any, path === '' ? key : `${path}.${key}`, here, found);
  if (schema.items === undefined && schema.properties === undefined && !here) found.push(path);
}

function exists(schema: ClosedSchema, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true;
  const { items, properties, additionalProperties } = followed(schema);
  if (step === '[]') return items !== undefined && exists(items, rest);
  const field = properties?.[step] ?? (additionalProperties === false ? undefined : additionalProperties);
  return field !== undefined && exists(field, rest);
}
