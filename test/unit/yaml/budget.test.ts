import { expect, test } from 'vitest';
import { Budget } from '../../../generator/yaml/libyaml/budget.ts';
import { kubernetesDocuments, readKubernetesYaml } from '../../../generator/yaml/kubernetes.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// Small texts of very much, each in a form of its own, held to a limit that is as small. Seen to fail: without the limit, each row found nothing, and 16 MB of it
// took up to 3.3 GB and half a minute.

const TOKENS = 200;
const DOCUMENTS = 20;
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: x }\n';
const many = (part: string): string => part.repeat(400);

const read = (text: string, path = 'a.yaml', budget = new Budget({ tokens: TOKENS, documents: DOCUMENTS })) =>
  parseManifests({ path, bytes: Buffer.from(text) }, undefined, budget);

test.each<[string, string, RegExp, string?]>([
  ['a list in a line', `[${many('1,')}]\n`, /^1 .* 200 tokens/],
  ['empty lists', `[${many('[],')}]\n`, /^1 .*tokens/],
  ['a map in a line', `{${many('a,')}}\n`, /^1 .*tokens/],
  ['maps in a list in a line', `[${many('? a,')}]\n`, /^1 .*tokens/],
  ['a list in an object', `${CONFIG_MAP}data: [${many('1,')}]\n`, /^4 .*tokens/],
  ['JSON', `{"a": [${many('1,')}1]}\n`, /^1 .*tokens/],
  ['JSON that is an object', `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":[${many('{},')}1]}\n`, /^1 .*tokens/],
  ['items that are nothing', many('-\n'), /^200 .*tokens/],
  ['lists in lists', many('- - 1\n'), /tokens/],
  ['equal keys', many('a: 1\n'), /tokens/],
  ['keys without values', Array.from({ length: 400 }, (_, i) => `k${i}:\n`).join(''), /tokens/],
  ['anchors', Array.from({ length: 400 }, (_, i) => `- &a${i} 1\n`).join(''), /tokens/],
  ['aliases', `- &a 1\n${many('- *a\n')}`, /tokens/],
  ['tags', many('- !!str 1\n'), /tokens/],
  ['keys with question marks', many('? a\n'), /tokens/],
  ['documents, each small', many('---\n{ a: [1, 1, 1, 1, 1, 1, 1, 1] }\n'), /tokens/],
  ['objects of a list', `apiVersion: v1\nkind: List\nitems:\n${many('- {apiVersion: v1, kind: A, metadata: {}}\n')}`, /tokens/],
  ['documents', many('---\na\n'), /^42 .* 20 documents/],
  ['documents of nothing', many('---\n'), /documents/],
  ['documents of JSON', many('{}\n'), /^21 .*documents/],
  ['documents of a template', many('---\n{{ x }}\n'), /documents/],
  ['documents in a fence', `\`\`\`yaml\n${many('---\na\n')}\`\`\`\n`, /documents/, 'a.md'],
  ['fences', many('```yaml\na: 1\n```\n'), /documents/, 'a.md'],
])('too much of %s is said, and ends the reading', (_, text, wanted, path) => {
  const { findings } = read(text, path);
  const limits = findings.filter(({ code }) => code === 'yaml/limit');
  expect(limits.map(({ place: { line }, message }) => `${line} ${message}`)).toEqual([expect.stringMatching(wanted)]);
  expect(findings.at(-1)).toBe(limits[0]);
  // Every row is taken where there is room for it.
  expect(read(text, path, new Budget()).findings.filter(({ code }) => code === 'yaml/limit')).toEqual([]);
});

test('what stands before it is read, and just as much is not too much', () => {
  const text = `${CONFIG_MAP}---\n`.repeat(2);
  const budget = (tokens: number): Budget => new Budget({ tokens, documents: 2 });
  const enough = Array.from({ length: 200 }, (_, i) => i).find((tokens) => read(text, 'a.yaml', budget(tokens)).findings.length === 0) as number;
  expect(read(text, 'a.yaml', budget(enough)).manifests).toHaveLength(2);
  const over = read(text, 'a.yaml', budget(enough - 1));
  expect(over.manifests).toHaveLength(1);
  expect(over.findings).toMatchObject([{ code: 'yaml/limit', message: `the file has more than ${enough - 1} tokens, which are signs and values` }]);
  expect(read(text, 'a.yaml', new Budget({ documents: 1 })).manifests).toHaveLength(1);
});

test('of documents that cannot be read the first thousand are named', () => {
  const { findings } = read('---\na: [\n'.repeat(1200), 'a.yaml', new Budget());
  expect(findings).toHaveLength(1001);
  expect(findings.at(-1)).toMatchObject({
    code: 'yaml/limit',
    message: 'more than 1000 documents of the file cannot be read',
    place: { line: 2003 },
  });
});

test('others that read as Kubernetes does hear of it with its line', () => {
  const { flaw, line } = readKubernetesYaml('---\na\n'.repeat(100_001)) as { readonly flaw: string; readonly line: number };
  expect([flaw, line]).toEqual(['the file has more than 100000 documents', 200_002]);
});

test('nothing is read behind it, also for who goes on to ask', () => {
  const documents = [...kubernetesDocuments(`[${many('1,')}]\n---\na\n`, { budget: new Budget({ tokens: TOKENS }) })];
  expect(documents.map(({ flaw }) => flaw?.isLimit)).toEqual([true]);
});

test('a document that says nothing is nothing when it is read once more', () => {
  const [nothing] = kubernetesDocuments('# nothing\n');
  expect([nothing?.root, nothing?.reread()]).toMatchObject([undefined, { kind: 'scalar', value: '' }]);
});

test('a large bundle of ConfigMaps and definitions is taken', () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: as.b.c }\nspec:\n${Array.from(
    { length: 5000 },
    (_, i) => `  field${i}: { type: string, description: "${'what it is for '.repeat(8)}" }\n`,
  ).join('')}`;
  const config = `${CONFIG_MAP}data:\n${Array.from({ length: 20_000 }, (_, i) => `  key-${i}.properties: value ${i}\n`).join('')}`;
  const { findings, manifests } = parseManifests({ path: 'a.yaml', bytes: Buffer.from(`${definition}---\n${config}---\n`.repeat(2)) });
  expect([findings, manifests.length]).toEqual([[], 4]);
});
