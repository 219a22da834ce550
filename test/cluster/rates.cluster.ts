// A part of what `npm run lint:rates` compares: what a real API server says of objects of each kind, and what lint says of them.
// Judges: Kubernetes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { limits } from '../../generator/tools/limits.mjs';
import { served } from '../../generator/tools/served.mjs';
import { crds } from './programs/crds.ts';
import { publishedDefinitions } from './programs/kinds.ts';
import { Judge } from './rates/judge.ts';
import { isKnown } from './rates/known.ts';
import { lintOf } from './rates/ours.ts';
import { sample } from './rates/sample.ts';

const definitions = publishedDefinitions();
const judge = new Judge(definitions, { afresh: true });
afterAll(() => judge.stop());

test('schemas/objects/served.json is what the server says of its types', async () => {
  const file = join(import.meta.dirname, '../../schemas/objects/served.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(served(await judge.openApi()));
});

test('schemas/objects/limits.json is what the definitions ask of values', () => {
  const file = join(import.meta.dirname, '../../schemas/objects/limits.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(limits(crds(), isKnown));
});

test('the two say the same of a sample of every kind', async () => {
  const lint = lintOf(definitions);
  const objects = sample().filter(({ object }) => lint(object).verdict !== 'unknown kind');
  expect(objects.length).toBeGreaterThan(200);
  const words = await judge.words(objects.map(({ object }) => object));
  const both = objects.map(({ object, accepted }, i) => ({ object, accepted, words: words[i] as string, ours: lint(object) }));
  expect(both.filter(({ accepted, words: said }) => accepted !== (said === '')).map(({ object, words: said }) => [object, said])).toEqual([]);
  expect(
    both
      .filter(({ words: said, ours }) => (said === '') !== (ours.verdict === 'accepted'))
      .map(({ object, words: said, ours }) => [object, said, ours]),
  ).toEqual([]);
});
