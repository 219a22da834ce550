// Objects of one cluster in lists that others hold as well: found the same, however many keys were asked about before. Seen red: with lists in another order.
import { expect, test } from 'vitest';
import { Holdings } from '../../../generator/k8s/cluster.ts';
import type { Index } from '../../../generator/k8s/cluster.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { REGION_PLACEHOLDER } from '../../../generator/k8s/region-placeholder.ts';

const named = (name: string, namespace: string): KubeObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } });
const byName: Index<KubeObject> = (object) => [[object.metadata.name, object]];

test('the first keys and the later ones find the same, in the order of the lists', () => {
  const names = Array.from({ length: 30 }, (_, i) => `service-${i % 20}`);
  const lists = Array.from({ length: 5 }, (_, list) => [
    ...names.map((name) => named(name, `list-${list}`)),
    named(`in-${REGION_PLACEHOLDER}`, `list-${list}`),
    ...(list === 2 ? [named('in-east', 'plain')] : []),
  ]);
  const surroundings = { externals: [], whole: true, region: 'east' };
  const asked = [...new Set(names), 'in-east', `in-${REGION_PLACEHOLDER}`, 'nowhere'];
  const many = new Holdings(lists, surroundings);
  for (const key of asked) many.lookup(byName, key);
  for (const key of [...asked].reverse()) {
    const alone = new Holdings(lists, surroundings).find(byName, key);
    expect(many.find(byName, key), key).toEqual(alone);
  }
  expect(many.lookup(byName, 'in-east').map(({ metadata }) => metadata.namespace)).toEqual([
    'list-0',
    'list-1',
    'plain',
    'list-2',
    'list-3',
    'list-4',
  ]);
});
