// Expressions that would take for ever, or more memory than there is: all of them end soon, with the same words.
import { describe, expect, test } from 'vitest';
import { Budget } from '../../../../generator/k8s/crd/cel/budget.ts';
import { compileCondition, type Condition } from '../../../../generator/k8s/crd/cel/condition.ts';
import { brokenRules } from '../../../../generator/k8s/crd/cel/rules.ts';
import { lazyMap } from '../../../../generator/k8s/crd/cel/untyped.ts';
import { weight } from '../../../../generator/k8s/crd/cel/weight.ts';
import type { Schema } from '../../../../generator/k8s/crd/schema.ts';

const VARIABLES = ['s', 'long', 'needle', 'l', 't', 'm', 'now'];
const VALUES: Readonly<Record<string, unknown>> = {
  s: 'abababab',
  long: 'a'.repeat(500_000),
  needle: `${'a'.repeat(300)}b${'a'.repeat(200_000)}`,
  l: [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n],
  t: ['a', 'b', 'c'],
  m: new Map(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, BigInt(i)])),
  now: new Date('2026-01-01T00:00:00Z'),
};

function outcome(text: string, budget = new Budget(200_000_000)): ReturnType<Condition['evaluate']> {
  const condition = compileCondition(text, new Map(VARIABLES.map((name) => [name, {}])));
  if ('offset' in condition) throw new Error(condition.message);
  return condition.evaluate(VALUES, budget);
}

/** Nine times: of each value eight. @param grow how eight of a value are one @param then what is asked of the last */
function nested(first: string, grow: (value: string) => string, then: string): string {
  const names = Array.from({ length: 9 }, (_, i) => `v${i}`);
  return names.reduceRight((inner, name, i) => `cel.bind(${name}, ${i === 0 ? first : grow(`v${i - 1}`)}, ${inner})`, then);
}
const eight = (between: string) => (value: string) => Array(8).fill(value).join(between);
const listOf = (value: string): string => `[${eight(', ')(value)}]`;
const numbers = 'lists.range(10000)';

const TOO_MUCH: readonly (readonly [what: string, text: string])[] = [
  ['lists that double', nested('l', eight(' + '), 'v8.size() > 0')],
  ['texts that double', nested('s', eight(' + '), 'v8.size() > 0')],
  ['texts that double, and a pattern', nested('s', eight(' + '), 'v8.matches("(a|b)*c")')],
  ['lists of lists that are compared', nested('l', listOf, 'v8 == [v7, v7, v7, v7, v7, v7, v7, v7] || v7 == v6')],
  ['lists of lists that are looked for', nested('l', listOf, 'v8 in [v7, v6, v8]')],
  ['lists of lists that are written', nested('l', listOf, '"%s".format([v8]) == ""')],
  ['lists of lists that are flattened', nested('l', listOf, 'v8.flatten(9).size() > 0')],
  ['lists of lists that are sorted', nested('l', listOf, 'v8.sort().size() > 0')],
  ['maps of lists of lists', nested('l', listOf, '{"a": v8} == {"a": v7}')],
  ['a search for a long text', 'long.contains(needle)'],
  ['a place of a long text', 'long.indexOf(needle) > 0'],
  ['a place of a list', `${numbers}.all(i, ${numbers}.indexOf(i) == i)`],
  ['a replacement of nothing', 'long.replace("", long).size() > 0'],
  ['a replacement of nothing, some times', 'long.replace("", long, 400000).size() > 0'],
  ['a long text between many', `${numbers}.map(i, "a").join(long).size() > 0`],
  ['patterns that are written out', `${numbers}.all(i, !s.matches(string(i) + "(a{1000})?"))`],
  ['a pattern that is written out', `s.matches("(${'ab'.repeat(500)}){1000}")`],
  ['a long pattern', 's.matches(needle)'],
  ['a pattern over a long text', `${numbers}.all(i, !long.matches("(a|b)*c[xyz]{20}"))`],
  ['a pattern that is not found', `${numbers}.all(i, long.find("(a|b)*c[xyz]{20}") == "")`],
  ['all finds, each to the end', 'long.findAll("a.*b|a").size() > 0'],
  ['some finds, each to the end', 'long.findAll("a.*b|a", 400000).size() > 0'],
  ['time zones', `${numbers}.all(i, now.getHours("Europe/Berlin") < 24)`],
  ['durations', 'duration(long) > duration("1s")'],
  ['quantities', 'isQuantity(long)'],
  ['items that differ', `${numbers}.distinct().size() > 0`],
  ['sets', `sets.contains(${numbers}, ${numbers})`],
  ['sets that are equal', `sets.equivalent(${numbers}, ${numbers})`],
  ['parts of a text', 'long.split("").size() > 0'],
  ['keys of a map', `${numbers}.all(i, m.exists(k, true))`],
  ['keys and values of a map', `${numbers}.all(i, m.exists(k, v, true))`],
  ['maps in a map', `${numbers}.transformMapEntry(i, v, m).size() > 0`],
];

describe('an expression that is too much ends soon', () => {
  test.each(TOO_MUCH)('%s', (_, text) => {
    const began = performance.now();
    expect(outcome(text)).toEqual({ spent: true });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('and takes no more from others than it may cost itself', () => {
    const budget = new Budget(3_000_000);
    expect(outcome('long.contains(needle)', budget)).toEqual({ spent: true });
    expect(budget.left).toBeGreaterThanOrEqual(1_999_999);
    expect(outcome('s == "abababab"', budget)).toEqual({ value: true });
  });

  test('in a rule of a kind as in a policy', () => {
    const schema: Schema = {
      type: 'object',
      properties: { l: { type: 'array', items: { type: 'integer' } } },
      'x-kubernetes-validations': [{ rule: nested('self.l', eight(' + '), 'v8.size() > 0') }],
    };
    expect(brokenRules(schema, { l: [1, 2, 3] }).map(({ message }) => message)).toEqual([expect.stringMatching(/takes too long to evaluate/)]);
  });
});

describe('an expression that people write costs little', () => {
  test.each([
    ['s.matches("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")', 12_000],
    [String.raw`s.matches("^[^\\d\\]]+$") && !s.matches("a{2,}") && s.find("b+") == "b" && s.findAll("ab", 2).size() == 2`, 2500],
    ['s.contains("aba") && s.indexOf("b") == 1 && s.replace("ab", "x", 1) == "xababab" && s.replace("ab", "") == ""', 100],
    ['l.all(i, i > 0) && 3 in l && "k1" in m && t.join(", ") == "a, b, c" && l + l != l', 100],
    ['l.distinct() == l && l.sort()[0] == 1 && sets.contains(l, [1]) && "%d".format([1]) == "1"', 250],
    ['duration("1h30m") > duration("1m") && now.getHours() == 0 && url("https://a.b/?x=1").getQuery()["x"] == ["1"]', 100],
    ['m.size() == 50000 && !("x" in m)', 20],
    ['b"abc" + b"d" == b"abcd" && bytes(s).size() == 8', 20],
  ])('%s', (text, most) => {
    const budget = new Budget(3_000_000);
    expect(outcome(text, budget)).toEqual({ value: true });
    expect(3_000_000 - budget.left).toBeLessThan(most);
  });
});

test('a message shows no more than the beginning of a text that an expression has made', () => {
  const found = outcome('bool(long)');
  expect('error' in found && found.error.length).toBeLessThan(400);
});

test('a pattern that is none, and a walk over a text, cannot be evaluated', () => {
  expect(outcome('s.matches("(a))" + s)')).toHaveProperty('error');
  expect(outcome('s.all(i, c, true)')).toHaveProperty('error');
});

test('patterns are read again where there were many others in between', () => {
  expect(outcome('lists.range(120).all(i, string(i).matches("^" + string(i) + "$"))')).toEqual({ value: true });
});

test('what is weighed is not told', () => {
  const told: string[] = [];
  const map = lazyMap(new Map([['a', () => 'x'.repeat(100)]]), (key) => told.push(key));
  expect([weight(map), told]).toEqual([13.1, []]);
});
