import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equal, get, leaves } from '../../../generator/model/data.ts';
import { byCodeUnit, sortedKeys } from '../../../generator/model/order.ts';
import { pointer, segments } from '../../../generator/model/pointer.ts';

describe('data is equal', () => {
  test.each([
    ['in any order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['with or without a prototype', { a: 1 }, Object.assign(Object.create(null) as object, { a: 1 }), true],
    ['not with a key more', { a: 1 }, { a: 1, b: 2 }, false],
    ['not where one has undefined and the other another key', { a: undefined }, { b: undefined }, false],
    ['not with lists in another order', [1, 2], [2, 1], false],
    ['not with a longer list', [1], [1, 2], false],
    ['not as a list and a map', [], {}, false],
    ['not as a number and its text', 1, '1', false],
    ['not as null and nothing', null, undefined, false],
    ['not as a key and what every map inherits', { toString: 1 }, {}, false],
  ])('%s', (_, a, b, expected) => {
    expect(equal(a, b)).toBe(expected);
    expect(equal(b, a)).toBe(expected);
  });
});

describe('a value is found by its path', () => {
  const map = { a: { b: null, '': 0 }, list: [{ c: 1 }] };
  test.each([
    ['the whole', [], map],
    ['a value', ['a', ''], 0],
    ['null', ['a', 'b'], null],
    ['nothing below null', ['a', 'b', 'c'], undefined],
    ['nothing inside a list', ['list', '0'], undefined],
    ['nothing that is inherited', ['a', 'constructor'], undefined],
  ])('%s', (_, path, expected) => expect(get(map, path)).toEqual(expected));
});

test('leaves are what holds no keys: scalars, lists, null and empty maps', () => {
  expect([...leaves({ a: { b: 1, c: {} }, d: [{ e: 2 }], f: null })]).toEqual([
    [['a', 'b'], 1],
    [['a', 'c'], {}],
    [['d'], [{ e: 2 }]],
    [['f'], null],
  ]);
});

test('names are ordered by code units, not as a language would', () => {
  expect(['b', 'é', 'a', 'Z', '10', '9', 'a-b', 'a.b', 'ab'].sort(byCodeUnit)).toEqual(['10', '9', 'Z', 'a', 'a-b', 'a.b', 'ab', 'b', 'é']);
  expect(sortedKeys({ 9: 0, b: 0, 10: 0, a: 0 })).toEqual(['10', '9', 'a', 'b']);
});

test('whatever keys a pointer is made of, it is taken apart into them', () => {
  const key = fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a'), maxLength: 5 });
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (keys) => {
      expect(segments(pointer(...keys))).toEqual(keys);
    }),
  );
});
