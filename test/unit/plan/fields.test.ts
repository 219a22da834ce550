import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldChanges, pathText } from '../../../generator/plan/fields.ts';
import type { FieldChange, Step } from '../../../generator/plan/fields.ts';

/** Apply field changes, as somebody who reads the report would. */
function applied(value: unknown, changes: readonly FieldChange[]): unknown {
  return changes.reduce<unknown>((root, change) => set(root, change.path, change), structuredClone(value));
}

function set(value: unknown, [step, ...rest]: readonly Step[], change: FieldChange): unknown {
  if (step === undefined) return change.after;
  if (Array.isArray(value) && typeof step === 'object') {
    const at = value.findIndex((item) => (item as { name?: unknown }).name === step.item);
    if (at === -1) return [...(value as unknown[]), change.after];
    if (rest.length === 0 && !('after' in change)) return value.filter((_, i) => i !== at);
    return value.with(at, set(value[at], rest, change));
  }
  const box = structuredClone(value) as Record<string, unknown>;
  const key = step as string;
  if (rest.length === 0 && !('after' in change)) delete box[key];
  else box[key] = set(box[key], rest, change);
  return box;
}

const scalar = fc.oneof(fc.constantFrom('a', 'b', ''), fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constant(null));
const item = fc.record({ name: fc.constantFrom('p', 'q', 'r'), value: scalar }, { requiredKeys: ['name'] });
const data = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(item, { maxLength: 4 }),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('k', 'l', 'm.n', 'o/p'), tie('data'), { noNullPrototype: true }),
  ),
})).data;

describe('field changes', () => {
  test('applied to the old value give the new one', () => {
    fc.assert(
      fc.property(data, data, (before, after) => {
        expect(applied(before, fieldChanges(before, after))).toEqual(after);
      }),
      { numRuns: 5000 },
    );
  });

  test('are none between equal values, whatever the order of keys', () => {
    expect(fieldChanges({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toEqual([]);
  });

  test.each<[string, unknown, unknown, string[]]>([
    ['an item by its name', { c: [{ name: 'agent', image: 'a' }] }, { c: [{ name: 'agent', image: 'b' }] }, ['c[agent].image']],
    ['an item that comes', { c: [{ name: 'a' }] }, { c: [{ name: 'a' }, { name: 'b' }] }, ['c[b]']],
    ['another order as a whole', { c: [{ name: 'a' }, { name: 'b' }] }, { c: [{ name: 'b' }, { name: 'a' }] }, ['c']],
    ['an item without a name by its place', { c: [{ x: 1 }, { x: 2 }] }, { c: [{ x: 1 }, { x: 3 }] }, ['c[1].x']],
    ['a key with dots', { a: { 'b.c/d': 1 } }, { a: { 'b.c/d': 2 } }, ['a["b.c/d"]']],
    ['a list of texts as a whole', { a: ['x'] }, { a: ['x', 'y'] }, ['a']],
    ['a key that goes', { a: { b: 1, c: 2 } }, { a: { c: 2 } }, ['a.b']],
    ['a name that stands twice as a whole', { c: [{ name: 'a' }, { name: 'a' }] }, { c: [{ name: 'a' }] }, ['c']],
  ])('name %s', (_, before, after, paths) => {
    expect(fieldChanges(before, after).map(({ path }) => pathText(path))).toEqual(paths);
  });
});
