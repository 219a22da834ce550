// Objects with one thing changed by chance: values that no list of ours holds, and parts of other objects of the kind in the same place.
import { createHash } from 'node:crypto';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { places } from '../damage.ts';
import type { Damaged, Key } from '../damage.ts';

const TEXTS = [
  ...[
    'a/b',
    'a:b',
    '0',
    '-1',
    'true',
    'UPPER',
    'a..b',
    '.a',
    'a.',
    'a_b',
    'example.com/Foo',
    'example.com/',
    '/',
    '99999',
    '65536',
    '{}',
    'a,b',
    ' a',
  ],
  ...['a ', 'http', 'é', 'a'.repeat(64), 'b'.repeat(254), `${'c'.repeat(60)}.${'d'.repeat(70)}`, '0.5', '100%', '101%', '1e3', '10Gi', '-10Gi', 'v1'],
  ...[
    'v1/a/b',
    'apps/v1',
    '*',
    '*.a.example',
    'a.*.example',
    '300.1.1.1',
    '10.0.0.1/33',
    'fd00::/8',
    'fd00::1',
    '127.0.0.1',
    '169.254.1.1',
    '../a',
    '/a/../b',
  ],
  ...[
    'Always',
    'Never',
    'None',
    'Default',
    'Local',
    'TCP',
    'tcp',
    'GET',
    'get',
    '$(A)',
    'a\nb',
    '\t',
    '1d',
    '1h',
    '-5m',
    '5',
    'P1D',
    '* * * * *',
    '@daily',
  ],
  ...[
    'self.a',
    'object.metadata.name == "a"',
    'true == 1',
    "'a' + 1",
    'size(object)',
    '[]',
    'null',
    'metadata.name',
    "metadata.labels['a']",
    'limits.cpu',
  ],
];
const NUMBERS = [-2_147_483_648, -5, 1, 2, 3, 16, 100, 101, 254, 600, 3600, 65_535, 65_536, 100_000, 2_147_483_647, 0.25, null, true];

const hash = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);

const some = (list: readonly unknown[], seed: string, number: number): unknown[] =>
  Array.from({ length: number }, (_, i) => list[hash(`${seed} ${i}`) % list.length]);

/** What a value becomes, drawn by the seed. @param elsewhere what stands in the same place of other objects of the kind */
function others(value: unknown, elsewhere: readonly unknown[], seed: string): readonly unknown[] {
  const crossed = elsewhere.length === 0 ? [] : some(elsewhere, `${seed} crossed`, 3);
  if (typeof value === 'string') return [...some(TEXTS, seed, 4), ...crossed];
  if (typeof value === 'number') return [...some(NUMBERS, seed, 3), ...crossed];
  if (typeof value === 'boolean') return [!value, null, ...crossed];
  if (Array.isArray(value)) {
    const list = value as unknown[];
    return [list.toReversed(), list.slice(1), [...list, null], Array.from({ length: 17 }, () => list[0] ?? 'a'), ...crossed, [...crossed].flat()];
  }
  const entries = Object.entries(value ?? {});
  const without = entries.filter((_, i) => i !== hash(seed) % Math.max(1, entries.length));
  return [
    Object.fromEntries(without),
    Object.fromEntries(entries.slice(0, 1)),
    null,
    'a',
    ...crossed.map((each) => ({ ...(value as object), ...(each as object) })),
  ];
}

/** @param objects of one kind */
export function* varied(objects: readonly KubeObject[], seed: string): Iterable<Damaged> {
  const standing = new Map<string, unknown[]>();
  for (const object of objects)
    for (const [path, value] of places(object, [])) {
      const known = standing.get(placeOf(path));
      if (known === undefined) standing.set(placeOf(path), [value]);
      else if (known.length < 40) known.push(value);
    }
  const seen = new Map<string, number>();
  for (const object of objects)
    for (const [path, value] of places(object, [])) {
      const place = placeOf(path);
      const times = seen.get(place) ?? 0;
      if (times > 3 || /^(apiVersion|kind|metadata|metadata\/(name|namespace))$/.test(place)) continue;
      seen.set(place, times + 1);
      for (const other of others(value, standing.get(place) ?? [], `${seed} ${place} ${times}`))
        yield {
          object: replaced(object, path, other),
          field: `${object.apiVersion}/${object.kind} ${place}`,
          value: JSON.stringify(other) ?? 'undefined',
        };
    }
}

const placeOf = (path: readonly Key[]): string =>
  path
    .map((key) => (typeof key === 'number' ? '*' : key))
    .join('/')
    .replaceAll(/\/properties\/[^/]+/g, '/properties/*');

function replaced(object: KubeObject, path: readonly Key[], value: unknown): KubeObject {
  const made = structuredClone(object);
  let here = made as unknown as Record<Key, unknown>;
  for (const key of path.slice(0, -1)) here = here[key] as Record<Key, unknown>;
  // As it is sent: in a list there is no `undefined`.
  here[path.at(-1) as Key] = value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
  return made;
}
