// Which rows of a table judge which fields, on tables and objects made by hand.
import { describe, expect, test } from 'vitest';
import { any, none } from '../../../../generator/plan/gate/rule.ts';
import { below, steps, treeOf } from '../../../../generator/plan/gate/table.ts';
import type { Fields } from '../../../../generator/plan/gate/table.ts';
import { walk } from '../../../../generator/plan/gate/walk.ts';

/** `path` by `row` with the items on the way: `from → to`. */
function hits(rows: readonly string[], before: unknown, after: unknown): string[] {
  const fields: Fields = Object.fromEntries(rows.map((row) => [row, any('power', row)]));
  const seen: string[] = [];
  walk(treeOf(fields), before, after, ({ row, path, items, before: old, after: now, rule }) => {
    expect(rule).toBe(row === '' ? undefined : fields[row]);
    const way = items.length === 0 ? '' : ` <${items.join(' ')}>`;
    seen.push(`${path} by ${row}${way}: ${JSON.stringify(old) ?? 'none'} → ${JSON.stringify(now) ?? 'none'}`);
  });
  return seen;
}
const named = (...names: readonly string[]): object[] => names.map((name) => ({ name, image: `${name}:1` }));

describe('a walk', () => {
  test.each<[string, readonly string[], unknown, unknown, readonly string[]]>([
    ['finds nothing between equals', ['a'], { a: 1 }, { a: 1 }, []],
    ['finds nothing in one object', ['a'], undefined, undefined, []],
    ['finds a field that differs', ['a'], { a: 1, b: 1 }, { a: 2, b: 1 }, ['a by a: 1 → 2']],
    ['finds a field that comes', ['a'], {}, { a: 1 }, ['a by a: none → 1']],
    ['finds a field that goes', ['a'], { a: 1 }, {}, ['a by a: 1 → none']],
    ['finds fields of an object that comes', ['a', 'b'], undefined, { a: 1, b: 2 }, ['a by a: none → 1', 'b by b: none → 2']],
    ['finds fields of an object that goes', ['a', 'b'], { a: 1, b: 2 }, undefined, ['a by a: 1 → none', 'b by b: 2 → none']],
    ['tells what no row covers', ['a'], { b: 1 }, { b: 2 }, ['b by : 1 → 2']],
    ['tells what no row covers below one that is no rule', ['a.b'], { a: { c: 1 } }, { a: { c: 2 } }, ['a.c by : 1 → 2']],
    ['judges what lies below a row by the row', ['a'], { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, ['a by a: {"b":{"c":1}} → {"b":{"c":2}}']],
    ['judges by the deepest row', ['a', 'a.b'], { a: { b: 1, c: 1 } }, { a: { b: 2, c: 2 } }, ['a.b by a.b: 1 → 2', 'a.c by a: 1 → 2']],
    ['takes the row above where the value is no map', ['a', 'a.b'], { a: 'x' }, { a: 'y' }, ['a by a: "x" → "y"']],
    ['goes into a map that comes instead of a text', ['a', 'a.b'], { a: 'x' }, { a: { b: 1 } }, ['a.b by a.b: none → 1']],
    ['goes into a map that goes', ['a', 'a.b'], { a: { b: 1 } }, { a: 'x' }, ['a.b by a.b: 1 → none']],
    ['does not mind the order of keys', ['a'], { a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, []],
    ['does not mind the order of keys above rows', ['a.b'], { a: { b: { x: 1, y: 2 } } }, { a: { b: { y: 2, x: 1 } } }, []],
    ['knows any key', ['a.*.b'], { a: { x: { b: 1 } } }, { a: { x: { b: 2 } } }, ['a.x.b by a.*.b: 1 → 2']],
    ['prefers a key of its own to any', ['a.*', 'a.b'], { a: { b: 1, c: 1 } }, { a: { b: 2, c: 2 } }, ['a.b by a.b: 1 → 2', 'a.c by a.*: 1 → 2']],
    ['knows any key beside none of its own', ['*'], { a: 1 }, { a: 2 }, ['a by *: 1 → 2']],
    ['takes no key of a prototype for a field', ['toString'], {}, { toString: 1 }, ['toString by toString: none → 1']],
    ['takes no key of a prototype for one that stays', ['toString'], { toString: 1 }, {}, ['toString by toString: 1 → none']],
    [
      'pairs items by their names',
      ['c[].image'],
      { c: named('x', 'y') },
      { c: [...named('y'), { name: 'x', image: 'x:2' }] },
      ['c[x].image by c[].image <x>: "x:1" → "x:2"'],
    ],
    [
      'tells named items that come and go',
      ['c[]'],
      { c: named('x', 'y') },
      { c: named('y', 'z') },
      ['c[x] by c[] <x>: {"name":"x","image":"x:1"} → none', 'c[z] by c[] <z>: none → {"name":"z","image":"z:1"}'],
    ],
    ['pairs equal items first and the others by place', ['c[]'], { c: [1, 2, 3] }, { c: [3, 1, 4] }, ['c[0] by c[] <0>: 2 → 4']],
    ['pairs each item once', ['c[]'], { c: [1, 1] }, { c: [1] }, ['c[0] by c[] <0>: 1 → none']],
    ['tells items that come', ['c[]'], { c: [1] }, { c: [1, 2, 3] }, ['c[0] by c[] <0>: none → 2', 'c[1] by c[] <1>: none → 3']],
    ['finds nothing in items in another order', ['c[]'], { c: [1, 2] }, { c: [2, 1] }, []],
    ['tells a list that comes', ['c[]'], {}, { c: [1] }, ['c[0] by c[] <0>: none → 1']],
    ['tells a list that goes', ['c[]'], { c: [1] }, {}, ['c[0] by c[] <0>: 1 → none']],
    ['takes no text for a list', ['c', 'c[]'], { c: 'x' }, { c: [1] }, ['c[0] by c[] <0>: none → 1']],
    ['judges a list without rows for items as a whole', ['c'], { c: [1] }, { c: [2] }, ['c by c: [1] → [2]']],
    ['judges a map where items are known by the row above', ['c', 'c[]'], { c: { a: 1 } }, { c: { a: 2 } }, ['c by c: {"a":1} → {"a":2}']],
    [
      'pairs items of which one has no name by place',
      ['c[].image'],
      { c: [{ name: 'x', image: 1 }, { image: 2 }] },
      { c: [{ image: 3 }] },
      ['c[0].image by c[].image <0>: 1 → 3', 'c[0].name by  <0>: "x" → none', 'c[1].image by c[].image <1>: 2 → none'],
    ],
    [
      'pairs items of which two have one name by place',
      ['c[]'],
      { c: [{ name: 'x' }] },
      { c: [{ name: 'x' }, { name: 'x' }] },
      ['c[0] by c[] <0>: none → {"name":"x"}'],
    ],
    [
      'pairs items whose names are numbers by place',
      ['c[].image'],
      { c: [{ name: 1, image: 'a' }] },
      { c: [{ name: 1, image: 'b' }] },
      ['c[0].image by c[].image <0>: "a" → "b"'],
    ],
    [
      'names all items on the way',
      ['c[].e[].v'],
      { c: [{ name: 'x', e: [{ name: 'y', v: 1 }] }] },
      { c: [{ name: 'x', e: [{ name: 'y', v: 2 }] }] },
      ['c[x].e[y].v by c[].e[].v <x y>: 1 → 2'],
    ],
    ['knows lists of lists', ['c[][].v'], { c: [[{ v: 1 }]] }, { c: [[{ v: 2 }]] }, ['c[0][0].v by c[][].v <0 0>: 1 → 2']],
    ['judges an item by the row of the list', ['c', 'c[].a'], { c: [{ a: 1, b: 1 }] }, { c: [{ a: 1, b: 2 }] }, ['c[0].b by c <0>: 1 → 2']],
    ['stops at a row of items that are no maps', ['c[].a'], { c: ['x'] }, { c: ['y'] }, ['c[0] by  <0>: "x" → "y"']],
  ])('%s', (_, rows, before, after, expected) => expect(hits(rows, before, after)).toEqual(expected));
});

describe('a table', () => {
  test.each<[string, readonly string[]]>([
    ['a', ['a']],
    ['a.b', ['a', 'b']],
    ['a[].b', ['a', '[]', 'b']],
    ['a[][]', ['a', '[]', '[]']],
    ['a.*.b', ['a', '*', 'b']],
    ['', []],
  ])('reads the path %j', (path, expected) => expect(steps(path)).toEqual(expected));
  test('keeps a row that others lie below', () => {
    const { keys } = treeOf({ 'a.b': none, a: none, 'a.c': none });
    expect([...(keys?.get('a')?.keys?.keys() ?? [])]).toEqual(['b', 'c']);
    expect(keys?.get('a')?.rule).toBe(none);
    expect([keys?.get('a')?.path, keys?.get('a')?.keys?.get('b')?.path]).toEqual(['a', 'a.b']);
  });
  test('is put below a path', () => {
    const [one, all] = [any('power', 'one'), any('power', 'all')];
    expect(below('spec', { a: one, '': all })).toEqual({ 'spec.a': one, spec: all });
  });
});
