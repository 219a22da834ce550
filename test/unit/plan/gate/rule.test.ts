// What the building blocks of the tables find, value by value.
import { describe, expect, test } from 'vitest';
import { seconds, size } from '../../../../generator/k8s/measure.ts';
import {
  RESTARTS,
  added,
  any,
  becomes,
  first,
  higher,
  leaves,
  list,
  longer,
  lower,
  narrower,
  none,
  on,
  removed,
  restarts,
  setting,
  shorter,
  when,
  wider,
} from '../../../../generator/plan/gate/rule.ts';
import type { Rule, Spot } from '../../../../generator/plan/gate/rule.ts';

const spot = (verb: Spot['verb'] = 'update'): Spot => ({ verb, component: 'agents', items: [], cluster: {} as Spot['cluster'] });
const weigh = (rule: Rule, before: unknown, after: unknown, verb?: Spot['verb']): unknown => rule.weigh(before, after, spot(verb));

describe('a size is', () => {
  test.each<[unknown, number | undefined]>([
    [3, 3],
    [0, 0],
    ['3', 3],
    ['500m', 0.5],
    ['1Gi', 1024 ** 3],
    ['25%', 25],
    ['12.5%', 12.5],
    ['x25%', undefined],
    ['25%x', undefined],
    ['%', undefined],
    ['1.%', undefined],
    ['1m', 0.001],
    ['90s', undefined],
    ['many', undefined],
    ['', undefined],
    [true, undefined],
    [null, undefined],
    [undefined, undefined],
    [['3'], undefined],
  ])('of %j: %j', (value, expected) => expect(size(value)).toBe(expected));
});

describe('a duration is', () => {
  test.each<[unknown, number | undefined]>([
    [3, 3],
    ['3', 3],
    ['0', 0],
    ['1m', 60],
    ['1m30s', 90],
    ['720h0m0s', 2_592_000],
    ['100ms', 0.1],
    ['500k', undefined],
    ['x3', undefined],
    ['3x', undefined],
    ['', undefined],
    [true, undefined],
    [undefined, undefined],
  ])('of %j: %j seconds', (value, expected) => expect(seconds(value)).toBe(expected));
});

describe('from one duration to another', () => {
  test.each<[unknown, unknown, boolean, boolean]>([
    ['1m', '1s', true, false],
    ['1s', '1m', false, true],
    ['60s', '1m', false, false],
    ['1h', '30m', true, false],
    ['1h', '90m', false, true],
    ['1h', undefined, true, false],
    [undefined, '1h', false, true],
    ['1h', 'never', true, true],
    [undefined, undefined, false, false],
  ])('from %j to %j is shorter: %j, longer: %j', (before, after, isShorter, isLonger) => {
    expect([shorter(before, after), longer(before, after)]).toEqual([isShorter, isLonger]);
  });
});

describe('from one value to another', () => {
  test.each<[unknown, unknown, boolean, boolean]>([
    [1, 1, false, false],
    [1, 2, false, true],
    [2, 1, true, false],
    ['1Gi', '1024Mi', false, false],
    ['1Gi', '512Mi', true, false],
    ['500m', 1, false, true],
    [undefined, undefined, false, false],
    [undefined, 1, false, true],
    [1, undefined, true, false],
    ['many', 1, false, true],
    [1, 'many', true, true],
    ['some', 'many', false, true],
  ])('from %j to %j is lower: %j, higher: %j', (before, after, isLower, isHigher) => {
    expect([lower()(before, after), higher()(before, after)]).toEqual([isLower, isHigher]);
  });

  test.each<[string, unknown, unknown, boolean, boolean]>([
    ['the same is written out', undefined, 5, false, false],
    ['less comes', undefined, 4, true, false],
    ['more comes', undefined, 6, false, true],
    ['less goes', 4, undefined, false, true],
    ['more goes', 6, undefined, true, false],
    ['the same goes', 5, undefined, false, false],
    ['there is none', undefined, undefined, false, false],
  ])('where the API server takes 5 and %s', (_, before, after, isLower, isHigher) => {
    expect([lower(5)(before, after), higher(5)(before, after)]).toEqual([isLower, isHigher]);
  });

  test.each<[unknown, unknown, boolean]>([
    ['a', 'b', false],
    ['a', 'x', true],
    ['x', 'x', true],
    ['x', 'y', true],
    ['y', 'x', true],
    ['x', 'a', false],
    ['a', undefined, false],
  ])('from %j to %j becomes x or y: %j', (before, after, expected) => expect(becomes('x', 'y')(before, after)).toBe(expected));

  test.each<[unknown, unknown, boolean, boolean]>([
    ['x', 'a', true, true],
    ['y', 'a', true, true],
    ['x', 'y', false, false],
    ['a', 'b', false, false],
    ['a', 'x', false, false],
    ['x', undefined, true, false],
    [undefined, 'a', false, true],
    [undefined, 'x', false, false],
    [undefined, undefined, false, false],
  ])('from %j to %j leaves x and y: %j, where none means x: %j', (before, after, expected, byDefault) => {
    expect([leaves(['x', 'y'])(before, after), leaves(['x', 'y'], 'x')(before, after)]).toEqual([expected, byDefault]);
  });

  test.each<[unknown, unknown, boolean, boolean]>([
    [1, undefined, true, false],
    [undefined, 1, false, true],
    [1, 2, false, false],
    [undefined, undefined, false, false],
    [null, undefined, true, false],
    [undefined, false, false, true],
  ])('from %j to %j is removed: %j, added: %j', (before, after, goes, comes) => {
    expect([removed(before, after), added(before, after)]).toEqual([goes, comes]);
  });

  test.each<[unknown, boolean]>([
    [true, true],
    [false, false],
    ['true', false],
    [undefined, false],
  ])('to %j is on: %j', (after, expected) => expect(on(false, after)).toBe(expected));

  test.each<[unknown, unknown, boolean, boolean]>([
    [['a'], ['a'], false, false],
    [['a'], ['a', 'b'], true, false],
    [['a', 'b'], ['a'], false, true],
    [['a'], ['b'], true, true],
    [['a', 'b'], ['b', 'a'], false, false],
    [[{ a: 1 }], [{ a: 1 }], false, false],
    [[{ a: 1 }], [{ a: 2 }], true, true],
    [undefined, ['a'], true, false],
    [['a'], undefined, false, true],
    [undefined, undefined, false, false],
    [undefined, [], false, false],
    [{ a: 1 }, { a: 1, b: 2 }, true, false],
    [{ a: 1 }, { a: 2 }, true, true],
    [{ a: 1 }, undefined, false, true],
    ['a', 'b', true, true],
    ['a', 'a', false, false],
    ['a', undefined, false, true],
    [null, undefined, false, true],
  ])('from %j to %j is wider: %j, narrower: %j', (before, after, isWider, isNarrower) => {
    expect([wider(before, after), narrower(before, after)]).toEqual([isWider, isNarrower]);
  });
});

describe('a rule', () => {
  const power = { class: 'power', says: 'more' } as const;
  const work = { class: 'work', says: 'less', effect: 'stops', always: true } as const;
  const more = any('power', 'more');
  const less = any('work', 'less', { effect: 'stops', always: true });

  test('of nothing finds nothing', () => expect(weigh(none, 1, 2)).toBeUndefined());
  test('of any change finds what it says, and no more', () => {
    expect(weigh(more, 1, 2)).toEqual(power);
    expect(weigh(less, 1, 2)).toEqual(work);
  });
  test.each<[Spot['verb'], unknown]>([
    ['update', RESTARTS],
    ['replace', RESTARTS],
    ['create', undefined],
  ])('of what restarts pods, in a(n) %s', (verb, expected) => expect(weigh(restarts, 1, 2, verb)).toBe(expected));
  test('with a condition finds something when it holds', () => {
    const seen: unknown[] = [];
    const rule = when(
      (...asked) => {
        seen.push(asked);
        return asked[1] === 2;
      },
      'power',
      'more',
    );
    const where = spot();
    expect([rule.weigh(1, 2, where), rule.weigh(2, 1, where)]).toEqual([power, undefined]);
    expect(seen).toEqual([
      [1, 2, where],
      [2, 1, where],
    ]);
    expect(
      weigh(
        when(() => true, 'work', 'less', { effect: 'stops', always: true }),
        1,
        2,
      ),
    ).toEqual(work);
  });
  test('of several finds the first', () => {
    expect(weigh(first(none, more, less), 1, 2)).toEqual(power);
    expect(weigh(first(less, more), 1, 2)).toEqual(work);
    expect([weigh(first(none, none), 1, 2), weigh(first(), 1, 2)]).toEqual([undefined, undefined]);
  });
  test('of a list tells what comes from what goes, and what comes first', () => {
    const rule = list(more, less);
    expect([
      weigh(rule, ['a'], ['a', 'b']),
      weigh(rule, ['a', 'b'], ['a']),
      weigh(rule, ['a'], ['b']),
      weigh(rule, ['a', 'b'], ['b', 'a']),
      weigh(list(none, less), ['a'], ['b']),
    ]).toEqual([power, work, power, undefined, work]);
  });
  test('of a setting says which parts of a value may be known', () => {
    expect(weigh(setting(more), 1, 2)).toEqual(power);
    expect(setting(more).setting?.('a')).toEqual(['a']);
    expect(setting(more, (value) => [value, value]).setting?.('a')).toEqual(['a', 'a']);
    expect(more.setting).toBeUndefined();
  });
});
