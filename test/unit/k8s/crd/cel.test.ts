import { describe, expect, test } from 'vitest';
import { brokenRules, ruleFlaws } from '../../../../generator/k8s/crd/cel/rules.ts';
import type { Schema, Validation } from '../../../../generator/k8s/crd/schema.ts';

const LIST: Schema = { type: 'array', items: { type: 'integer' } };
const TEXT: Schema = { type: 'string' };
const FIELDS: Record<string, Schema> = {
  a: { type: 'integer' },
  b: { type: 'integer' },
  f: { type: 'number' },
  s: TEXT,
  t: { type: 'array', items: TEXT },
  l: LIST,
  m: { type: 'object', additionalProperties: { type: 'integer' } },
  o: { type: 'object', properties: { x: TEXT } },
  items: { type: 'array', items: { type: 'object', properties: { k: TEXT, v: { type: 'integer' } } } },
  at: { type: 'string', format: 'date-time' },
  wait: { type: 'string', format: 'duration' },
  'x-y': TEXT,
  namespace: TEXT,
  any: { 'x-kubernetes-int-or-string': true },
};

const schemaWith = (rule: string, more: Partial<Validation> = {}): Schema => ({
  type: 'object',
  properties: FIELDS,
  'x-kubernetes-validations': [{ rule, ...more }],
});
const broken = (rule: string, value: unknown, more?: Partial<Validation>) => brokenRules(schemaWith(rule, more), value);
const flaws = (rule: string, more?: Partial<Validation>): string[] =>
  [...ruleFlaws(schemaWith(rule, more), '')].map(({ path, message }) => `${path}: ${message}`);

const VALUE = {
  a: 1,
  b: 2,
  f: 1.5,
  s: 'hello',
  t: ['b', 'a'],
  l: [1, 2, 3],
  m: { x: 1, y: 2 },
  o: {},
  items: [
    { k: 'a', v: 1 },
    { k: 'b', v: 2 },
  ],
  at: '2026-01-01T00:00:00Z',
  wait: '1h30m',
  'x-y': 'dashed',
  namespace: 'ns',
  any: 5,
};

/** Expressions that hold for the value. */
const TRUE: readonly string[] = [
  'self.a < self.b',
  'self.a < self.f',
  'self.a + 1 == self.b',
  'self.f == 1.5',
  'self.any == 5',
  'has(self.o) && !has(self.o.x)',
  '!has(self.o.x) || self.o.x == "y"',
  'has(self.items[0].k)',
  'self.items.all(i, has(i.v) && i.v > 0)',
  'self.items.exists_one(i, i.k == "a")',
  'self.items.map(i, i.v).sum() == 3',
  'self.items.filter(i, i.v > 1).size() == 1',
  'self.l.isSorted() && !self.t.isSorted()',
  'self.l.sum() == 6 && self.l.min() == 1 && self.l.max() == 3',
  'self.l.indexOf(2) == 1 && self.l.indexOf(7) == -1',
  '2 in self.l && !(7 in self.l)',
  '"x" in self.m && self.m.all(k, self.m[k] > 0)',
  'self.m.size() == 2',
  'self.l.all(i, v, i + 1 == v)',
  'self.m.exists(k, v, k == "y" && v == 2)',
  'self.l.transformList(i, v, v * 2).sum() == 12',
  'self.m.transformMap(k, v, v + 1)["x"] == 2',
  'self.s.matches("^h.*o$")',
  'self.s.find("l+") == "ll" && self.s.findAll("l").size() == 2',
  'self.s.charAt(1) == "e" && self.s.upperAscii() == "HELLO"',
  'self.s.split("l").size() == 3 && self.t.join("-") == "b-a"',
  'self.s.replace("l", "L") == "heLLo" && self.s.replace("l", "L", 1) == "heLlo"',
  'self.s.substring(1, 3) == "el" && " a ".trim() == "a"',
  'self.s.startsWith("he") && self.s.contains("ell") && self.s.size() == 5',
  '"%s has %d, %.1f".format([self.s, self.a, self.f]) == "hello has 1, 1.5"',
  'quantity("1Gi").isGreaterThan(quantity("1000Mi")) && isQuantity("5m") && !isQuantity("x")',
  'quantity("500m").add(quantity("500m")).asInteger() == 1',
  'url("https://a.example:8443/b?c=d").getHost() == "a.example:8443" && url("https://a.example/b").getScheme() == "https"',
  'isURL("https://a.example") && !isURL("a b")',
  'ip("192.0.2.1").family() == 4 && ip("::1").isLoopback() && isIP("::1") && !isIP("1.2.3")',
  'cidr("192.0.2.0/24").containsIP("192.0.2.9") && !cidr("192.0.2.0/24").containsIP("198.51.100.1")',
  'cidr("192.0.0.0/16").containsCIDR("192.0.2.0/24") && cidr("192.0.2.7/24").masked() == cidr("192.0.2.0/24")',
  'semver("1.10.0").isGreaterThan(semver("1.9.0")) && semver("1.0.0-rc.1").isLessThan(semver("1.0.0"))',
  '!format.dns1123Label().validate("a-b").hasValue() && format.dns1123Label().validate("A").hasValue()',
  'sets.contains(self.l, [1, 2]) && sets.intersects(self.l, [3, 9]) && sets.equivalent([1, 1], [1])',
  'self.wait > duration("1h") && self.wait == duration("90m")',
  'self.at < timestamp("2026-06-01T00:00:00Z")',
  'self.x__dash__y == "dashed" && self.__namespace__ == "ns"',
  'self.`x-y` == "dashed"',
  'self.?o.x.orValue("none") == "none"',
  'self.o.?x.orValue("none") == "none"',
  'cel.bind(n, self.a + 1, n == self.b)',
  'self.o.x == "no such key, and yet" || true',
  'type(self.a) == int && dyn(self.a) == 1.0',
  'self.s == "hello" ? true : self.nothing == 1'.replace(' : self.nothing == 1', ' : false'),
  'self.s in ["has(", \'matches("x")\', "hello"]',
];

describe('a rule', () => {
  test.each(TRUE)('holds: %s', (rule) => {
    expect(flaws(rule)).toEqual([]);
    expect(broken(rule, VALUE)).toEqual([]);
    expect(broken(`!(${rule})`, VALUE).length, 'and its opposite does not').toBe(1);
  });

  test.each([
    ['self.limt > 0', /undefined field 'limt'.* at "self\.limt > 0"/],
    ['self.items.all(i, i.w > 0)', /undefined field 'w'/],
    ['self.a >', /at its end/],
    ['self.a + 1', /gives .*int.*, and must give bool/],
    ['nothing(self.a)', /nothing/],
    ['other.a > 0', /Unknown variable: other/],
    ['1 + "a" == 2', /no such overload: int \+ string/],
    ['self.s.matches("(?!a)")', /the pattern "\(\?!a\)" holds a group that Go does not know.* at "\\"\(\?!a\)\\"\)"/],
    ['matches(self.s, r"[") || true', /the pattern "\[" leaves a bracket open/],
    ['self.s.find("(") == ""', /leaves a parenthesis open/],
    ['self.s.findAll("a**", 2).size() > 0', /repeats a repetition/],
    ['has(self)', /has\(\) asks for a field/],
  ])('does not compile: %s', (rule, said) => {
    expect(flaws(rule)).toEqual([expect.stringMatching(said)]);
    expect(flaws(rule)[0]).toMatch(/^\/x-kubernetes-validations\/0\/rule: /);
  });

  test('says what it says, at the field that it names', () => {
    const found = broken('self.a > self.b', VALUE, { messageExpression: '"a is " + string(self.a)', message: 'unused', fieldPath: '.a' });
    expect(found).toEqual([{ path: '/a', message: 'a is 1', hint: 'the kind asks: self.a > self.b' }]);
    expect(broken('false', VALUE, { message: 'no' })[0]?.message).toBe('no');
    expect(broken('false', VALUE)[0]?.message).toBe('breaks the rule "false" of its kind');
    expect(broken('false', VALUE, { message: 'plain', messageExpression: 'self.o.x' })[0]?.message).toBe('plain');
    expect(broken('false', VALUE, { fieldPath: ".m['x/y']" })[0]?.path).toBe('/m/x~1y');
  });

  test('that cannot be evaluated is broken', () => {
    expect(broken('self.o.x == "y"', VALUE)[0]?.message).toMatch(/cannot be evaluated: No such key: x/);
  });

  test('about the object before is left out, unless it asks for none', () => {
    expect(broken('self.a == oldSelf.a', VALUE)).toEqual([]);
    expect(broken('oldSelf.hasValue()', VALUE, { optionalOldSelf: true }).length).toBe(1);
    expect(broken('!oldSelf.hasValue()', VALUE, { optionalOldSelf: true })).toEqual([]);
  });

  test('that stands within lists and maps is asked of each item', () => {
    const item: Schema = { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self < 3' }] };
    const schema: Schema = { type: 'object', properties: { l: { type: 'array', items: item }, m: { type: 'object', additionalProperties: item } } };
    expect(brokenRules(schema, { l: [1, 5, 3], m: { 'a/b': 4 } }).map(({ path }) => path)).toEqual(['/l/1', '/l/2', '/m/a~1b']);
  });

  test('that costs too much is told, and the others go on', () => {
    const list = Array.from({ length: 2000 }, (_, i) => i);
    const began = performance.now();
    const found = broken('self.l.all(a, self.l.all(b, self.l.all(c, a + b + c >= 0)))', { l: list });
    expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(/takes too long to evaluate/)]);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(broken('self.l.all(a, self.l.all(b, self.l.all(c, a + b + c >= 0))) || true', { l: list })[0]?.message).toMatch(/takes too long/);
  });

  test('reads patterns as Go does, in linear time', () => {
    expect(broken('self.s.matches("^(a+)+$")', { s: `${'a'.repeat(40)}b` }).length).toBe(1);
    expect(broken('self.s.matches("(?!" + self.s)', { s: 'a)' })[0]?.message).toMatch(/cannot be evaluated/);
  });
});
