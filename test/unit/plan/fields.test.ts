import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldChanges, pathText } from '../../../generator/plan/fields.ts';
import { shownField } from '../../../generator/plan/shown.ts';
import type { FieldChange, Step } from '../../../generator/plan/fields.ts';

/** Apply field changes, as somebody who reads the report would: what goes, what comes, what changes, and then the order. */
function applied(value: unknown, changes: readonly FieldChange[]): unknown {
  const box = { root: structuredClone(value) };
  const goes = (change: FieldChange): boolean => !('after' in change);
  const comes = (change: FieldChange): boolean => !('before' in change);
  const last = ({ path }: FieldChange): number => (typeof path.at(-1) === 'number' ? (path.at(-1) as number) : 0);
  // A place is one of the old list for what goes, and one of the new for the rest.
  const order = [
    ...changes.filter(goes).sort((a, b) => last(b) - last(a)),
    ...changes.filter(comes).sort((a, b) => last(a) - last(b)),
    ...changes.filter((change) => !goes(change) && !comes(change)),
  ];
  // Deep in lists a place may be meant of lists that change above it: so the outer ones first.
  for (const change of order.sort((a, b) => depth(a) - depth(b))) set(box, ['root', ...change.path], change);
  return box.root;
}

function depth({ path }: FieldChange): number {
  return path.length;
}

function set(box: unknown, [step, ...rest]: readonly Step[], change: FieldChange): void {
  if (change.order === true && rest.length === 0) return;
  const key = Array.isArray(box) ? indexOf(box, step as Step, rest.length === 0, change) : (step as string);
  const map = box as Record<string | number, unknown>;
  if (rest.length > 0) set(map[key], rest, change);
  else if (Array.isArray(box) && !('after' in change)) box.splice(key as number, 1);
  else if (Array.isArray(box) && !('before' in change)) box.splice(key as number, 0, change.after);
  else if ('after' in change) map[key] = change.after;
  else delete map[key];
}

function indexOf(list: readonly unknown[], step: Step, isLast: boolean, change: FieldChange): number {
  if (typeof step === 'number') return step;
  const name = typeof step === 'object' ? ('item' in step ? step.item : step.like) : step;
  const at = list.findIndex((item) => (item as { name?: unknown }).name === name);
  return isLast && !('before' in change) ? list.length : at;
}

/** The items of lists by name, whatever their order. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(unordered);
    const names = items.map((item) => (typeof item === 'object' && item !== null ? (item as { name?: unknown }).name : undefined));
    return names.length > 0 && names.every((name) => typeof name === 'string') && new Set(names).size === names.length
      ? Object.fromEntries(items.map((item, i) => [names[i], item]))
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unordered(item)]));
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
        expect(unordered(applied(before, fieldChanges(before, after)))).toEqual(unordered(after));
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
    ['another order', { c: [{ name: 'a' }, { name: 'b' }] }, { c: [{ name: 'b' }, { name: 'a' }] }, ['c (order)']],
    [
      'another order besides what changes',
      { c: [{ name: 'a', x: 1 }, { name: 'b' }] },
      { c: [{ name: 'b' }, { name: 'a', x: 2 }] },
      ['c[a].x', 'c (order)'],
    ],
    ['no other order where one comes between', { c: [{ name: 'a' }, { name: 'b' }] }, { c: [{ name: 'a' }, { name: 'c' }, { name: 'b' }] }, ['c[c]']],
    ['an item without a name by its place', { c: [{ x: 1 }, { x: 2 }] }, { c: [{ x: 1 }, { x: 3 }] }, ['c[1].x']],
    ['a key with dots', { a: { 'b.c/d': 1 } }, { a: { 'b.c/d': 2 } }, ['a["b.c/d"]']],
    ['a text that comes', { a: ['x'] }, { a: ['x', 'y'] }, ['a[1]: + y']],
    ['a text that goes', { a: ['x', 'y', 'z'] }, { a: ['x', 'z'] }, ['a[1]: - y']],
    ['a text that comes first', { a: ['x', 'z'] }, { a: ['w', 'x', 'z'] }, ['a[0]: + w']],
    ['one text of several', { a: ['x', 'y', 'z'] }, { a: ['x', 'q', 'z'] }, ['a[1]: y → q']],
    [
      'an option by its name',
      { args: ['--a=1', '--b=1', '--c'] },
      { args: ['--b=2', '--a=1', '--d'] },
      ['args[0]: + --b=2', 'args[1]: - --b=1', 'args[2]: - --c', 'args[2]: + --d'],
    ],
    ['options of which one goes and one changes', { args: ['--a=1', '--b=1'] }, { args: ['--b=2'] }, ['args[0]: - --a=1', 'args[0]: --b=1 → --b=2']],
    [
      'a rule by what it is about',
      { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
      {
        rules: [
          { apiGroups: [''], resources: ['secrets'], verbs: ['*'] },
          { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
        ],
      },
      ['rules[pods].verbs[1]: + list', 'rules[secrets]: + {"apiGroups":[""],"resources":["secrets"],"verbs":["*"]}'],
    ],
    [
      'a kind that is allowed',
      { k: [{ group: 'apps', kind: 'Deployment' }] },
      {
        k: [
          { group: '', kind: 'Secret' },
          { group: 'apps', kind: 'Deployment' },
        ],
      },
      ['k[Secret]: + {"group":"","kind":"Secret"}'],
    ],
    [
      'a route by its match',
      {
        routes: [
          { match: 'Host(`a`)', services: [1] },
          { match: 'Host(`b`)', services: [1] },
        ],
      },
      {
        routes: [
          { match: 'Host(`b`)', services: [2] },
          { match: 'Host(`a`)', services: [1] },
        ],
      },
      ['routes[Host(`b`)].services[0]: 1 → 2', 'routes (order)'],
    ],
    [
      'a match that changes',
      { routes: [{ match: 'Host(`a`)', services: [1] }] },
      { routes: [{ match: 'Host(`b`)', services: [1] }] },
      ['routes[0].match: Host(`a`) → Host(`b`)'],
    ],
    [
      'a port by its number',
      { ports: [{ port: 80, name: 1 }, { port: 81 }] },
      { ports: [{ port: 80, name: 2 }, { port: 82 }] },
      ['ports[80].name: 1 → 2', 'ports[1].port: 81 → 82'],
    ],
    [
      'from where, element by element',
      { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
      { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }, { ipBlock: { cidr: '0.0.0.0/0' } }] },
      ['from[1]: + {"ipBlock":{"cidr":"0.0.0.0/0"}}'],
    ],
    [
      'a subject that shares its name',
      {
        subjects: [
          { kind: 'User', name: 'x' },
          { kind: 'Group', name: 'x' },
        ],
      },
      {
        subjects: [
          { kind: 'User', name: 'x' },
          { kind: 'Group', name: 'x' },
          { kind: 'ServiceAccount', namespace: 'n', name: 'x' },
        ],
      },
      ['subjects[ServiceAccount n x]: + {"kind":"ServiceAccount","namespace":"n","name":"x"}'],
    ],
    ['a key that goes', { a: { b: 1, c: 2 } }, { a: { c: 2 } }, ['a.b']],
    [
      'a name that stands twice',
      {
        c: [
          { name: 'a', x: 1 },
          { name: 'a', x: 2 },
        ],
      },
      { c: [{ name: 'a', x: 2 }] },
      ['c[0]: - {"name":"a","x":1}'],
    ],
  ])('name %s', (_, before, after, paths) => {
    const told = fieldChanges(before, after).map((field) => {
      const path = `${pathText(field.path)}${field.order === true ? ' (order)' : ''}`;
      const [old, now] = [shownField(field, field.before), shownField(field, field.after)];
      return !('before' in field) ? `${path}: + ${now}` : 'after' in field ? `${path}: ${old} → ${now}` : `${path}: - ${old}`;
    });
    // Where a row names the path alone, what it was and is does not matter.
    expect(told.map((line, i) => (paths[i]?.includes(': ') === true ? line : line.replace(/: .*/, '')))).toEqual(paths);
  });

  test('know what is secret by what stands around it', () => {
    const hidden = (before: unknown, after: unknown): string[] =>
      fieldChanges(before, after).map((field) => `${pathText(field.path)} ${shownField(field, field.after ?? field.before)}`);
    expect(hidden({ args: ['--password', 'hunter2'] }, { args: ['--password', 'hunter3'] })).toEqual(['args[1] (hidden)']);
    expect(hidden({ args: ['--password', 'hunter2'] }, { args: ['--password'] })).toEqual(['args[1] (hidden)']);
    expect(hidden({ args: ['--mode', 'a'] }, { args: ['--mode', 'b'] })).toEqual(['args[1] b']);
    const twice = (value: string): object => ({
      env: [
        { name: 'API_TOKEN', value: 'x' },
        { name: 'API_TOKEN', value },
      ],
    });
    expect(hidden(twice('hunter2'), twice('hunter3'))).toEqual(['env[1].value (hidden)']);
    expect(hidden({ env: [{ name: 'API_TOKEN', value: 'a' }] }, { env: [{ name: 'API_TOKEN', value: 'b' }] })).toEqual([
      'env[API_TOKEN].value (hidden)',
    ]);
    expect(hidden({ containers: [{ name: 'token-broker', image: 'a' }] }, { containers: [{ name: 'token-broker', image: 'b' }] })).toEqual([
      'containers[token-broker].image b',
    ]);
  });

  test('of lists too long to compare are the lists', () => {
    const long = (word: string): object => ({ a: Array.from({ length: 1200 }, (_, i) => `${word}${i}`) });
    expect(fieldChanges(long('a'), long('b')).map(({ path }) => pathText(path))).toEqual(['a']);
  });
});
