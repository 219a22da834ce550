import { expect, test } from 'vitest';
import { expandedOf, piecesOf } from '../../../generator/k8s/expansion.ts';

// The cases of Kubernetes' own table (third_party/forked/golang/expansion/expand_test.go), a name in brackets. Seen to fail: with `$$(`
// read as a dollar and a variable.

test.each([
  ['$(VAR)', '[VAR]'],
  ['___$(VAR)___', '___[VAR]___'],
  ['$(A)$(B)', '[A][B]'],
  ['$$(VAR)', '$(VAR)'],
  ['$$$(VAR)', '$[VAR]'],
  ['$$$$(VAR)', '$$(VAR)'],
  ['$$', '$'],
  ['$', '$'],
  ['$VAR', '$VAR'],
  ['${VAR}', '${VAR}'],
  ['$(VAR', '$(VAR'],
  ['$(VAR$(B)', '[VAR$(B]'],
  ['$()', '[]'],
  ['foo$$bar', 'foo$bar'],
  ['$(A B)', '[A B]'],
  ['', ''],
])('%s', (source, expected) => {
  expect(
    piecesOf(source)
      .map((piece) => ('name' in piece ? `[${piece.name}]` : piece.literal))
      .join(''),
  ).toBe(expected);
});

const of = (item: Record<string, unknown>) => expandedOf({ item, at: '' });

test('a variable sees those before it, an argument all of them', () => {
  const { texts } = of({
    env: [
      { name: 'A', value: '$(B)' },
      { name: 'B', value: '$(A)' },
    ],
    args: ['$(A)$(B)$(C)'],
  });
  expect(texts.map(({ at, unresolved }) => [at, unresolved.map(({ name, later }) => `${name}${later ? ' later' : ''}`)])).toEqual([
    ['/env/0/value', ['B later']],
    ['/env/1/value', []],
    ['/args/0', ['C']],
  ]);
});

test('what whole ConfigMaps bring may be anything', () => {
  expect(of({ envFrom: [{ configMapRef: { name: 'x' } }], args: ['$(A)'] }).texts[0]?.unresolved).toEqual([]);
});

test('a secret is one through any number of variables', () => {
  const env = [
    { name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } },
    { name: 'B', value: 'x$(A)' },
    { name: 'C', value: '$(B)' },
    { name: 'D', value: '$$(A)' },
  ];
  const { texts } = of({ env, command: ['run', '$(D)'], args: ['$(C)'] });
  expect(texts.filter(({ where, secrets }) => where === 'argument' && secrets.length > 0).map(({ at }) => at)).toEqual(['/args/0']);
});

test('lengths grow as variables are put in, and take no time', () => {
  const env = [{ name: 'V0', value: 'x'.repeat(10) }, ...Array.from({ length: 60 }, (_, i) => ({ name: `V${i + 1}`, value: `$(V${i})$(V${i})` }))];
  expect(of({ env }).variables.at(-1)?.size).toBe(10 * 2 ** 60);
});
