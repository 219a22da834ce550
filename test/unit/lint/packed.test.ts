import { expect, test } from 'vitest';
import { alone as aloneIn, objectOf } from '../../../generator/lint/alone.ts';
import { lintDefinitions } from '../../../generator/lint/definitions.ts';
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import { listsOf, pack, TOGETHER, unpack, unpackLists } from '../../../generator/lint/packed.ts';
import { NO_KINDS } from '../../../generator/k8s/crd/kinds.ts';
import { forgetAll, remembered, rememberedOfBoth } from '../../../generator/model/memo.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

const service = (name: string, port: string, more = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  ports:\n    - port: ${port}${more}\n`;
const texts = [
  ...Array.from({ length: TOGETHER + 2 }, (_, i) => service(`s-${i}`, '80')),
  service('wrong', '70000'),
  service('answered', '70000', ' # pap-fleet: waive object/illegal-port: nobody minds'),
  service('idle', '80', ' # pap-fleet: waive object/illegal-port: nothing is wrong'),
  service('open', '"{{ .port }}"'),
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ø, __proto__: { a: 1 } }\ndata: { n: null, "1": "b", "0": "a", key: "\\ud83d" }\n',
  'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: Secret, metadata: { name: s }, stringData: { password: hunter2hunter2hunter2 } }\n',
  'a: [\n',
  'apiVersion: v1\nkind: ServiceMonitor\nmetadata: { name: {{ .name }} }\n',
];
const file = { path: 'shop/all.yaml', bytes: Buffer.from(texts.join('---\n')) };
const read = parseManifests(file);
const packed = structuredClone(pack(file));
const again = unpack(packed);

test('what a thread hands over is what it has read', () => {
  expect(again.manifests.map(({ data, sketch }) => ({ data, sketch }))).toEqual(read.manifests.map(({ data, sketch }) => ({ data, sketch })));
  expect(again.manifests.map(({ data }) => JSON.stringify(data))).toEqual(read.manifests.map(({ data }) => JSON.stringify(data)));
  expect({ ...again, manifests: [], notes: [] }).toEqual({ ...read, manifests: [], notes: [] });
  expect(listsOf(read.manifests).map(({ length }) => length)).toEqual(pack(file).objects.map((list) => (JSON.parse(list) as unknown[]).length));
  expect(unpackLists(packed)[1]?.().map(({ data }) => data)).toEqual(listsOf(read.manifests)[1]?.map(({ data }) => data));
});

test('and everything has its place and its lines', () => {
  const places = ({ manifests }: typeof read) =>
    manifests.map((manifest) => [
      manifest.locate('/metadata/name'),
      manifest.locate('/kind', true),
      manifest.line(manifest.locate('').line),
      manifest.covered(manifest.locate('/stringData').line),
    ]);
  expect(places(again)).toEqual(places(read));
  const notes = (all: typeof read) => all.notes.map(({ text, place, lines }) => [text, place, lines.line(place.line), lines.covered(place.line)]);
  expect(notes(again)).toEqual(notes(read));
  expect(notes(again)).toHaveLength(2);
});

test('objects that others have looked at are judged the same', () => {
  const setting = { ...anyCluster, minors: ['1.34', '1.35', '1.36'] as const };
  const tell = aloneIn(setting, NO_KINDS);
  const alone = new Map(
    again.manifests.flatMap((manifest) => {
      const told = tell(manifest);
      return told === undefined ? [] : [[manifest, structuredClone(told)] as const];
    }),
  );
  const [here, there] = [judge(read.manifests, setting), judge(again.manifests, setting, NO_KINDS, () => alone)];
  expect(there.findings).toEqual(here.findings);
  expect(there.findings.map(({ code }) => code)).toContain('object/illegal-port');
  expect([there.waived, [...there.answered]]).toEqual([here.waived, [...here.answered]]);
  expect(there.waived).toHaveLength(1);
  expect([...there.verdicts.values()]).toEqual([...here.verdicts.values()]);
  expect(new Set(there.verdicts.values())).toEqual(new Set(['accepted', 'refused', 'template']));
  expect([...there.refusedAt.values()]).toEqual([...here.refusedAt.values()]);
});

test('what is asked once more after all is forgotten is worked out once more', () => {
  let count = 0;
  const [one, both] = [remembered((_key: object) => (count += 1)), rememberedOfBoth((_a: object, _b: object) => (count += 1))];
  const key = {};
  expect([one(key), one(key), both(key, one), both(key, one), both(key, both)]).toEqual([1, 1, 2, 2, 3]);
  forgetAll();
  expect([one(key), both(key, one)]).toEqual([4, 5]);
});

test('definitions that are alike but for the order of keys are one', () => {
  const definition = (metadata: string, scope: string): string =>
    `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n${metadata}\nspec: { group: example.org, scope: ${scope}, names: { kind: Shop, plural: shops }, versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }] }\n`;
  const [a, b] = ['metadata: { name: shops.example.org, labels: { a: b } }', 'metadata: { labels: { a: b }, name: shops.example.org }'];
  const { manifests } = parseManifests({
    path: 'a.yaml',
    bytes: Buffer.from([definition(a, 'Cluster'), definition(b, 'Cluster'), definition(a, 'Namespaced')].join('---\n')),
  });
  expect(lintDefinitions(manifests, NO_KINDS).definitions).toEqual([manifests[0]?.data, manifests[2]?.data]);
  expect(objectOf(manifests[0] as (typeof manifests)[0]).kind).toBe('CustomResourceDefinition');
});
